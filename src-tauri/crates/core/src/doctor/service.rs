//! The services that turn tickets into passes.

use std::time::Duration;

use lectern_microsoft::transport::Request;
use url::Url;

use super::{Check, CheckAbout, Subject};
use crate::desk::Desk;
use crate::services::pairing;

const SERVICE: Subject = Subject {
    id: "service",
    about: CheckAbout::Guests,
    title: "Trusted services",
    meaning: "They turn tickets into passes where this machine holds no key.",
};
const LIMIT: Duration = Duration::from_secs(5);

/// Any answer is one: its certificate was right, and the ticket decides the rest.
pub(super) async fn service(desk: &Desk) -> Check {
    let paired = match pairing::paired(desk).await {
        Ok(paired) => paired,
        Err(error) => return SERVICE.failed("unreadable", error.to_string()),
    };
    if paired.is_empty() {
        return SERVICE.skipped("None is paired. A ticket’s service is asked about by name each time.");
    }
    let transport = desk.transport().with_max_wait(Duration::ZERO);
    let mut missing = Vec::new();
    for origin in &paired {
        let answers = match Url::parse(origin) {
            Ok(address) => {
                let request = Request::head(address);
                let answer = tokio::time::timeout(LIMIT, transport.send(&request)).await;
                matches!(answer, Ok(Ok(_)))
            }
            Err(_) => false,
        };
        if !answers {
            missing.push(origin.as_str());
        }
    }
    if missing.is_empty() {
        return SERVICE.ok(format!("{} answer.", paired.join(", ")));
    }
    SERVICE
        .failed("unreachable", format!("No trusted answer comes from {}.", missing.join(", ")))
        .fix("Ask whoever runs the service whether it is up and its certificate is good; one that is gone can be unpaired in Settings, Services.")
}
