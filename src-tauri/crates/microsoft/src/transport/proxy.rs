//! Which proxy stands between here and an address, as the transport itself reads it: `HTTPS_PROXY`, `ALL_PROXY` and
//! `NO_PROXY` (either case) everywhere, and before them what the system is set to on Windows and macOS. A script that
//! chooses proxies (PAC) is not run by anybody here.

use hyper_util::client::proxy::matcher::Matcher;
use oauth2::http::Uri;
use url::Url;

use crate::cloud::is_loopback;

/// Where calls go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// `scheme://host:port`, without a name or a password.
    pub address: String,
    /// Whether a name and a password are given to it.
    pub with_name: bool,
}

/// `None`: calls to this address go straight.
pub fn proxy_for(url: &Url) -> Option<Proxy> {
    if is_loopback(url) { None } else { by(&Matcher::from_system(), url) }
}

fn by(matcher: &Matcher, url: &Url) -> Option<Proxy> {
    let found = matcher.intercept(&url.as_str().parse::<Uri>().ok()?)?;
    let (uri, with_name) = (found.uri(), found.basic_auth().is_some() || found.raw_auth().is_some());
    let (scheme, host) = (uri.scheme_str().unwrap_or("http"), uri.host()?);
    let port = uri.port_u16().map_or_else(String::new, |port| format!(":{port}"));
    Some(Proxy { address: format!("{scheme}://{host}{port}"), with_name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a test's URL")
    }

    #[test]
    fn a_proxy_is_told_without_its_password_and_what_is_excepted_goes_straight() {
        let matcher = Matcher::builder()
            .https("http://events:hunter2@proxy.contoso.example:3128")
            .no("graph.microsoft.us,.contoso.example")
            .build();
        let login = by(&matcher, &url("https://login.microsoftonline.com/")).expect("through the proxy");
        assert_eq!(login, Proxy { address: "http://proxy.contoso.example:3128".into(), with_name: true });
        for straight in ["https://graph.microsoft.us/v1.0", "https://mail.contoso.example/"] {
            assert_eq!(by(&matcher, &url(straight)), None, "{straight} is excepted");
        }
    }

    #[test]
    fn a_sandbox_is_never_asked_through_a_proxy() {
        for here in ["http://127.0.0.1:4000/", "http://localhost:4000/", "http://[::1]:4000/"] {
            assert_eq!(proxy_for(&url(here)), None, "{here}: a proxy could not reach it");
        }
    }
}
