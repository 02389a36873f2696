//! The service that decides about published events, and those that turn tickets into passes.

use std::time::Duration;

use jiff::SignedDuration;
use lectern_microsoft::transport::Request;
use url::Url;

use super::{Check, CheckAbout, CheckStatus, Subject};
use crate::desk::Desk;
use crate::services::service_desk::{self, PairedService};
use crate::services::{ServiceDeskError, pairing};

const SERVICE: Subject = Subject {
    id: "service",
    about: CheckAbout::Guests,
    title: "Trusted services",
    meaning: "The one that this desk is paired with decides about published events; they turn tickets into passes where \
              this machine holds no key.",
};
const LIMIT: Duration = Duration::from_secs(5);
/// Clocks that are further apart tell of different days at a door.
const APART: SignedDuration = SignedDuration::from_mins(5);

pub(super) async fn service(desk: &Desk) -> Check {
    match service_desk::kept(desk).await {
        Ok(Some(service)) => deciding(desk, &service).await,
        Ok(None) => trusted(desk).await,
        Err(error) => SERVICE.failed("unreadable", error.to_string()),
    }
}

/// The one that this desk is paired with, asked with its key.
async fn deciding(desk: &Desk, service: &PairedService) -> Check {
    let PairedService { origin, .. } = service;
    let about = match service_desk::about(desk).await {
        Ok(about) => about,
        Err(error @ ServiceDeskError::Revoked(_)) => {
            return SERVICE.failed("revoked", error.to_string()).fix(
                "Ask an owner for a new pairing code, and pair again in Settings, Services (or lectern service pair).",
            );
        }
        Err(error) => {
            return SERVICE
                .failed("unreachable", error.to_string())
                .fix("What is changed here waits in order and is sent later. Ask whoever runs the service whether it is up, and its certificate good.");
        }
    };
    let apart = about.now.duration_since(desk.now()).abs();
    if apart > APART {
        let minutes = apart.as_mins();
        return SERVICE
            .warning("clock", format!("The clock of {origin} and this computer’s are {minutes} min apart."))
            .fix("Set the one that is wrong; both should take the time from the network.");
    }
    match trusted(desk).await {
        check if check.status == CheckStatus::Failed => check,
        _ => SERVICE.ok(format!("“{}” at {origin} answers (Lectern {}).", service.name, about.version)),
    }
}

/// Any answer is one: its certificate was right, and the ticket decides the rest.
async fn trusted(desk: &Desk) -> Check {
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
