//! What desks want of a published event. Each command has an id of its desk's own: the same again gets the same answer,
//! and changes nothing twice. It is carried out by the very functions that a desk carries it out with where no service
//! decides, by this service's clock, in one transaction with its answer.

use jiff::Timestamp;
use lectern_domain::event::PublicationState;
use lectern_store::Writer;
use lectern_store::feed::AnsweredCommand;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::ServingError;
use super::current::find;
use super::devices::Device;
use crate::chance::Chance;
use crate::desk::Desk;
use crate::privacy::{self, PrivacyError};
use crate::registration::bulk::edit::BulkEdit;
use crate::registration::bulk::part::{self, Part, PartRow};
use crate::registration::decide::{self, Decision};
use crate::registration::register::{self, AddOutcome, NewRegistrant, Registrar};
use crate::registration::settings::{self, RegistrationSettings};
use crate::registration::{RegistrationError, label, queue, remove, transfer};
use crate::seal::Pseudonyms;

/// The longest id of a command.
const MAX_ID: usize = 60;
/// So many people one command is about at most.
pub const MANY: usize = 1_000;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Command {
    Add {
        person: NewRegistrant,
    },
    Remove {
        people: Vec<String>,
    },
    Restore {
        people: Vec<String>,
    },
    Decide {
        people: Vec<String>,
        decision: Decision,
    },
    TakeOffer {
        person: String,
    },
    Promote {
        person: String,
    },
    Transfer {
        person: String,
        to: NewRegistrant,
    },
    /// Empty: it is taken away.
    Note {
        person: String,
        note: String,
    },
    Tag {
        people: Vec<String>,
        tag: String,
        on: bool,
    },
    /// `None`: into none.
    Group {
        people: Vec<String>,
        group: Option<String>,
    },
    /// Everything of these people, wherever they stand at the service; also of whoever has an address of these SHA-256
    /// (base64).
    Erase {
        people: Vec<String>,
        #[serde(default)]
        digests: Vec<String>,
        /// Commands that named them and are not wanted any more: one that is still on its way does nothing when it
        /// arrives.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dropped: Vec<String>,
    },
    /// Of a change of many, so many as one command may be about.
    RemoveMany {
        part: Part,
        people: Vec<String>,
    },
    EditMany {
        part: Part,
        people: Vec<String>,
        edit: BulkEdit,
    },
    ImportMany {
        part: Part,
        rows: Vec<PartRow>,
    },
    UndoMany {
        part: Part,
        people: Vec<String>,
    },
    /// Whole: places and rules.
    Settings {
        settings: RegistrationSettings,
    },
}

impl Command {
    /// Whom on the list it is about; nobody by name where they are many.
    pub fn people(self) -> Vec<String> {
        match self {
            Self::TakeOffer { person }
            | Self::Promote { person }
            | Self::Transfer { person, .. }
            | Self::Note { person, .. } => vec![person],
            other if other.part().is_some() => Vec::new(),
            other => other.meant(),
        }
    }

    /// Copies and files beside the store are seen to after it.
    pub fn erases(&self) -> bool {
        matches!(self, Self::Erase { .. })
    }

    /// Which change of many it is a part of.
    pub fn part(&self) -> Option<&Part> {
        match self {
            Self::RemoveMany { part, .. }
            | Self::EditMany { part, .. }
            | Self::ImportMany { part, .. }
            | Self::UndoMany { part, .. } => Some(part),
            _ => None,
        }
    }

    /// Whom it names by id, where it names many.
    pub fn meant(&self) -> Vec<String> {
        match self {
            Self::Remove { people }
            | Self::Restore { people }
            | Self::Decide { people, .. }
            | Self::Tag { people, .. }
            | Self::Group { people, .. }
            | Self::Erase { people, .. }
            | Self::RemoveMany { people, .. }
            | Self::EditMany { people, .. }
            | Self::UndoMany { people, .. } => people.clone(),
            _ => Vec::new(),
        }
    }

