//! Whose event it is. A profile can change hands, and the calendar of whoever signs in next is another one: an event that
//! is not on it would be made a second time there, or be taken for gone.

use lectern_store::events::EventRecord;

use crate::desk::Desk;
use crate::error::DeskError;

/// The owner of an event that another desk published: no account has such an id.
pub(crate) const ANOTHER_DESK: &str = "another desk";

/// Before anything that would be wrong on another account's calendar. Nobody signed in is somebody else's complaint.
pub(super) async fn check(desk: &Desk, record: &EventRecord) -> Result<(), DeskError> {
    if is_ours(desk, record).await? { Ok(()) } else { Err(others(record)) }
}

/// Whether the account that is signed in is the one that the event was begun under.
pub(super) async fn is_ours(desk: &Desk, record: &EventRecord) -> Result<bool, DeskError> {
    if record.owner_id.as_deref() == Some(ANOTHER_DESK) {
        return Ok(false);
    }
    let account = desk.read(|r| r.accounts().get()).await?;
    let (Some(owner), Some(account)) = (&record.owner_id, account) else { return Ok(true) };
    Ok(owner.eq_ignore_ascii_case(&account.user_id))
}

pub(super) fn others(record: &EventRecord) -> DeskError {
    let owner = record.organizer_email.clone().or_else(|| record.organizer_name.clone());
    let owner = owner.unwrap_or_else(|| "another account".to_owned());
    if record.owner_id.as_deref() == Some(ANOTHER_DESK) {
        return DeskError::OtherDesk { owner };
    }
    DeskError::OtherAccount { owner }
}
