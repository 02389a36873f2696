//! Whether the service can do its work: its data takes a change, and its clock is right.

use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::ServingError;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::wrong_clock;

/// Whoever asks every second does not write every second.
const FRESH: SignedDuration = SignedDuration::from_secs(10);
/// A row of the settings.
const LOOKED: &str = "service-looked-at";

/// What a desk knows about itself while it is a service.
#[derive(Default)]
pub(crate) struct Standing {
    /// `https://host[:port]`.
    pub origin: OnceLock<String>,
    written: Mutex<Option<Timestamp>>,
    clock: Mutex<Option<String>>,
}

/// Fails where the service can't work, with what keeps it.
pub async fn ready(desk: &Desk) -> Result<(), ServingError> {
    let standing = desk.standing();
    if let Some(said) = standing.clock.lock().unwrap_or_else(PoisonError::into_inner).clone() {
        return Err(ServingError::Clock(said));
    }
    let now = desk.now();
    let written = *standing.written.lock().unwrap_or_else(PoisonError::into_inner);
    if written.is_some_and(|at| now.duration_since(at).abs() < FRESH) {
        return Ok(desk.read(|r| r.publications().list()).await.map(drop)?);
    }
    desk.set_setting(LOOKED, &now.to_string()).await?;
    *standing.written.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    Ok(())
}

/// Compares the clock with the directory's, over the network. No answer is no finding.
pub(super) async fn look_at_clock(desk: &Desk) {
    let Some(entra) = desk.entra() else { return };
    let Ok(directory) = entra.directory().await else { return };
    let said = directory.clock_behind.and_then(wrong_clock::in_words);
    let mut clock = desk.standing().clock.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(said) = said.as_ref().filter(|said| clock.as_ref() != Some(said)) {
        tracing::error!(said, "the clock is off");
    }
    *clock = said;
}

/// For whoever watches over it: how the outbox stands, as names and numbers.
pub async fn figures(desk: &Desk) -> Result<Vec<(&'static str, u32)>, DeskError> {
    let counts = desk.read(|r| r.messages().counts_of_all()).await?;
    Ok(vec![
        ("lectern_messages_planned", counts.planned),
        ("lectern_messages_under_way", counts.sending),
        ("lectern_messages_delivered", counts.delivered),
        ("lectern_messages_failed", counts.failed),
        ("lectern_messages_in_doubt", counts.ambiguous),
    ])
}