    /// More than one command may be about.
    fn is_too_large(&self) -> bool {
        match self {
            Self::ImportMany { rows, .. } => rows.len() > MANY,
            Self::Erase { people, dropped, .. } => people.len().max(dropped.len()) > MANY,
            _ => self.meant().len() > MANY,
        }
    }

    /// For people, in a list of what waits.
    pub fn words(&self) -> String {
        let people = |what: &str, count: usize| match count {
            1 => format!("{what} one person"),
            count => format!("{what} {count} people"),
        };
        match self {
            Self::Add { person } => format!("Add {}", person.name),
            Self::Remove { people: ids } | Self::RemoveMany { people: ids, .. } => {
                people("Remove", ids.len())
            }
            Self::Restore { people: ids } => people("Put back", ids.len()),
            Self::Decide { people: ids, decision } => match decision {
                Decision::Approve => people("Approve", ids.len()),
                Decision::Reject => people("Reject", ids.len()),
                Decision::Reconsider => people("Reconsider", ids.len()),
            },
            Self::TakeOffer { .. } => "Accept an offered place".into(),
            Self::Promote { .. } => "Call somebody before their turn".into(),
            Self::Transfer { to, .. } => format!("Give a place to {}", to.name),
            Self::Note { .. } => "Write a note".into(),
            Self::Tag { people: ids, tag, on: true } => format!("{} as “{tag}”", people("Tag", ids.len())),
            Self::Tag { people: ids, tag, on: false } => {
                format!("Take “{tag}” off {}", people("", ids.len()).trim())
            }
            Self::Group { people: ids, group: Some(group) } => {
                format!("{} into “{group}”", people("Put", ids.len()))
            }
            Self::Group { people: ids, group: None } => {
                format!("{} out of their group", people("Take", ids.len()))
            }
            Self::Erase { .. } => "Erase a person".into(),
            Self::EditMany { people: ids, .. } => people("Change", ids.len()),
            Self::ImportMany { rows, .. } => people("Import", rows.len()),
            Self::UndoMany { people: ids, .. } => people("Take back what was done to", ids.len()),
            Self::Settings { .. } => "Change who gets in".into(),
        }
    }
}

/// A command on its way.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    pub id: String,
    /// By the desk's clock; told, and decided about by nobody.
    pub made_at: Timestamp,
    /// The publication that it is meant for.
    #[serde(default)]
    pub publication: String,
    pub command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    Accepted,
    Waitlisted,
    Pending,
    Duplicate,
    Refused,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    pub id: String,
    pub outcome: Outcome,
    /// A word for programs, where it was refused.
    pub reason: Option<String>,
    pub message: Option<String>,
    /// The part of the command that is at fault.
    pub field: Option<String>,
    pub registrant_id: Option<String>,
    /// What the use case says at a desk, where it says more.
    #[serde(default)]
    pub result: Value,
    /// It was answered before; this is the same answer.
    #[serde(default)]
    pub repeated: bool,
}

impl Answered {
    fn new(outcome: Outcome) -> Self {
        Self {
            id: String::new(),
            outcome,
            reason: None,
            message: None,
            field: None,
            registrant_id: None,
            result: Value::Null,
            repeated: false,
        }
    }

    fn of(registrant_id: &str) -> Self {
        Self { registrant_id: Some(registrant_id.to_owned()), ..Self::new(Outcome::Accepted) }
    }

    fn with(result: Value) -> Self {
        Self { result, ..Self::new(Outcome::Accepted) }
    }

    fn refused(reason: &str, message: &str) -> Self {
        let (reason, message) = (Some(reason.to_owned()), Some(message.to_owned()));
        Self { reason, message, ..Self::new(Outcome::Refused) }
    }

    /// As the use case says it.
    pub(crate) fn read<T: DeserializeOwned + Default>(&self) -> T {
        serde_json::from_value(self.result.clone()).unwrap_or_default()
    }
}

