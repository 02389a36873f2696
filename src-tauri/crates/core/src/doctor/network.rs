//! What stands between here and Microsoft: nothing, a proxy, or somebody who answers in its place.

use std::time::Duration;

use lectern_microsoft::cloud::Endpoints;
use lectern_microsoft::transport::{Proxy, Request, TransportError, proxy_for};
use serde::de::IgnoredAny;
use url::Url;

use super::{Check, CheckAbout, CheckStatus, Subject};
use crate::desk::Desk;
use crate::network::PAGE;

const NETWORK: Subject = Subject {
    id: "network",
    about: CheckAbout::Computer,
    title: "Network",
    meaning: "Signing in and everything that is asked of Microsoft.",
};
/// Longer than this, and a person takes it for hanging.
const PATIENCE: Duration = Duration::from_secs(10);
const LARGEST: usize = 256 * 1024;

/// Asks the sign-in's host for what it tells anybody, and names the proxies on the way there and to Graph.
pub(super) async fn check(desk: &Desk) -> Check {
    let Ok(endpoints) = desk.endpoints() else {
        return told(CheckStatus::Skipped, "This profile names no cloud yet.".to_owned(), None);
    };
    let way = [&endpoints.login, &endpoints.graph].map(|url| (host(url), proxy_for(url)));
    let way = if endpoints.is_loopback() {
        "Nothing leaves this machine: a sandbox is never asked through a proxy.".to_owned()
    } else {
        words(&way)
    };
    match ask(desk, &endpoints).await {
        Ok(()) => told(CheckStatus::Ok, format!("{} answers. {way}", host(&endpoints.login)), None),
        Err(error) => told(CheckStatus::Failed, format!("{error}. {way}"), Some(mend(&error))),
    }
}

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`: open to anybody, and JSON wherever it is Microsoft's.
async fn ask(desk: &Desk, endpoints: &Endpoints) -> Result<(), TransportError> {
    let tenant = desk.entra().map_or("organizations", |entra| entra.tenant());
    let address = endpoints
        .login
        .join(&format!("/{tenant}/v2.0/.well-known/openid-configuration"))
        .map_err(|_| TransportError::Unsendable { what: "address" })?;
    let request = Request::get(address).bounded(LARGEST, PATIENCE);
    let answer = desk.transport().with_max_wait(Duration::ZERO).send(&request).await?;
    // A tenant that it does not know is refused in JSON too: whoever refuses so is there.
    answer.json::<IgnoredAny>().map(drop)
}

fn words(way: &[(String, Option<Proxy>)]) -> String {
    let through = |proxy: &Proxy| {
        let named = if proxy.with_name { ", with a name and a password" } else { "" };
        format!("through the proxy {}{named}", proxy.address)
    };
    match way {
        all if all.iter().all(|(_, proxy)| proxy.is_none()) => {
            "No proxy is set on this system; calls go straight.".to_owned()
        }
        [(_, Some(first)), rest @ ..] if rest.iter().all(|(_, other)| other.as_ref() == Some(first)) => {
            format!("Calls go {}.", through(first))
        }
        mixed => {
            let each = mixed.iter().map(|(host, proxy)| match proxy {
                Some(proxy) => format!("{host} {}", through(proxy)),
                None => format!("{host} straight"),
            });
            format!("Calls go to {}.", each.collect::<Vec<_>>().join(", to "))
        }
    }
}

fn mend(error: &TransportError) -> String {
    match error {
        TransportError::ProxyAuth { .. } => {
            "Enter the name and the password where this system's proxy is set, or in HTTPS_PROXY as http://NAME:PASSWORD@HOST:PORT, and start Lectern again; or ask whoever runs the network to let this computer through.".to_owned()
        }
        TransportError::Tls { stranger: true, .. } => format!(
            "Open {PAGE} in a browser and sign in to the network. Where a company's proxy looks into connections, this system has to trust its certificate: ask whoever runs the network."
        ),
        stranger if stranger.intercepted() => {
            format!("Open {PAGE} in a browser, sign in to the network there, and check again.")
        }
        _ => "Check the cable or the wireless network, and what a firewall or a proxy lets through. NO_PROXY names the hosts that are reached without the proxy.".to_owned(),
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn told(status: CheckStatus, detail: String, fix: Option<String>) -> Check {
    let check = NETWORK.found(status, detail);
    let check = if status == CheckStatus::Failed { check.because("unreachable") } else { check };
    match fix {
        Some(fix) => check.fix(fix),
        None => check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(address: &str, with_name: bool) -> Proxy {
        Proxy { address: address.to_owned(), with_name }
    }

    #[test]
    fn the_way_out_is_told_for_each_host_where_they_differ() {
        let way = |login, graph| words(&[("login".to_owned(), login), ("graph".to_owned(), graph)]);
        assert_eq!(way(None, None), "No proxy is set on this system; calls go straight.");
        let one = Some(proxy("http://p:3128", true));
        assert_eq!(
            way(one.clone(), one),
            "Calls go through the proxy http://p:3128, with a name and a password."
        );
        assert_eq!(
            way(Some(proxy("http://p:3128", false)), None),
            "Calls go to login through the proxy http://p:3128, to graph straight.",
            "a NO_PROXY that excepts one of two is the riddle that this check is there to solve"
        );
    }
}
