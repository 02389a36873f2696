//! "Is this your address?": where an event's page asks for it, a form waits until somebody opens the link in the mail that
//! went to its address, and presses the button there (programs that look at mails open links, and press no buttons).
//! Until then it holds no place; at that moment it is decided, like every other registration.

use jiff::SignedDuration;
use lectern_domain::registration::RegistrantStatus;
use lectern_domain::ticket::TicketCode;
use lectern_store::unproven::UnprovenRecord;
use lectern_store::{Reader, StoreError, Writer};

use super::register::remind;
use super::show::{EventPage, Stand, Way, closed, page};
use super::{PageError, Reception};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::registration::RegistrationError;
use crate::registration::register::{AddOutcome, Candidate, NewRegistrant, Registrar, candidate, enter};
use crate::registration::roll::Roll;
use crate::scheduling::series;
use crate::serving::ServingError;

/// So long a link is good, and the form behind it is kept.
const GOOD: SignedDuration = SignedDuration::from_hours(24);
/// Not more mails than one in this time to an address, whoever sends its form again and again.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// And not more than so many links of an address at once.
const MOST: usize = 5;

/// What somebody reads before they press the button.
pub struct ProofPage {
    pub event: EventPage,
    pub name: String,
    pub email: String,
}

/// What became of a form whose address is proven now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proven {
    Taken(Way),
    NotNow(Stand),
    /// The event asks otherwise since, or its organizer said no to this person.
    Anew,
}

/// `None`: the link is not good: unknown, used, or too old.
pub async fn show(desk: &Desk, code: &str) -> Result<Option<ProofPage>, PageError> {
    let Ok(code) = TicketCode::parse(code) else { return Ok(None) };
    let (hash, now) = (code.lookup_hash(), desk.now());
    let found = desk
        .read(move |r| {
            let Some(form) = r.unproven().by_code(&hash, now)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&form.event_id)? else { return Ok(None) };
            let Some(publication) = r.publications().of_event(&event.id)? else { return Ok(None) };
            let (name, email) = (read(&form)?.name, form.email.clone());
            Ok(Some(ProofPage { event: page(r, event, &publication, now)?, name, email }))
        })
        .await
        .map_err(ServingError::from)?;
    Ok(found)
}

impl Reception {
    /// With the end of the event's address. On the disk when it answers; [`PageError::None`]: the link is not good.
    pub async fn prove(&self, desk: &Desk, code: &str) -> Result<(String, Proven), PageError> {
        let code = TicketCode::parse(code).map_err(|_| PageError::None)?;
        let hash = code.lookup_hash();
        let proven = self.change(desk, None, move |w, registrar| prove(w, registrar, &hash)).await?;
        proven.ok_or(PageError::None)
    }
}

fn prove(
    w: &Writer<'_>,
    registrar: &Registrar,
    hash: &[u8; 32],
) -> Result<Option<(String, Proven)>, RegistrationError> {
    let (r, now) = (w.reader(), registrar.now);
    let Some(form) = r.unproven().by_code(hash, now)? else { return Ok(None) };
    let Some(event) = r.events().by_id(&form.event_id)? else { return Ok(None) };
    let Some(publication) = r.publications().of_event(&event.id)? else { return Ok(None) };
    let rules = r.events().rules(&event.id)?;
    let event = series::current(&r, event, now)?;
    if let Some(stand) = closed(&event, publication.state, &rules, now) {
        return Ok(Some((publication.slug, Proven::NotNow(stand))));
    }
    let registrar = registrar.clone().speaking(form.language);
    let roll = Roll::open(w, &registrar, &event.id)?;
    let Ok(candidate) = candidate(&read(&form)?, &roll.rules) else {
        return Ok(Some((publication.slug, Proven::Anew)));
    };
    let proven = match enter(&roll, &candidate, lectern_domain::registration::Source::Page)? {
        AddOutcome::Full => Proven::NotNow(Stand::Full),
        AddOutcome::Refused { .. } => Proven::Anew,
        AddOutcome::Registered { .. } => Proven::Taken(Way::Place),
        AddOutcome::Waitlisted { .. } => Proven::Taken(Way::Queue),
        AddOutcome::Pending { .. } => Proven::Taken(Way::Decision),
        AddOutcome::Duplicate { registrant } => {
            remind(&roll, &registrant)?;
            standing(registrant.status)
        }
    };
    if matches!(proven, Proven::Taken(_)) {
        w.unproven().proven(&event.id, &form.email_normalized)?;
    }
    Ok(Some((publication.slug, proven)))
}

/// Of somebody who came onto the list meanwhile.
fn standing(status: RegistrantStatus) -> Proven {
    match status {
        RegistrantStatus::Registered => Proven::Taken(Way::Place),
        RegistrantStatus::Waitlisted | RegistrantStatus::Offered => Proven::Taken(Way::Queue),
        RegistrantStatus::PendingApproval => Proven::Taken(Way::Decision),
        RegistrantStatus::Rejected | RegistrantStatus::Cancelled => Proven::Anew,
    }
}

/// The form waits, and its link goes out; unless this address was sent one a moment ago, or many.
pub(super) fn ask(
    roll: &Roll<'_>,
    new: &NewRegistrant,
    candidate: &Candidate,
) -> Result<(), RegistrationError> {
    let (w, registrar, now) = (roll.w, roll.registrar, roll.registrar.now);
    let email = candidate.email();
    let waiting = w.unproven().waiting(&roll.event.id, email.normalized(), now)?;
    let recent = waiting.first().is_some_and(|at| now.duration_since(*at) < PAUSE);
    if recent || waiting.len() >= MOST {
        return Ok(());
    }
    let id = registrar.id();
    let code = registrar.ticket(&id);
    let form = serde_json::to_string(new).map_err(|error| DeskError::Stopped(error.to_string()))?;
    w.unproven().sweep(now)?;
    w.unproven().add(&UnprovenRecord {
        id,
        event_id: roll.event.id.clone(),
        email: email.as_str().to_owned(),
        email_normalized: email.normalized().to_owned(),
        form,
        language: registrar.language,
        code_hash: code.code_hash,
        code_sealed: Some(code.code_sealed),
        made_at: now,
        until: now.saturating_add(GOOD).unwrap_or(now),
        attempts: 0,
    })?;
    Ok(())
}

/// What its visitor typed.
fn read(form: &UnprovenRecord) -> Result<NewRegistrant, StoreError> {
    serde_json::from_str(&form.form).map_err(|error| StoreError::Unexpected {
        path: std::path::PathBuf::new(),
        detail: format!("the form {}: {error}", form.id),
    })
}

/// Whether this address has to be proven before anything happens: nobody is on the list with it.
pub(super) fn needed(r: &Reader<'_>, event_id: &str, candidate: &Candidate) -> Result<bool, StoreError> {
    let known = r.registrants().by_email(event_id, candidate.email().normalized())?;
    Ok(known.is_none_or(|known| known.status == RegistrantStatus::Cancelled))
}

/// Forms whose links are not good any more go.
pub(crate) async fn sweep(desk: &Desk) -> Result<(), DeskError> {
    let now = desk.now();
    let gone = desk.write(move |w| Ok::<_, DeskError>(w.unproven().sweep(now)?)).await?;
    if gone > 0 {
        tracing::info!(gone, "forms whose address nobody proved were cleared away");
    }
    Ok(())
}
