//! "The service decides": what would change the list of a published event goes there, behind what waits already, and is
//! answered as if it had been decided here.

use jiff::Timestamp;
use lectern_store::Writer;
use lectern_store::published::{QueuedCommand, Standing};

use super::sync::{self, Through};
use crate::chance::Chance;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::registration::RegistrationError;
use crate::registration::list::RegistrantRow;
use crate::registration::register::AddOutcome;
use crate::serving::commands::{Answered, Command, MANY, Outcome};

/// A command that was answered.
pub(crate) struct Asked {
    answered: Answered,
    /// This desk's copy shows what came of it.
    followed: bool,
}

impl Asked {
    /// What came of it, where it was not refused.
    pub fn answer(self) -> Result<Answered, RegistrationError> {
        let Answered { outcome, field, message, .. } = &self.answered;
        if *outcome == Outcome::Refused {
            let message = message.clone().unwrap_or_else(|| "The service refused it.".into());
            return Err(RegistrationError::ByService { field: field.clone(), message });
        }
        Ok(self.answered)
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
    let Some(ids) = wait(desk, event, vec![command]).await? else { return Ok(None) };
    let Through { mut answers, followed } = sync::through(desk, event, &ids).await?;
    match answers.pop() {
        Some(answered) => Ok(Some(Asked { answered, followed })),
        None => Err(RegistrationError::Waits),
    }
}

/// As [`ask`], of as many people as there are: so many at a time as a service takes, one after the other. The first
/// refusal is told; what was done besides is done.
pub(crate) async fn in_parts(
    desk: &Desk,
    event: &str,
    people: &[String],
    command: impl Fn(Vec<String>) -> Command,
) -> Result<Option<Vec<Answered>>, RegistrationError> {
    let mut commands: Vec<Command> = people.chunks(MANY).map(|part| command(part.to_vec())).collect();
    if commands.is_empty() {
        commands.push(command(Vec::new()));
    }
    let Some(ids) = wait(desk, event, commands).await? else { return Ok(None) };
    let Through { answers, followed } = sync::through(desk, event, &ids).await?;
    if answers.len() < ids.len() {
        return Err(RegistrationError::Waits);
    }
    let answers = answers.into_iter().map(|answered| Asked { answered, followed }.answer());
    answers.collect::<Result<_, _>>().map(Some)
}

/// Behind what waits already, all together; their ids.
async fn wait(
    desk: &Desk,
    event: &str,
    commands: Vec<Command>,
) -> Result<Option<Vec<String>>, RegistrationError> {
    let (chance, now, event) = (desk.chance(), desk.now(), event.to_owned());
    desk.write(move |w| {
        if !open(w, &event)? {
            return Ok(None);
        }
        let ids = commands.iter().map(|command| enqueue(w, &event, command, chance, now));
        ids.collect::<Result<_, _>>().map(Some)
    })
    .await
}

/// Whether commands about this event go to a service.
pub(crate) fn open(w: &Writer<'_>, event: &str) -> Result<bool, RegistrationError> {
    match w.published().of_event(event)? {
        None => Ok(false),
        Some(copy) if copy.over_at.is_some() => Err(RegistrationError::Over),
        Some(record) if record.state == Standing::Published => Ok(true),
        Some(_) => Err(RegistrationError::OnItsWay),
    }
}

/// The one way into the queue; its id.
pub(crate) fn enqueue(
    w: &Writer<'_>,
    event: &str,
    command: &Command,
    chance: Chance,
    now: Timestamp,
) -> Result<String, RegistrationError> {
    let id = chance.uuid().to_string();
    let text = serde_json::to_string(command).map_err(|error| DeskError::Stopped(error.to_string()))?;
    let event_id = event.to_owned();
    let publication = w.published().of_event(event)?.map(|record| record.publication).unwrap_or_default();
    w.published().enqueue(&QueuedCommand {
        id: id.clone(),
        event_id,
        command: text,
        made_at: now,
        refused: None,
        publication,
    })?;
    Ok(id)
}

/// The row that the answer names, as this desk's copy has it by now.
pub(crate) async fn row(desk: &Desk, asked: Asked) -> Result<RegistrantRow, RegistrationError> {
    let followed = asked.followed;
    let answered = asked.answer()?;
    found(desk, &answered, followed).await
}

pub(crate) async fn added(
    desk: &Desk,
    Asked { answered, followed }: Asked,
) -> Result<AddOutcome, RegistrationError> {
    const REASONS: [&str; 5] = ["notYetOpen", "closed", "domainNotAllowed", "domainBlocked", "tooManyGuests"];
    if answered.outcome == Outcome::Refused {
        let reason = answered.reason.as_deref().unwrap_or_default();
        if reason == "full" {
            return Ok(AddOutcome::Full);
        }
        let Some(reason) = REASONS.into_iter().find(|known| *known == reason) else {
            return Err(Asked { answered, followed }.answer().err().unwrap_or(RegistrationError::OnItsWay));
        };
        return Ok(AddOutcome::Refused { reason, message: answered.message.unwrap_or_default() });
    }
    let registrant = found(desk, &answered, followed).await?;
    Ok(match answered.outcome {
        Outcome::Waitlisted => {
            AddOutcome::Waitlisted { position: registrant.position.unwrap_or_default(), registrant }
        }
        Outcome::Pending => AddOutcome::Pending { registrant },
        Outcome::Duplicate => AddOutcome::Duplicate { registrant },
        _ => AddOutcome::Registered { registrant },
    })
}

async fn found(desk: &Desk, answered: &Answered, followed: bool) -> Result<RegistrantRow, RegistrationError> {
    if !followed {
        // What the copy says of them, if it knows them at all, is not what the service says.
        return Err(RegistrationError::Follows);
    }
    let id = answered.registrant_id.clone().unwrap_or_default();
    let row = desk.read(move |r| r.registrants().by_id(&id)).await?;
    row.map(RegistrantRow::from).ok_or(RegistrationError::NoRegistrant)
}
