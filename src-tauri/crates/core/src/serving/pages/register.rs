//! "I'd like to come": one visitor's form. Whoever is on the list already gets the very answer of somebody who is not,
//! and a mail that says where they stand: nobody learns from this page who is coming.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::language::Language;
use lectern_domain::message::MessageKind;
use lectern_domain::registration::{RegistrantStatus, Source, decide};
use lectern_store::Writer;

use super::show::{Stand, Way, closed, shown, way};
use super::{PageError, Reception, proof};
use crate::desk::Desk;
use crate::registration::RegistrationError;
use crate::registration::form::{Fault, Field, faults};
use crate::registration::list::RegistrantRow;
use crate::registration::register::{AddOutcome, NewRegistrant, Registrar, candidate, enter};
use crate::registration::roll::Roll;
use crate::scheduling::series;
use crate::serving::publication::PageLook;

/// Who sends the form again and again does not fill somebody's mailbox: so often they are told at most.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// What became of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It leads there, or did before.
    Taken(Way),
    /// A mail with a link went to the address; what it leads to is decided when somebody has opened that.
    Unproven,
    Wrong(Vec<(Field, Fault)>),
    /// More come along than may.
    TooManyGuests {
        most: u32,
    },
    NotNow(Stand),
}

impl Reception {
    /// On the disk when it answers `Taken`. [`PageError::None`]: nothing is published there.
    pub async fn register(
        &self,
        desk: &Desk,
        slug: &str,
        new: NewRegistrant,
        language: Language,
    ) -> Result<Answer, PageError> {
        let slug = slug.to_owned();
        let step = move |w: &Writer<'_>, registrar: &Registrar| register(w, registrar, &slug, &new);
        let answer = self.change(desk, Some(language), step).await?;
        answer.ok_or(PageError::None)
    }
}

fn register(
    w: &Writer<'_>,
    registrar: &Registrar,
    slug: &str,
    new: &NewRegistrant,
) -> Result<Option<Answer>, RegistrationError> {
    let now = registrar.now;
    let r = w.reader();
    let Some(publication) = shown(&r, slug)? else { return Ok(None) };
    let Some(event) = r.events().by_id(&publication.event_id)? else { return Ok(None) };
    let rules = r.events().rules(&event.id)?;
    let event = series::current(&r, event, now)?;
    if let Some(stand) = closed(&event, publication.state, &rules, now) {
        return Ok(Some(Answer::NotNow(stand)));
    }
    let wrong = faults(new, &rules);
    if !wrong.is_empty() {
        return Ok(Some(Answer::Wrong(wrong)));
    }
    let roll = Roll::open(w, registrar, &event.id)?;
    let candidate = candidate(new, &roll.rules)?;
    let guests = candidate.guest_count();
    if guests > roll.rules.guests {
        return Ok(Some(Answer::TooManyGuests { most: roll.rules.guests }));
    }
    // As if they were not on the list, before it is looked at.
    let admission = decide(&roll.rules, roll.places()?, 1 + guests);
    let way = way(&admission);
    let asks = PageLook::read(&publication.page).proof;
    if asks && proof::needed(&r, &event.id, &candidate)? {
        if way.is_some() {
            proof::ask(&roll, new, &candidate)?;
        }
    } else if let AddOutcome::Duplicate { registrant } = enter(&roll, &candidate, Source::Page)? {
        remind(&roll, &registrant)?;
    }
    Ok(Some(match way {
        None => Answer::NotNow(Stand::Full),
        Some(_) if asks => Answer::Unproven,
        Some(way) => Answer::Taken(way),
    }))
}

/// To the one whose address it is, where they stand; nothing else happens to them.
pub(super) fn remind(roll: &Roll<'_>, person: &RegistrantRow) -> Result<(), RegistrationError> {
    let kind = match person.status {
        RegistrantStatus::Registered => MessageKind::Confirmation,
        RegistrantStatus::Waitlisted => MessageKind::Waitlisted,
        RegistrantStatus::Offered => MessageKind::Offered,
        RegistrantStatus::PendingApproval => MessageKind::Pending,
        RegistrantStatus::Rejected => MessageKind::Rejected,
        RegistrantStatus::Cancelled => return Ok(()),
    };
    let now = roll.registrar.now;
    let recent = |planned: Timestamp| now.duration_since(planned) < AGAIN;
    let told = roll.w.messages().of_registrant(&person.id)?;
    if told.iter().any(|message| recent(message.planned_at)) {
        return Ok(());
    }
    let notice = roll.registrar.notice(&person.id, kind);
    roll.w.messages().plan_many(&roll.event.id, &[notice], now)?;
    Ok(())
}
