//! Webinars and town halls as Teams keeps them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::throttle::Usage;
use crate::graph::event::Moment;

/// All virtual events of the tenant, and who was let into one of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct VirtualEvents {
    /// By id.
    pub events: BTreeMap<String, VirtualEvent>,
    pub rsc: Vec<RscGrant>,
    #[serde(skip)]
    pub usage: Usage,
}

/// A resource-specific permission: a Teams app was installed for this one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RscGrant {
    pub app: String,
    pub event: String,
    pub permission: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    Webinar,
    Townhall,
}

impl Kind {
    /// The segment of its collection.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Webinar => "webinars",
            Self::Townhall => "townhalls",
        }
    }

    pub fn public(self) -> &'static str {
        match self {
            Self::Webinar => "microsoft.graph.virtualEventWebinar",
            Self::Townhall => "microsoft.graph.virtualEventTownhall",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Status {
    Draft,
    Published,
    Canceled,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VirtualEvent {
    /// `<guid>@<tenant>`
    pub id: String,
    pub kind: Kind,
    /// Object id of the organizer.
    pub organizer: String,
    pub created: Timestamp,
    pub status: Status,
    pub display_name: String,
    /// An itemBody, or null.
    pub description: Value,
    pub start: Moment,
    pub end: Moment,
    /// `everyone` or `organization`.
    pub audience: String,
    /// Object ids.
    pub co_organizers: Vec<String>,
    pub emails_attendees: bool,
    pub registration_required: bool,
    /// Of town halls only.
    pub invite_only: bool,
    pub invited: Vec<Value>,
    pub external: Vec<ExternalEvent>,
    pub presenters: Vec<Presenter>,
    pub configuration: Configuration,
    pub questions: Vec<Question>,
    pub registrations: Vec<Registration>,
    /// The one session that an event made by Graph has.
    pub session: String,
    pub thread: String,
}

/// What an application calls the event.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalEvent {
    pub application_id: String,
    pub external_event_id: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Presenter {
    pub id: String,
    pub email: String,
    pub display_name: String,
    /// A person of the tenant, whose object id is the presenter's.
    pub member: bool,
    pub details: Value,
}

/// Who is let in, as the organizer sets it in Teams.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Configuration {
    pub capacity: Option<u32>,
    pub manual_approval: bool,
    pub waitlist: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Question {
    pub id: String,
    pub display_name: String,
    pub required: bool,
    pub asks: Asks,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Asks {
    Predefined { label: String },
    Custom { input: String, choices: Vec<String> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Standing {
    Registered,
    Canceled,
    Waitlisted,
    PendingApproval,
    RejectedByOrganizer,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registration {
    pub id: String,
    /// Object id of a person of the tenant; none for an outsider.
    pub user: Option<String>,
    /// The application that enrolled an outsider.
    pub enrolled_by: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub standing: Standing,
    pub registered: Timestamp,
    pub canceled: Option<Timestamp>,
    pub time_zone: String,
    pub language: String,
    pub answers: Vec<Map<String, Value>>,
    pub referrer: Option<String>,
    /// What the one who enrolled them calls this registration.
    pub external_id: Option<String>,
}

/// There is no place left, and nobody may wait for one.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the virtual event is full")]
pub(crate) struct Full;

impl Registration {
    /// Still in, or still hoping to be.
    pub fn is_live(&self) -> bool {
        !matches!(self.standing, Standing::Canceled | Standing::RejectedByOrganizer)
    }
}

impl VirtualEvent {
    pub fn organizes(&self, user: &str) -> bool {
        self.organizer == user || self.co_organizers.iter().any(|one| one == user)
    }

    /// Organizers and the tenant's own presenters.
    pub fn is_seen_by(&self, user: &str) -> bool {
        self.organizes(user) || self.presenters.iter().any(|one| one.member && one.id == user)
    }

    /// Places that are taken; who waits for approval holds one.
    pub fn taken(&self) -> usize {
        let takes =
            |one: &&Registration| matches!(one.standing, Standing::Registered | Standing::PendingApproval);
        self.registrations.iter().filter(takes).count()
    }

    pub fn is_full(&self) -> bool {
        self.configuration
            .capacity
            .is_some_and(|most| self.taken() >= usize::try_from(most).unwrap_or(usize::MAX))
    }

    /// Puts a registration where it belongs: in, onto the waitlist, or before the organizer.
    pub fn take_in(&mut self, mut registration: Registration) -> Result<&Registration, Full> {
        registration.standing = match (self.is_full(), self.configuration.waitlist) {
            (true, true) => Standing::Waitlisted,
            (true, false) => return Err(Full),
            (false, _) if self.configuration.manual_approval => Standing::PendingApproval,
            (false, _) => Standing::Registered,
        };
        self.registrations.push(registration);
        self.registrations.last().ok_or(Full)
    }

    /// Whoever waits longest gets a place that came free, as Teams does it by itself.
    pub fn promote(&mut self) {
        while !self.is_full() {
            let next = self.registrations.iter_mut().find(|one| one.standing == Standing::Waitlisted);
            let Some(next) = next else { return };
            next.standing = if self.configuration.manual_approval {
                Standing::PendingApproval
            } else {
                Standing::Registered
            };
        }
    }
}
