//! Many people of an event that a service decides about: as parts, which wait in order with everything else that is
//! wanted of it, and go on by themselves after a crash. What was answered is written down with the change, part by part.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::registration::RegistrantStatus;
use lectern_store::Writer;
use lectern_store::bulks::{BulkRecord, NewBulk, Touched};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::chosen::Chosen;
use super::edit::{self, BulkEdit};
use super::part::{Left, Part, PartDone};
use super::progress::{BulkPhase, Steps};
use super::undo::BulkUndone;
use super::{BulkDone, LeftOut};
use crate::chance::Chance;
use crate::desk::Desk;
use crate::history;
use crate::publishing::{ask, sync};
use crate::registration::RegistrationError;
use crate::serving::commands::{Answered, Command, MANY, Outcome};

/// What is written down beside such a change.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Beside {
    /// A service carried it out, and can take it back.
    by_service: bool,
    left: Vec<Left>,
    undone: usize,
    told: usize,
    undone_left: usize,
}

impl Beside {
    fn of(record: &BulkRecord) -> Self {
        record.choices.clone().and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default()
    }

    fn keep(&self, w: &Writer<'_>, bulk: &str) -> Result<(), RegistrationError> {
        Ok(w.bulks().choose(bulk, &json!(self))?)
    }
}

/// Parts that were put into the queue.
struct Queued {
    bulk: String,
    commands: Vec<String>,
    total: usize,
}

/// `None`, here and below: nobody but this desk decides.
pub(super) async fn remove(
    desk: &Desk,
    event: &str,
    chosen: &Chosen,
    steps: &Arc<Steps>,
) -> Result<Option<BulkDone>, RegistrationError> {
    if !ask::decides(desk, event).await? {
        return Ok(None);
    }
    let (chance, now, event_id, chosen) = (desk.chance(), desk.now(), event.to_owned(), chosen.clone());
    let queued = desk
        .write(move |w| {
            let mut ids = chosen.ids(w, &event_id)?;
            // Behind what waits already, nobody here knows who is on the list by then.
            let known = nothing_waits(w, &event_id)?;
            ids.retain(|id| {
                matches!(w.registrants().by_id(id), Ok(Some(person))
                if !known || person.status != RegistrantStatus::Cancelled)
            });
            let title = chosen.title();
            let new = (event_id.as_str(), BulkKind::Removal, title.as_str());
            put(w, new, &ids, &[], (chance, now), |part, people| Command::RemoveMany { part, people })
        })
        .await?;
    carried(desk, event, queued, steps).await.map(Some)
}

pub(super) async fn edit(
    desk: &Desk,
    event: &str,
    chosen: &Chosen,
    wanted: &BulkEdit,
    steps: &Arc<Steps>,
) -> Result<Option<BulkDone>, RegistrationError> {
    if !ask::decides(desk, event).await? {
        return Ok(None);
    }
    let company = wanted.company.as_deref().map(edit::company).transpose()?;
    let (chance, now, event_id) = (desk.chance(), desk.now(), event.to_owned());
    let (chosen, wanted) = (chosen.clone(), wanted.clone());
    let queued = desk
        .write(move |w| {
            let ids = chosen.ids(w, &event_id)?;
            // As this desk has them: what taking back needs, once the list is this desk's again.
            let (touched, _) = edit::planned(w, &ids, company.as_ref(), wanted.names)?;
            // Behind what waits already, nobody here knows how they are by then.
            let known = nothing_waits(w, &event_id)?;
            let changing = touched.iter().map(|one| one.registrant_id.clone());
            let ids: Vec<String> = if known { changing.collect() } else { ids };
            let title = chosen.title();
            let new = (event_id.as_str(), BulkKind::Edit, title.as_str());
            put(w, new, &ids, &touched, (chance, now), |part, people| {
                let edit = wanted.clone();
                Command::EditMany { part, people, edit }
            })
        })
        .await?;
    carried(desk, event, queued, steps).await.map(Some)
}

fn nothing_waits(w: &Writer<'_>, event: &str) -> Result<bool, RegistrationError> {
    Ok(w.published().queue(event)?.iter().all(|queued| queued.refused.is_some()))
}

