//! What an event is given besides its words and times, from a template or from another event: the options of its meeting
//! and its registration. It travels with the draft and stands in the event's row until the meeting was told.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::options::{self, OptionsError};
use super::{EventDetail, list};
use crate::desk::Desk;
use crate::virtual_events::setup::VirtualSetup;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct Setup {
    /// Where it is from, as people call it.
    pub from: String,
    pub options: Option<options::OptionValues>,
    /// Registration is opened with the event.
    pub registration: Option<RegistrationSetup>,
    /// What a webinar or town hall is given; `options` and `registration` are a meeting's.
    pub webinar: Option<VirtualSetup>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct RegistrationSetup {
    pub capacity: Option<u32>,
}

/// Of an event as it is now, its meeting's options asked of Teams.
pub(super) async fn of(desk: &Desk, event: &EventDetail) -> Result<Setup, OptionsError> {
    let options = options::show(desk, &event.summary.id).await?.values;
    let capacity = event.summary.capacity;
    let registration = event.registration_mode.map(|_| RegistrationSetup { capacity });
    Ok(Setup { from: event.summary.title.clone(), options: Some(options), registration, webinar: None })
}

/// The event by its id, for those who copy it.
pub(super) async fn event(desk: &Desk, id: &str) -> Result<EventDetail, OptionsError> {
    Ok(list::one(desk, id).await?)
}
