//! "What would become of these rows?": told before an import, as [`super::register`] would then answer. Nothing is written.

use std::collections::HashSet;

use lectern_domain::csv_import::{ImportRow, RowError};
use lectern_domain::registration::{Admission, Places, Refusal, RegistrantStatus, Rules, decide};
use lectern_store::{Reader, StoreError};

use super::register::Registered;
use super::{RegistrationError, open_event};
use crate::desk::Desk;

pub(super) struct Foreseen {
    /// Whose lines would be on the list: with a place, in the queue, or waiting for a decision.
    pub valid: HashSet<u64>,
    pub duplicates: usize,
    pub left_out: Vec<RowError>,
}

/// Where somebody of the list stands already.
enum Known {
    Nobody,
    Listed,
    /// Somebody took them off it.
    Removed,
    /// An import that was undone did: another one brings them back, after those who are new.
    TakenBack,
}

pub(super) async fn foresee(
    desk: &Desk,
    id: &str,
    rows: &[ImportRow],
) -> Result<Foreseen, RegistrationError> {
    let emails: Vec<String> = rows.iter().map(|row| row.email.normalized().to_owned()).collect();
    let wanted = id.to_owned();
    let found = desk
        .read(move |r| {
            let Some(event) = r.events().by_id(&wanted)? else { return Ok(None) };
            let capacity = event.registration.and_then(|registration| registration.capacity);
            let places = r.registrants().places(&wanted, capacity)?;
            let rules = r.events().rules(&wanted)?;
            let known = emails.iter().map(|email| known(r, &wanted, email));
            let known = known.collect::<Result<Vec<_>, StoreError>>()?;
            Ok(Some((event, places, rules, known)))
        })
        .await?;
    let (event, places, rules, known) = found.ok_or_else(|| RegistrationError::NoEvent(id.to_owned()))?;
    open_event(Some(event), id)?;
    weigh(rows, &known, &rules, places, desk.now())
}

fn known(r: &Reader<'_>, event_id: &str, email: &str) -> Result<Known, StoreError> {
    Ok(match r.registrants().by_email(event_id, email)? {
        None => Known::Nobody,
        Some(found) if found.status != RegistrantStatus::Cancelled => Known::Listed,
        Some(found) if r.bulks().was_taken_back(&found.id, event_id)? => Known::TakenBack,
        Some(_) => Known::Removed,
    })
}

fn weigh(
    rows: &[ImportRow],
    known: &[Known],
    rules: &Rules,
    mut places: Places,
    now: jiff::Timestamp,
) -> Result<Foreseen, RegistrationError> {
    let mut seen = Foreseen { valid: HashSet::new(), duplicates: 0, left_out: Vec::new() };
    let (mut coming, mut back) = (Vec::new(), Vec::new());
    for (row, known) in rows.iter().zip(known) {
        match known {
            Known::Removed => seen.left_out.push(was_removed(row.line)),
            Known::Listed => seen.duplicates += 1,
            Known::Nobody => coming.push(row),
            Known::TakenBack => back.push(row),
        }
    }
    for row in coming.into_iter().chain(back) {
        let admission = match rules.refusal(&row.email, 0, now)? {
            Some(reason) => Admission::Refused { reason },
            None => decide(rules, places, 1),
        };
        match admission {
            Admission::Refused { reason } => {
                seen.left_out.push(refused(row.line, &reason));
                continue;
            }
            Admission::Admitted => places.held += 1,
            Admission::Waitlisted { .. } => places.waiting += 1,
            Admission::Pending => {}
        }
        seen.valid.insert(row.line);
    }
    Ok(seen)
}

/// Why a row came to nothing, where somebody must be told.
pub(super) fn left_out(line: u64, answer: &Registered) -> Option<RowError> {
    match answer {
        Registered::Refused(reason) => Some(refused(line, reason)),
        Registered::Duplicate { status: RegistrantStatus::Cancelled, .. } => Some(was_removed(line)),
        _ => None,
    }
}

/// Without those who were erased from this event: a list of then is often imported again, and must not bring back nor
/// write to anybody who asked to be forgotten. By hand they can be added: that is somebody's wish.
pub(super) async fn without_erased(
    desk: &Desk,
    id: &str,
    rows: Vec<ImportRow>,
) -> Result<(Vec<ImportRow>, Vec<RowError>), RegistrationError> {
    let (id, names) = (id.to_owned(), desk.pseudonyms());
    let gone = desk.read(move |r| r.personal().pseudonyms(&id)).await?;
    if gone.is_empty() {
        return Ok((rows, Vec::new()));
    }
    let (erased, left): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| gone.contains(&names.of(row.email.normalized())));
    Ok((left, erased.iter().map(|row| was_erased(row.line)).collect()))
}

pub(super) fn was_erased(line: u64) -> RowError {
    let message = "This person was erased from this event. To have them again, add them by hand.".into();
    RowError { line, column: None, code: "erased", message }
}

/// As a service names the reason; it may be of a later version.
pub(super) fn code(word: &str) -> &'static str {
    const KNOWN: [&str; 8] = [
        "erased",
        "removed",
        "full",
        "notYetOpen",
        "closed",
        "domainNotAllowed",
        "domainBlocked",
        "tooManyGuests",
    ];
    KNOWN.into_iter().find(|known| *known == word).unwrap_or("refused")
}

fn refused(line: u64, reason: &Refusal) -> RowError {
    RowError { line, column: None, code: reason.code(), message: reason.to_string() }
}

/// A list is often imported again, and must not bring back whom somebody took off it: that is one press on the person.
fn was_removed(line: u64) -> RowError {
    let message = "This person was taken off the list. To have them back, add them by hand.".into();
    RowError { line, column: None, code: "removed", message }
}