/// Written down and put into the queue, all or nothing.
fn put(
    w: &Writer<'_>,
    (event, kind, title): (&str, BulkKind, &str),
    ids: &[String],
    touched: &[Touched],
    (chance, now): (Chance, Timestamp),
    command: impl Fn(Part, Vec<String>) -> Command,
) -> Result<Option<Queued>, RegistrationError> {
    ask::open(w, event)?;
    if ids.is_empty() {
        return Ok(None);
    }
    let bulk = chance.uuid().to_string();
    let new =
        NewBulk { id: bulk.clone(), event_id: event.to_owned(), kind, title: title.to_owned(), file: None };
    w.bulks().begin(&new, now)?;
    w.bulks().touch(&bulk, touched)?;
    Beside { by_service: true, ..Beside::default() }.keep(w, &bulk)?;
    let commands = parts(w, event, (&bulk, title), ids, (chance, now), command)?;
    Ok(Some(Queued { bulk, commands, total: ids.len() }))
}

fn parts(
    w: &Writer<'_>,
    event: &str,
    (bulk, title): (&str, &str),
    ids: &[String],
    (chance, now): (Chance, Timestamp),
    command: impl Fn(Part, Vec<String>) -> Command,
) -> Result<Vec<String>, RegistrationError> {
    let count = ids.len().div_ceil(MANY);
    let mut commands = Vec::with_capacity(count);
    for (nth, people) in (1..).zip(ids.chunks(MANY)) {
        let part = Part { bulk: bulk.to_owned(), title: title.to_owned(), last: nth == count };
        commands.push(ask::enqueue(w, event, &command(part, people.to_vec()), chance, now)?);
    }
    Ok(commands)
}

/// Part by part, as far as the service answers. Stopped between two of them, the rest is not asked for.
async fn carried(
    desk: &Desk,
    event: &str,
    queued: Option<Queued>,
    steps: &Arc<Steps>,
) -> Result<BulkDone, RegistrationError> {
    let Some(Queued { bulk, commands, total }) = queued else { return Ok(BulkDone::nobody()) };
    send(desk, event, (&bulk, total), commands, steps).await?;
    let record = of(desk, &bulk).await?;
    let left = Beside::of(&record).left.into_iter().map(|Left { id, message }| LeftOut { id, message });
    let people = usize::try_from(record.people).unwrap_or(usize::MAX);
    Ok(BulkDone { id: (people > 0).then_some(bulk), people, left: left.collect() })
}

async fn send(
    desk: &Desk,
    event: &str,
    (bulk, total): (&str, usize),
    commands: Vec<String>,
    steps: &Arc<Steps>,
) -> Result<(), RegistrationError> {
    let phase = steps.begin(BulkPhase::Writing, total, 1);
    for (nth, command) in commands.into_iter().enumerate() {
        if desk.stop_bulk.load(Ordering::Relaxed) {
            return stop(desk, event, bulk).await;
        }
        let answers = sync::through(desk, event, std::slice::from_ref(&command)).await?.answers;
        if answers.is_empty() && waits(desk, event, &command).await? {
            return Err(RegistrationError::Waits);
        }
        for _ in 0..MANY.min(total - nth * MANY) {
            phase.step();
        }
    }
    Ok(())
}

async fn waits(desk: &Desk, event: &str, command: &str) -> Result<bool, RegistrationError> {
    let (event, command) = (event.to_owned(), command.to_owned());
    let queue = desk.read(move |r| r.published().queue(&event)).await?;
    Ok(queue.iter().any(|queued| queued.id == command && queued.refused.is_none()))
}

async fn of(desk: &Desk, bulk: &str) -> Result<BulkRecord, RegistrationError> {
    let id = bulk.to_owned();
    desk.read(move |r| r.bulks().by_id(&id)).await?.ok_or(RegistrationError::NoBulk)
}

/// What was not asked yet is not asked any more; what was done is done, and can be taken back.
async fn stop(desk: &Desk, event: &str, bulk: &str) -> Result<(), RegistrationError> {
    let (event, bulk, now) = (event.to_owned(), bulk.to_owned(), desk.now());
    desk.write(move |w| {
        for queued in w.published().queue(&event)? {
            let command: Option<Command> = serde_json::from_str(&queued.command).ok();
            if command.is_some_and(|command| command.part().is_some_and(|part| part.bulk == bulk)) {
                w.published().dequeue(&queued.id)?;
            }
        }
        ended(w, &bulk, now)?;
        Ok(())
    })
    .await
}

/// An import that a service carries out.
pub(in crate::registration) async fn by_service(desk: &Desk, bulk: &str) -> Result<(), RegistrationError> {
    let bulk = bulk.to_owned();
    desk.write(move |w| {
        let record = w.bulks().by_id(&bulk)?.ok_or(RegistrationError::NoBulk)?;
        let mut kept = record.choices.unwrap_or_else(|| json!({}));
        kept["byService"] = json!(true);
        Ok(w.bulks().choose(&bulk, &kept)?)
    })
    .await
}

