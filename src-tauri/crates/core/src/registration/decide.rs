//! "Yes, come", "no, sorry", and "wait, let me think again".

use lectern_domain::message::MessageKind;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::Writer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::RegistrationError;
use super::register::Registrar;
use super::roll::{Roll, Seated};
use crate::desk::Desk;
use crate::publishing::ask;
use crate::serving::commands::Command;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Decision {
    /// To a place, or into the queue where there is none.
    Approve,
    Reject,
    /// Back to where nobody has decided yet: also the undo of the two others.
    Reconsider,
}

/// What became of those who were decided on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Decided {
    pub registered: u32,
    pub waitlisted: u32,
    pub rejected: u32,
    /// Nobody has decided on them any more.
    pub pending: u32,
    /// No place is left, and nobody may wait: they stand where they stood.
    pub full: u32,
    /// Not on this list, or not at a point where this can be decided.
    pub unchanged: Vec<String>,
}

impl Decided {
    fn and(mut self, more: Self) -> Self {
        self.registered += more.registered;
        self.waitlisted += more.waitlisted;
        self.rejected += more.rejected;
        self.pending += more.pending;
        self.full += more.full;
        self.unchanged.extend(more.unchanged);
        self
    }
}

/// In the order given. A guest is decided on with the host.
pub async fn decide(
    desk: &Desk,
    id: &str,
    registrant_ids: Vec<String>,
    decision: Decision,
) -> Result<Decided, RegistrationError> {
    let command = |people| Command::Decide { people, decision };
    if let Some(answers) = ask::in_parts(desk, id, &registrant_ids, command).await? {
        return Ok(answers.iter().fold(Decided::default(), |sum, part| sum.and(part.read())));
    }
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| these(w, &registrar, &id, registrant_ids, decision)).await
}

/// As [`decide`], inside a transaction.
pub(crate) fn these(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_ids: Vec<String>,
    decision: Decision,
) -> Result<Decided, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let mut decided = Decided::default();
    for asked in registrant_ids {
        let person = roll.people(std::slice::from_ref(&asked))?.pop();
        match person.filter(|person| person.guest_of.is_none() && applies(decision, person.status)) {
            Some(person) => one(&roll, &person.id, decision, &mut decided)?,
            None => decided.unchanged.push(asked),
        }
    }
    if decision == Decision::Reconsider {
        roll.fill()?;
    }
    Ok(decided)
}

fn applies(decision: Decision, status: RegistrantStatus) -> bool {
    use RegistrantStatus::{Offered, PendingApproval, Registered, Rejected, Waitlisted};
    match decision {
        Decision::Approve => matches!(status, PendingApproval | Rejected),
        Decision::Reject => status == PendingApproval,
        Decision::Reconsider => matches!(status, Rejected | Registered | Waitlisted | Offered),
    }
}

fn one(
    roll: &Roll<'_>,
    id: &str,
    decision: Decision,
    decided: &mut Decided,
) -> Result<(), RegistrationError> {
    match decision {
        Decision::Approve => match roll.seat(id, MessageKind::Approved, false)? {
            Seated::Full => decided.full += 1,
            Seated::Registered => {
                decided.registered += 1;
                roll.note(id, "approved", None)?;
            }
            Seated::Waitlisted => {
                decided.waitlisted += 1;
                roll.note(id, "approved", None)?;
            }
        },
        Decision::Reject => {
            let party = roll.w.registrants().party(id)?;
            roll.unseat(&party, RegistrantStatus::Rejected, MessageKind::Rejected)?;
            decided.rejected += 1;
            roll.note(id, "rejected", None)?;
        }
        Decision::Reconsider => {
            let party = roll.w.registrants().party(id)?;
            roll.unseat(&party, RegistrantStatus::PendingApproval, MessageKind::Pending)?;
            decided.pending += 1;
            roll.note(id, "reconsidered", None)?;
        }
    }
    Ok(())
}
