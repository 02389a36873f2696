//! "Does this network let calls through?" The hosts that the calling SDK asks first, tried from here with a short limit.
//! Asked for behind the page, after the decision; never by a sandbox, out of which nothing may go.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::join_link::Cloud;
use lectern_microsoft::transport::{Request, Transport};
use tokio::sync::Mutex;
use url::Url;

use super::checks::{CheckedThing, JoinCheck};
use super::clouds;
use crate::desk::Desk;
use crate::doctor::CheckStatus;

/// Configuration, signalling and call control of the worldwide cloud, as the SDK's bundle names them.
const WORLDWIDE: [&str; 3] = [
    "ecs.communication.microsoft.com",
    "go.trouter.communication.microsoft.com",
    "api.flightproxy.skype.com",
];
/// The same of GCC High.
const GCC_HIGH: [&str; 3] = [
    "config.ecs.gov.teams.microsoft.us",
    "go.trouter.gov.teams.microsoft.us",
    "api.cc.gov.teams.microsoft.us",
];
const LIMIT: Duration = Duration::from_secs(5);
const KEPT: SignedDuration = SignedDuration::from_mins(1);

/// The last answer, when it was found and whom it is about; the lock also makes two windows that ask at once ask only
/// once.
pub(crate) type Known = Mutex<Option<(Timestamp, Vec<Url>, JoinCheck)>>;

pub async fn network(desk: &Desk) -> JoinCheck {
    if desk.sandbox().is_some() {
        return JoinCheck::new(
            CheckedThing::Network,
            CheckStatus::Skipped,
            "Not tried: a sandbox lets nothing out.",
        );
    }
    let hosts = hosts(clouds::of_calls(desk, None));
    answering(desk, hosts.iter().filter_map(|host| Url::parse(&format!("https://{host}/")).ok()).collect())
        .await
}

/// Those of the cloud that this machine's resource joins meetings in.
fn hosts(cloud: Option<Cloud>) -> [&'static str; 3] {
    if cloud == Some(Cloud::Gcch) { GCC_HIGH } else { WORLDWIDE }
}

/// The same of other addresses: whether they answer now, or did within the last minute.
pub async fn answering(desk: &Desk, addresses: Vec<Url>) -> JoinCheck {
    let mut known = desk.probes().network.lock().await;
    let now = desk.now();
    if let Some((at, asked, check)) = known.as_ref()
        && *asked == addresses
        && (SignedDuration::ZERO..KEPT).contains(&now.duration_since(*at))
    {
        return check.clone();
    }
    let missing = unreachable(desk.transport(), addresses.clone(), LIMIT).await;
    let check = told(addresses.len(), &missing);
    *known = Some((now, addresses, check.clone()));
    check
}

/// Those that do not answer within the limit, by their hosts. Any answer at all is an answer: what counts is that name,
/// connection and certificate are right.
async fn unreachable(transport: &Transport, addresses: Vec<Url>, limit: Duration) -> Vec<String> {
    let transport = transport.with_max_wait(Duration::ZERO);
    let tries: Vec<_> = addresses
        .into_iter()
        .map(|address| {
            let (transport, host) = (transport.clone(), address.authority().to_owned());
            let attempt = tokio::spawn(async move {
                let request = Request::head(address);
                matches!(tokio::time::timeout(limit, transport.send(&request)).await, Ok(Ok(_)))
            });
            (host, attempt)
        })
        .collect();
    let mut missing = Vec::new();
    for (host, attempt) in tries {
        if !attempt.await.unwrap_or(false) {
            missing.push(host);
        }
    }
    missing
}

fn told(asked: usize, missing: &[String]) -> JoinCheck {
    let row = |status, message: String| JoinCheck::new(CheckedThing::Network, status, message);
    match missing {
        [] => row(CheckStatus::Ok, "Microsoft’s calling service answers.".into()),
        all if all.len() == asked => row(
            CheckStatus::Failed,
            "Microsoft’s calling service can’t be reached. Check the connection; where it is fine, a firewall or proxy \
             may keep calls out."
                .into(),
        ),
        some => row(
            CheckStatus::Warning,
            format!(
                "{} can’t be reached, so the call may not connect. Whoever runs this network can allow it.",
                some.join(" and ")
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use lectern_microsoft::transport::TransportOptions;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// Answers every connection with `answer`, or keeps it waiting where there is none.
    async fn host(answer: Option<&'static [u8]>) -> (Url, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                if let Some(answer) = answer {
                    let mut request = [0; 1024];
                    let read = stream.read(&mut request).await.unwrap_or(0);
                    assert!(request[..read].starts_with(b"HEAD / "), "nothing is asked for but an answer");
                    stream.write_all(answer).await.expect("answered");
                } else {
                    held.push(stream);
                }
            }
        });
        (Url::parse(&address).expect("an address"), serving)
    }

    #[tokio::test]
    async fn a_host_that_refuses_or_hangs_is_named_and_one_that_answers_anything_is_there() {
        let (well, answering) = host(Some(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")).await;
        let (hanging, waiting) = host(None).await;
        let closed = {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            Url::parse(&format!("http://{}/", listener.local_addr().expect("an address")))
                .expect("an address")
        };
        let transport = Transport::new(TransportOptions::default()).expect("a client");
        let all = vec![well.clone(), hanging.clone(), closed.clone()];
        let missing = unreachable(&transport, all, Duration::from_millis(800)).await;
        answering.abort();
        waiting.abort();
        assert_eq!(
            missing,
            [hanging.authority(), closed.authority()],
            "a firewall drops or refuses; whoever answers, even with a refusal, is reached"
        );
    }

    #[test]
    fn each_cloud_has_hosts_of_its_own() {
        assert_eq!(
            hosts(Some(Cloud::Gcch)),
            GCC_HIGH,
            "the worldwide hosts say nothing about the government's"
        );
        assert_eq!(hosts(None), hosts(Some(Cloud::Global)));
        assert!(GCC_HIGH.iter().all(|host| host.ends_with(".gov.teams.microsoft.us")));
    }

    #[test]
    fn the_row_says_how_bad_it_is() {
        let host = |name: &str| name.to_owned();
        assert_eq!(told(3, &[]).status, CheckStatus::Ok);
        let some = told(3, &[host("api.flightproxy.skype.com")]);
        assert_eq!(some.status, CheckStatus::Warning, "the call may still come about");
        assert!(some.message.contains("api.flightproxy.skype.com"), "the network's keeper needs the name");
        let all = told(2, &[host("a"), host("b")]);
        assert_eq!(all.status, CheckStatus::Failed);
    }
}