/// `None`: it is not, or not any more, a service that carried it out.
pub(in crate::registration) async fn undo(
    desk: &Desk,
    bulk: &BulkRecord,
    steps: &Arc<Steps>,
) -> Result<Option<BulkUndone>, RegistrationError> {
    let event = bulk.event_id.clone();
    if !ask::decides(desk, &event).await? {
        return Ok(None);
    }
    if !Beside::of(bulk).by_service {
        // The service knows nothing of it.
        return Err(RegistrationError::Elsewhere);
    }
    let (chance, now, record) = (desk.chance(), desk.now(), bulk.clone());
    let (commands, total) = desk.write(move |w| queue_undo(w, &record, (chance, now))).await?;
    send(desk, &event, (&bulk.id, total), commands, steps).await?;
    let kept = Beside::of(&of(desk, &bulk.id).await?);
    let (id, kind) = (bulk.id.clone(), bulk.kind);
    Ok(Some(BulkUndone { id, kind, people: kept.undone, told: kept.told, left: kept.undone_left }))
}

/// Hosts before their guests.
fn queue_undo(
    w: &Writer<'_>,
    bulk: &BulkRecord,
    by: (Chance, Timestamp),
) -> Result<(Vec<String>, usize), RegistrationError> {
    ask::open(w, &bulk.event_id)?;
    w.bulks().mark_undone(&bulk.id, by.1)?;
    let mut people = Vec::new();
    for one in w.bulks().people(&bulk.id)? {
        let guest = w.registrants().by_id(&one.registrant_id)?.is_some_and(|row| row.guest_of.is_some());
        people.push((guest, one.registrant_id));
    }
    people.sort_by_key(|(guest, _)| *guest);
    let ids: Vec<String> = people.into_iter().map(|(_, id)| id).collect();
    let named = (bulk.id.as_str(), bulk.title.as_str());
    let undo = |part, people| Command::UndoMany { part, people };
    Ok((parts(w, &bulk.event_id, named, &ids, by, undo)?, ids.len()))
}

/// In the transaction that takes a command out of the queue: what was answered is written down with its change.
pub(crate) fn answered(
    w: &Writer<'_>,
    command: &Command,
    answered: &Answered,
    now: Timestamp,
) -> Result<(), RegistrationError> {
    let Some(part) = command.part() else { return Ok(()) };
    let Some(record) = w.bulks().by_id(&part.bulk)? else { return Ok(()) };
    let mut kept = Beside::of(&record);
    let mut outcome: PartDone = answered.read();
    if answered.outcome == Outcome::Refused {
        let message = answered.message.clone().unwrap_or_default();
        let left = |id: String| Left { id, message: message.clone() };
        outcome = PartDone { left: command.meant().into_iter().map(left).collect(), ..PartDone::default() };
    }
    let bulk = &part.bulk;
    if matches!(command, Command::UndoMany { .. }) {
        kept.undone += outcome.done.len();
        kept.undone_left += outcome.left.len();
        kept.told += outcome.told.len();
        w.bulks().mark_told(bulk, &outcome.told)?;
    } else {
        let one = |id: &String| Touched { registrant_id: id.clone(), before: None };
        w.bulks().touch(bulk, &outcome.done.iter().map(one).collect::<Vec<_>>())?;
        let left: Vec<String> = outcome.left.iter().map(|left| left.id.clone()).collect();
        w.bulks().untouch(bulk, &left)?;
        kept.left.extend(outcome.left);
    }
    kept.keep(w, bulk)?;
    if w.published().parts(bulk)? == 0 { ended(w, bulk, now) } else { Ok(()) }
}

/// The last part was answered, or is not asked for any more.
fn ended(w: &Writer<'_>, bulk: &str, now: Timestamp) -> Result<(), RegistrationError> {
    let Some(record) = w.bulks().by_id(bulk)? else { return Ok(()) };
    if record.state != BulkState::Running {
        return Ok(());
    }
    let people = w.bulks().people(bulk)?.len();
    w.bulks().finish(bulk, people, now)?;
    let what = match record.kind {
        BulkKind::Import => "imported",
        BulkKind::Removal => "removed-many",
        BulkKind::Edit => "edited-many",
    };
    Ok(w.changes().record(&history::of_bulk(&record.event_id, what, bulk, people), now)?)
}
