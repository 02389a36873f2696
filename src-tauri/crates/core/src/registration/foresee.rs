//! "What would become of these rows?": told before an import, as [`super::register`] would then answer. Nothing is written.

use lectern_domain::csv_import::{ImportRow, RowError};
use lectern_domain::registration::{Admission, Places, Refusal, RegistrantStatus, Rules, decide};
use lectern_store::StoreError;

use super::register::Registered;
use super::{RegistrationError, open_event};
use crate::desk::Desk;

pub(super) struct Foreseen {
    /// Who would be on the list: with a place, in the queue, or waiting for a decision.
    pub valid: usize,
    pub duplicates: usize,
    pub left_out: Vec<RowError>,
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
            let status =
                |email: &String| Ok(r.registrants().by_email(&wanted, email)?.map(|found| found.status));
            let known = emails.iter().map(status).collect::<Result<Vec<_>, StoreError>>()?;
            Ok(Some((event, places, rules, known)))
        })
        .await?;
    let (event, places, rules, known) = found.ok_or_else(|| RegistrationError::NoEvent(id.to_owned()))?;
    open_event(Some(event), id)?;
    weigh(rows, &known, &rules, places, desk.now())
}

fn weigh(
    rows: &[ImportRow],
    known: &[Option<RegistrantStatus>],
    rules: &Rules,
    mut places: Places,
    now: jiff::Timestamp,
) -> Result<Foreseen, RegistrationError> {
    let mut seen = Foreseen { valid: 0, duplicates: 0, left_out: Vec::new() };
    for (row, status) in rows.iter().zip(known) {
        match status {
            Some(RegistrantStatus::Cancelled) => seen.left_out.push(was_removed(row.line)),
            Some(_) => seen.duplicates += 1,
            None => match rules.refusal(&row.email, 0, now)? {
                Some(refusal) => seen.left_out.push(refused(row.line, &refusal)),
                None => match decide(rules, places, 1) {
                    Admission::Refused { reason } => seen.left_out.push(refused(row.line, &reason)),
                    Admission::Admitted => {
                        places.held += 1;
                        seen.valid += 1;
                    }
                    Admission::Waitlisted { .. } => {
                        places.waiting += 1;
                        seen.valid += 1;
                    }
                    Admission::Pending => seen.valid += 1,
                },
            },
        }
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

fn refused(line: u64, reason: &Refusal) -> RowError {
    RowError { line, column: None, code: reason.code(), message: reason.to_string() }
}

/// A list is often imported again, and must not bring back whom somebody took off it: that is one press on the person.
fn was_removed(line: u64) -> RowError {
    let message = "This person was taken off the list. To have them back, add them by hand.".into();
    RowError { line, column: None, code: "removed", message }
}
