//! "The service decides": what would change the list of a published event goes there, behind what waits already, and is
//! answered as if it had been decided here.

use lectern_store::published::{QueuedCommand, Standing};

use super::sync;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::registration::RegistrationError;
use crate::registration::list::RegistrantRow;
use crate::registration::register::AddOutcome;
use crate::serving::commands::{Answered, Command, Outcome};

/// A command that was answered.
pub(crate) struct Asked(Answered);

impl Asked {
    /// What came of it, where it was not refused.
    pub fn answer(self) -> Result<Answered, RegistrationError> {
        let Answered { outcome, field, message, .. } = &self.0;
        if *outcome == Outcome::Refused {
            let message = message.clone().unwrap_or_else(|| "The service refused it.".into());
            return Err(RegistrationError::ByService { field: field.clone(), message });
        }
        Ok(self.0)
    }
}

/// Whether a service decides about this event.
pub(crate) async fn decides(desk: &Desk, event: &str) -> Result<bool, RegistrationError> {
    let event = event.to_owned();
    Ok(desk.read(move |r| r.published().of_event(&event)).await?.is_some())
}

/// `None`: nobody but this desk decides. [`RegistrationError::Waits`]: it is written down, and goes to the service as
/// soon as that can be reached.
pub(crate) async fn ask(
    desk: &Desk,
    event: &str,
    command: Command,
) -> Result<Option<Asked>, RegistrationError> {
    let (id, now, wanted) = (desk.chance().uuid().to_string(), desk.now(), event.to_owned());
    let text = serde_json::to_string(&command).map_err(|error| DeskError::Stopped(error.to_string()))?;
    let queued = QueuedCommand {
        id: id.clone(),
        event_id: event.to_owned(),
        command: text,
        made_at: now,
        refused: None,
    };
    let decides = desk
        .write(move |w| match w.published().of_event(&wanted)?.map(|record| record.state) {
            None => Ok(false),
            Some(Standing::Published) => {
                w.published().enqueue(&queued)?;
                Ok(true)
            }
            Some(Standing::Publishing | Standing::GivingBack) => Err(RegistrationError::OnItsWay),
        })
        .await?;
    if !decides {
        return Ok(None);
    }
    match sync::through(desk, event, &id).await? {
        Some(answered) => Ok(Some(Asked(answered))),
        None => Err(RegistrationError::Waits),
    }
}

/// The row that the answer names, as this desk's copy has it by now.
pub(crate) async fn row(desk: &Desk, asked: Asked) -> Result<RegistrantRow, RegistrationError> {
    let answered = asked.answer()?;
    found(desk, &answered).await
}

pub(crate) async fn added(desk: &Desk, Asked(answered): Asked) -> Result<AddOutcome, RegistrationError> {
    const REASONS: [&str; 5] = ["notYetOpen", "closed", "domainNotAllowed", "domainBlocked", "tooManyGuests"];
    if answered.outcome == Outcome::Refused {
        let reason = answered.reason.as_deref().unwrap_or_default();
        if reason == "full" {
            return Ok(AddOutcome::Full);
        }
        let Some(reason) = REASONS.into_iter().find(|known| *known == reason) else {
            return Err(Asked(answered).answer().err().unwrap_or(RegistrationError::OnItsWay));
        };
        return Ok(AddOutcome::Refused { reason, message: answered.message.unwrap_or_default() });
    }
    let registrant = found(desk, &answered).await?;
    Ok(match answered.outcome {
        Outcome::Waitlisted => {
            AddOutcome::Waitlisted { position: registrant.position.unwrap_or_default(), registrant }
        }
        Outcome::Pending => AddOutcome::Pending { registrant },
        Outcome::Duplicate => AddOutcome::Duplicate { registrant },
        _ => AddOutcome::Registered { registrant },
    })
}

async fn found(desk: &Desk, answered: &Answered) -> Result<RegistrantRow, RegistrationError> {
    let id = answered.registrant_id.clone().unwrap_or_default();
    let row = desk.read(move |r| r.registrants().by_id(&id)).await?;
    row.map(RegistrantRow::from).ok_or(RegistrationError::NoRegistrant)
}