pub async fn carry_out(
    desk: &Desk,
    device: &Device,
    event: &str,
    sent: Sent,
) -> Result<Answered, ServingError> {
    if sent.id.is_empty() || sent.id.len() > MAX_ID {
        return Err(ServingError::Unfit(format!("A command’s id has 1 to {MAX_ID} characters.")));
    }
    if sent.command.is_too_large() {
        return Err(ServingError::Unfit(format!("One command is about {MANY} people at most.")));
    }
    let registrar = Registrar::of(desk).await.map_err(super::inner)?.by(&device.name);
    let asked = serde_json::to_vec(&json!([event, sent.command])).unwrap_or_default();
    let record = AnsweredCommand {
        id: sent.id,
        event_id: event.to_owned(),
        device_id: device.id.clone(),
        command_hash: Sha256::digest(&asked).into(),
        answer: String::new(),
        answered_at: desk.now(),
    };
    let (kept, command, publication) = (record.clone(), sent.command, sent.publication);
    let meant = publication.clone();
    let hand = Hand { registrar, pseudonyms: desk.pseudonyms().clone(), chance: desk.chance() };
    let done = desk
        .write(move |w| match before(w, &kept, &meant)? {
            Some(answered) => Ok(answered),
            None => write_down(w, &kept, once(w, &hand, &kept, command)?),
        })
        .await;
    let refusal = match done {
        Err(ServingError::Registration(error)) => refusal(error)?,
        other => return other,
    };
    // What was refused was undone; that it was is written down by itself.
    desk.write(move |w| match before(w, &record, &publication)? {
        Some(answered) => Ok(answered),
        None => write_down(w, &record, refusal),
    })
    .await
}

/// What was answered to it before.
fn before(
    w: &Writer<'_>,
    record: &AnsweredCommand,
    publication: &str,
) -> Result<Option<Answered>, ServingError> {
    if let Some(found) = w.feed().answered(&record.id)? {
        if found.command_hash != record.command_hash {
            return Err(ServingError::OtherCommand);
        }
        let answered: Option<Answered> = serde_json::from_str(&found.answer).ok();
        return Ok(answered.map(|answered| Answered { repeated: true, ..answered }));
    }
    match find(w, &record.event_id, publication)?.state {
        PublicationState::Open => Ok(None),
        PublicationState::Filling => Err(ServingError::Closed),
        PublicationState::Closed => Err(ServingError::Ended),
    }
}

fn write_down(
    w: &Writer<'_>,
    record: &AnsweredCommand,
    answered: Answered,
) -> Result<Answered, ServingError> {
    let answered = Answered { id: record.id.clone(), ..answered };
    let answer = serde_json::to_string(&answered).unwrap_or_else(|_| "{}".into());
    w.feed().answer(&AnsweredCommand { answer, ..record.clone() })?;
    Ok(answered)
}

/// What carrying out needs besides the list.
struct Hand {
    registrar: Registrar,
    pseudonyms: Pseudonyms,
    chance: Chance,
}

