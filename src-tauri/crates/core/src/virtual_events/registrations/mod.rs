//! "Who is registered?" Everybody on Teams' list of a webinar, also those who registered on its own page: read by the
//! application's credential only ([`read()`]), kept, and shown from the store, network or not.

mod export;
mod read;

use lectern_domain::event::RegisteredBy;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::virtual_registrations::{RegistrationRecord, Sought};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use export::export;
pub use read::{ListRead, ListReading, Told, read, untold};

use super::questions::{QUESTIONS, Question};
use super::{VirtualEventError, teams};
use crate::desk::Desk;
use crate::locks::Lock;

/// One reading at a time over all processes of a profile.
const LOCK: &str = "registrations";

/// A part of the list, as it was read last.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsRegistrations")]
pub struct Registrations {
    pub rows: Vec<Registered>,
    /// How many there are of those who are looked for.
    pub matching: u32,
    pub counts: RegistrationCounts,
    /// When Teams' list was last read to its end; `None`: never.
    pub read_at: Option<String>,
    /// A reading was cut off: the next one goes on where it was.
    pub cut_off: bool,
    /// Somebody reads it now, here or in a terminal.
    pub running: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsRegistrationCounts")]
pub struct RegistrationCounts {
    pub all: u32,
    pub registered: u32,
    pub waitlisted: u32,
    pub pending_approval: u32,
    pub rejected: u32,
    pub cancelled: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsRegistration")]
pub struct Registered {
    /// Graph's id of it.
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// The directory's id of somebody in the organization.
    pub user_id: Option<String>,
    pub status: RegistrantStatus,
    pub source: RegisteredBy,
    /// Whom Lectern enrolled, by its own id.
    pub enrolment_id: Option<String>,
    pub registered_at: Option<String>,
    pub cancelled_at: Option<String>,
    pub answers: Vec<Said>,
}

/// An answer in words, with the question's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsAnswer")]
pub struct Said {
    pub question: String,
    pub said: String,
}

/// Whom somebody looks for.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsRegistrationsSought")]
pub struct Wanted {
    /// Each word must begin a word of the name or the address.
    pub query: String,
    pub status: Option<RegistrantStatus>,
}

/// As the list was read last; nothing is asked.
pub async fn show(
    desk: &Desk,
    id: &str,
    wanted: Wanted,
    offset: u32,
    limit: u32,
) -> Result<Registrations, VirtualEventError> {
    teams::record(desk, id).await?;
    let event = id.to_owned();
    let sought = Sought { query: wanted.query, status: wanted.status };
    let (page, counted, reading) = desk
        .read(move |r| {
            let listed = r.virtual_registrations();
            let page = listed.page(&event, &sought, offset, limit)?;
            Ok((page, listed.counts(&event)?, listed.reading(&event)?))
        })
        .await?;
    let running = Lock::try_take(desk.profile(), LOCK)?.is_none();
    let reading = reading.as_ref();
    Ok(Registrations {
        rows: page.rows.into_iter().map(registered).collect(),
        matching: page.matching,
        counts: counts(counted.into_iter().map(|(status, _, people)| (status, people))),
        read_at: reading.and_then(|one| one.read_at).map(|at| at.to_string()),
        cut_off: !running && reading.is_some_and(|one| one.began_at.is_some()),
        running,
    })
}

fn counts(counted: impl Iterator<Item = (RegistrantStatus, u32)>) -> RegistrationCounts {
    let mut counts = RegistrationCounts::default();
    for (status, people) in counted {
        counts.all += people;
        *match status {
            // Offers are Lectern's own; Teams knows none.
            RegistrantStatus::Registered | RegistrantStatus::Offered => &mut counts.registered,
            RegistrantStatus::Waitlisted => &mut counts.waitlisted,
            RegistrantStatus::PendingApproval => &mut counts.pending_approval,
            RegistrantStatus::Rejected => &mut counts.rejected,
            RegistrantStatus::Cancelled => &mut counts.cancelled,
        } += people;
    }
    counts
}

fn registered(row: RegistrationRecord) -> Registered {
    Registered {
        id: row.id,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        user_id: row.user_id,
        status: row.status,
        source: row.source,
        enrolment_id: row.enrolment_id,
        registered_at: row.registered_at.map(|at| at.to_string()),
        cancelled_at: row.cancelled_at.map(|at| at.to_string()),
        answers: serde_json::from_str(&row.answers).unwrap_or_default(),
    }
}

/// The webinar's questions, as they were read last.
async fn questions(desk: &Desk, id: &str) -> Result<Vec<Question>, VirtualEventError> {
    let id = id.to_owned();
    let kept = desk.read(move |r| r.virtual_events().part::<Vec<Question>>(&id, QUESTIONS)).await?;
    Ok(kept.map(|part| part.value).unwrap_or_default())
}
