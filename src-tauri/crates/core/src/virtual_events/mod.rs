//! Webinars and town halls: Teams keeps their lists of people and lets them in; the desk makes them, publishes them,
//! says what they ask and tells afterwards who came (D1 b). Every request asks for its permission only now, since most
//! desks never hold one.

pub mod adopt;
pub mod again;
pub mod attendance;
pub mod cancel;
pub mod co_organizers;
pub mod colleagues;
pub mod consent;
pub mod create;
pub mod credential;
pub mod duplicate;
pub mod edit;
pub mod enrol;
pub mod invited;
pub mod limits;
pub mod list;
pub mod offers;
pub mod people;
pub mod presenter_details;
pub mod presenters;
pub mod publish;
pub mod questions;
pub mod refresh;
pub mod registrations;
pub mod setup;

mod error;
mod teams;

pub use error::VirtualEventError;
pub use lectern_domain::event::{Audience, EnrolmentState, EventKind, VirtualEventState};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use colleagues::Colleague;
use invited::Invited;
use presenters::Presenter;
use questions::Question;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct VirtualEventSummary {
    pub id: String,
    pub kind: EventKind,
    pub title: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    pub state: VirtualEventState,
    pub organizer: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that its page asks on its own")]
pub struct VirtualEventDetail {
    #[serde(flatten)]
    pub summary: VirtualEventSummary,
    pub description: String,
    pub audience: Audience,
    /// Teams mails attendees by itself.
    pub attendee_mail: bool,
    /// Graph's id of it.
    pub event_id: Option<String>,
    pub page: Option<RegistrationPage>,
    pub sessions: Vec<Session>,
    pub questions: Vec<Question>,
    pub presenters: Vec<Presenter>,
    pub co_organizers: Vec<Colleague>,
    /// Somebody else organizes it, and this account runs it with them.
    pub co_organized: bool,
    /// Taken over from Teams, not made here.
    pub adopted: bool,
    /// Of a town hall, once Teams has told it.
    pub invited: Option<Invited>,
    /// When Teams was last asked about it.
    pub read_at: Option<String>,
    pub created_at: String,
    /// What could not be done yet, in words.
    pub problem: Option<String>,
    /// Teams was not told yet all that it is given from a copy or a template.
    pub setting_up: bool,
    /// Whether outsiders can be enrolled from this machine, and if not, why.
    pub enrolment: EnrolmentOffer,
}

/// Where people register, as Teams serves it. Its rules are set in Teams: changing them here is documented nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RegistrationPage {
    pub url: Option<String>,
    #[ts(type = "number | null")]
    pub capacity: Option<i64>,
    pub waitlist: bool,
    pub approval: bool,
}

/// One sitting. Its link is the general one: for presenters, and where nobody has to register.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "EventSession")]
pub struct Session {
    pub id: String,
    pub join_url: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EnrolmentOffer {
    pub possible: bool,
    /// Why not, in words.
    pub why: Option<String>,
}