fn once(
    w: &Writer<'_>,
    hand: &Hand,
    record: &AnsweredCommand,
    command: Command,
) -> Result<Answered, ServingError> {
    let (registrar, event) = (&hand.registrar, record.event_id.as_str());
    Ok(match command {
        Command::Add { person } => added(register::put(w, registrar, event, &person)?),
        Command::Remove { people } => {
            let removal = remove::off(w, registrar, event, &people)?;
            Answered::with(json!({"removed": removal.removed, "unknown": removal.unknown}))
        }
        Command::Restore { people } => Answered::with(json!(remove::back(w, registrar, event, &people)?)),
        Command::Decide { people, decision } => {
            Answered::with(json!(decide::these(w, registrar, event, people, decision)?))
        }
        Command::TakeOffer { person } => {
            let row = queue::accept(w, registrar, event, &person)?;
            if row.status != lectern_domain::registration::RegistrantStatus::Registered {
                return Err(RegistrationError::NoOffer.into());
            }
            Answered::of(&row.id)
        }
        Command::Promote { person } => Answered::of(&queue::call(w, registrar, event, &person)?.id),
        Command::Transfer { person, to } => {
            Answered::of(&transfer::give_to(w, registrar, (event, &person), &to)?.id)
        }
        Command::Note { person, note } => {
            label::noted(w, registrar, (event, &person), &note)?;
            Answered::of(&person)
        }
        Command::Tag { people, tag, on } => {
            Answered::with(json!(label::tagged(w, registrar, event, &people, (&tag, on))?))
        }
        Command::Group { people, group } => {
            Answered::with(json!(label::grouped(w, registrar, event, &people, group.as_deref())?))
        }
        Command::Erase { people, digests, dropped } => {
            let by = (&hand.pseudonyms, hand.chance);
            never(w, record, dropped)?;
            let erased = privacy::elsewhere::there(w, registrar, by, event, (&people, &digests));
            Answered::with(json!(erased.map_err(of_privacy)?))
        }
        Command::RemoveMany { part, people } => {
            Answered::with(json!(part::removed(w, registrar, event, (&part, &people))?))
        }
        Command::EditMany { part, people, edit } => {
            Answered::with(json!(part::edited(w, registrar, event, (&part, &people, &edit))?))
        }
        Command::ImportMany { part, rows } => {
            let pseudonyms = &hand.pseudonyms;
            Answered::with(json!(part::imported(w, registrar, pseudonyms, event, (&part, rows))?))
        }
        Command::UndoMany { part, people } => {
            Answered::with(json!(part::undone(w, registrar, event, (&part, &people))?))
        }
        Command::Settings { settings } => {
            settings::keep(w, registrar, event, &settings)?;
            Answered::new(Outcome::Accepted)
        }
    })
}

/// These are answered by nothing, before they arrive: whatever one of them says, its id was another command's.
fn never(w: &Writer<'_>, by: &AnsweredCommand, commands: Vec<String>) -> Result<(), ServingError> {
    for id in commands {
        if id.len() <= MAX_ID && w.feed().answered(&id)?.is_none() {
            w.feed().answer(&AnsweredCommand {
                id,
                command_hash: [0; 32],
                answer: "{}".into(),
                ..by.clone()
            })?;
        }
    }
    Ok(())
}

fn of_privacy(error: PrivacyError) -> ServingError {
    match error {
        PrivacyError::Desk(inner) => inner.into(),
        PrivacyError::Registration(inner) => inner.into(),
        told => RegistrationError::ByService { field: None, message: told.to_string() }.into(),
    }
}

fn added(outcome: AddOutcome) -> Answered {
    let as_one = |outcome, id: &str| Answered { outcome, ..Answered::of(id) };
    match outcome {
        AddOutcome::Registered { registrant } => Answered::of(&registrant.id),
        AddOutcome::Waitlisted { registrant, position } => {
            Answered { result: json!(position), ..as_one(Outcome::Waitlisted, &registrant.id) }
        }
        AddOutcome::Pending { registrant } => as_one(Outcome::Pending, &registrant.id),
        AddOutcome::Duplicate { registrant } => as_one(Outcome::Duplicate, &registrant.id),
        AddOutcome::Full => Answered::refused("full", "The event has no place left."),
        AddOutcome::Refused { reason, message } => Answered::refused(reason, &message),
    }
}

/// An answer, where it is one; what failed here is none.
fn refusal(error: RegistrationError) -> Result<Answered, ServingError> {
    match error {
        RegistrationError::Desk(inner) => Err(inner.into()),
        RegistrationError::Field { field, message } => {
            let field = Some(field.to_owned());
            Ok(Answered { field, ..Answered::refused("invalid", &message) })
        }
        told => Ok(Answered::refused("refused", &told.to_string())),
    }
}
