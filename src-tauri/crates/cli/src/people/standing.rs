//! Where people stand, and what moves them.

use std::collections::BTreeMap;

use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::decide::{self, Decided, Decision};
use lectern_core::registration::list::{ListFilter, RegistrantRow, Saying};
use lectern_core::registration::person::{self, PersonDetail};
use lectern_core::registration::register::NewRegistrant;
use lectern_core::registration::{label, queue, remove, transfer};
use lectern_domain::list_order::{ListOrder, OrderBy};
use lectern_domain::registration::{Given, RegistrantStatus};
use serde_json::json;

use crate::arguments::{AddArgs, ListArgs, OrderName, Registrants, StatusName};
use crate::opening::invalid;
use crate::output::Output;

pub async fn run(desk: &Desk, what: Registrants, output: Output) -> Result<(), CommandError> {
    match what {
        Registrants::Approve { event, ids } => decided(desk, &event, ids, Decision::Approve, output).await?,
        Registrants::Reject { event, ids } => decided(desk, &event, ids, Decision::Reject, output).await?,
        Registrants::Reconsider { event, ids } => {
            decided(desk, &event, ids, Decision::Reconsider, output).await?;
        }
        Registrants::Restore { event, ids } => {
            let back = remove::restore(desk, &event, ids).await?;
            output.result(&json!({"restored": back}), |_| format!("Restored {back}."));
        }
        Registrants::Promote { event, id } => {
            output.result(&queue::promote(desk, &event, &id).await?, told);
        }
        Registrants::Accept { event, id } => {
            output.result(&queue::take_offer(desk, &event, &id).await?, told);
        }
        Registrants::Transfer { id, to } => {
            let (event, to) = new_registrant(to)?;
            let row = transfer::transfer(desk, &event, &id, to).await?;
            output.result(&row, |row| format!("The place is {}'s <{}> now.", row.name, row.email));
        }
        Registrants::Note { event, id, text } => {
            label::note(desk, &event, &id, &text).await?;
            output.result(&json!({"noted": id}), |_| "Noted.".into());
        }
        Registrants::Tag { event, tag, off, ids } => {
            let changed = label::tag(desk, &event, ids, &tag, !off).await?;
            output.result(&json!({"changed": changed}), |_| format!("Changed {changed}."));
        }
        Registrants::Group { event, group, ids } => {
            let group = (!group.trim().is_empty()).then_some(group);
            let changed = label::group(desk, &event, ids, group.as_deref()).await?;
            output.result(&json!({"changed": changed}), |_| format!("Changed {changed}."));
        }
        Registrants::History { id } => output.result(&person::show(desk, &id).await?, history),
        Registrants::Import { .. }
        | Registrants::Add(_)
        | Registrants::List(_)
        | Registrants::Remove { .. }
        | Registrants::Cancel { .. }
        | Registrants::Edit { .. }
        | Registrants::Changes { .. }
        | Registrants::Undo { .. }
        | Registrants::UndoImport { .. }
        | Registrants::ResumeImport { .. }
        | Registrants::Export { .. }
        | Registrants::Ticket { .. } => {}
    }
    Ok(())
}

async fn decided(
    desk: &Desk,
    event: &str,
    ids: Vec<String>,
    decision: Decision,
    output: Output,
) -> Result<(), CommandError> {
    let decided = decide::decide(desk, event, ids, decision).await?;
    output.result(&decided, |d: &Decided| {
        format!(
            "{} registered, {} on the waitlist, {} rejected, {} to be decided, {} without a place",
            d.registered, d.waitlisted, d.rejected, d.pending, d.full
        )
    });
    if decided.unchanged.is_empty() {
        return Ok(());
    }
    let told = format!("Nothing to decide here: {}. The others are decided.", decided.unchanged.join(", "));
    Err(CommandError::new(ErrorCode::NotFound, told))
}

/// The event, and who is to come.
pub fn new_registrant(args: AddArgs) -> Result<(String, NewRegistrant), CommandError> {
    let mut answers: BTreeMap<String, Given> = BTreeMap::new();
    for entry in &args.answers {
        let (question, said) = pair(entry)?;
        let more = answers.remove(&question);
        let given = match more {
            None => Given::Text(said),
            Some(Given::Text(first)) => Given::Many(vec![first, said]),
            Some(Given::Many(mut all)) => {
                all.push(said);
                Given::Many(all)
            }
            Some(other) => other,
        };
        answers.insert(question, given);
    }
    let new = NewRegistrant {
        name: args.name,
        email: args.email,
        company: args.company,
        guests: Some(args.guests),
        answers: Some(answers),
    };
    Ok((args.event, new))
}

pub fn filter(args: &ListArgs) -> Result<ListFilter, CommandError> {
    let answer = args.answer.as_deref().map(pair).transpose()?;
    Ok(ListFilter {
        statuses: Some(args.status.iter().map(|name| status(*name)).collect()),
        tag: args.tag.clone(),
        group: args.group.clone(),
        answer: answer.map(|(question, said)| Saying { question, said }),
        order: Some(match args.sort {
            OrderName::Name => ListOrder::default(),
            OrderName::Newest => ListOrder { by: OrderBy::Registered, descending: true },
            OrderName::Queue => ListOrder { by: OrderBy::Queue, descending: false },
        }),
    })
}

fn pair(entry: &str) -> Result<(String, String), CommandError> {
    entry
        .split_once('=')
        .map(|(question, said)| (question.to_owned(), said.to_owned()))
        .ok_or_else(|| invalid(&format!("{entry:?} is not QUESTION=ANSWER.")))
}

fn status(name: StatusName) -> RegistrantStatus {
    match name {
        StatusName::Registered => RegistrantStatus::Registered,
        StatusName::Waitlisted => RegistrantStatus::Waitlisted,
        StatusName::Offered => RegistrantStatus::Offered,
        StatusName::Pending => RegistrantStatus::PendingApproval,
        StatusName::Rejected => RegistrantStatus::Rejected,
        StatusName::Cancelled => RegistrantStatus::Cancelled,
    }
}

/// Where somebody stands, in words.
pub fn told(row: &RegistrantRow) -> String {
    match (row.status, row.position, &row.offer_until) {
        (RegistrantStatus::Registered, ..) => "registered".into(),
        (RegistrantStatus::Waitlisted, Some(position), _) => format!("waitlisted, number {position}"),
        (RegistrantStatus::Waitlisted, ..) => "waitlisted".into(),
        (RegistrantStatus::Offered, _, Some(until)) => format!("offered a place until {until}"),
        (RegistrantStatus::Offered, ..) => "offered a place".into(),
        (RegistrantStatus::PendingApproval, ..) => "to be approved".into(),
        (RegistrantStatus::Rejected, ..) => "rejected".into(),
        (RegistrantStatus::Cancelled, ..) => "cancelled".into(),
    }
}

fn history(person: &PersonDetail) -> String {
    let row = &person.registrant;
    let mut lines = vec![format!("{} <{}>  {}", row.name, row.email, told(row))];
    lines.extend(person.history.iter().map(|entry| {
        let file = entry.detail["file"].as_str().map(|file| format!("  {file}")).unwrap_or_default();
        format!("{}  {}  {}{file}", entry.at, entry.who, entry.what)
    }));
    lines.extend(person.not_asked.iter().map(|open| format!("Not asked: {}", open.label)));
    if !person.note.is_empty() {
        lines.push(format!("Note: {}", person.note));
    }
    lines.join("\n")
}
