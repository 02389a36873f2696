//! Registration and the people on the list.

mod importing;
mod settings;
mod standing;

use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::import::{ImportChoices, ImportSource};
use lectern_core::registration::register::{self, AddOutcome};
use lectern_core::registration::remove::{self, Removal};
use lectern_core::registration::{change, export, list, open, queue, ticket};
use lectern_core::scheduling::{EventSummary, RegistrationMode};
use lectern_domain::bulk::BulkKind;
use serde_json::json;

use crate::arguments::{AddArgs, ListArgs, ModeName, Registrants, Registration, Whom};
use crate::many;
use crate::output::Output;

pub async fn registration(desk: &Desk, what: Registration, output: Output) -> Result<(), CommandError> {
    match what {
        Registration::Open { event, mode: ModeName::Own, capacity } => {
            let event = open::open(desk, &event, RegistrationMode::Own, capacity).await?;
            output.result(&event, |event| format!("Registration is open: {}", event.summary.title));
        }
        Registration::Settings(args) => settings::run(desk, args, output).await?,
        Registration::Change { event, capacity } => {
            let event = change::change(desk, &event, capacity.0).await?;
            output.result(&event, |event| format!("{}: {}", event.summary.title, places(&event.summary)));
        }
    }
    Ok(())
}

/// How full an event is.
pub fn places(event: &EventSummary) -> String {
    let registered = event.registered;
    match event.capacity {
        None => format!("{registered} registered"),
        Some(capacity) if registered > capacity => {
            let over = registered - capacity;
            format!("{registered} registered for {capacity} places, {over} over; nobody was taken off")
        }
        Some(capacity) => format!("{registered} registered for {capacity} places"),
    }
}

pub async fn run(desk: &Desk, what: Registrants, output: Output) -> Result<(), CommandError> {
    queue::sweep(desk).await?;
    match what {
        Registrants::Import { file, event, sheet, map, answer, dry_run } => {
            let choices = ImportChoices { sheet, ..ImportChoices::default() };
            let source = ImportSource::File(file);
            let choices = importing::chosen(desk, &event, &source, choices, &map, &answer).await?;
            importing::run(desk, &event, source, choices, dry_run, output).await?;
        }
        Registrants::Add(args) => add(desk, args, output).await?,
        Registrants::List(args) => listed(desk, args, output).await?,
        Registrants::Cancel { event, ids }
        | Registrants::Remove { event, whom: Whom { ids, query: None, everybody: false } } => {
            by_id(desk, &event, ids, output).await?;
        }
        Registrants::Remove { event, whom } => many::remove(desk, &event, whom, output).await?,
        Registrants::Export { event, file } => {
            let rows = export::export(desk, &event, file.clone()).await?;
            output.result(&json!({"rows": rows, "file": file}), |_| {
                format!("{rows} people in {}", file.display())
            });
        }
        Registrants::Ticket { id } => {
            let ticket = ticket::show(desk, &id).await?;
            output.result(&ticket, |ticket| format!("{}\n{}", ticket.code, ticket.link));
        }
        Registrants::Edit { event, whom, edit } => many::edit(desk, &event, whom, edit, output).await?,
        Registrants::Changes { event } => many::list(desk, &event, output).await?,
        Registrants::Undo { event, change } => many::undo(desk, &event, change, None, output).await?,
        Registrants::UndoImport { event, change } => {
            many::undo(desk, &event, change, Some(BulkKind::Import), output).await?;
        }
        Registrants::ResumeImport { event, change, forget } => {
            many::resume(desk, &event, change, forget, output).await?;
        }
        other => standing::run(desk, other, output).await?,
    }
    Ok(())
}

async fn add(desk: &Desk, args: AddArgs, output: Output) -> Result<(), CommandError> {
    let (event, new) = standing::new_registrant(args)?;
    let outcome = register::add(desk, &event, new).await?;
    if let AddOutcome::Refused { message, .. } = &outcome {
        return Err(CommandError::new(ErrorCode::Refused, message.clone()));
    }
    output.result(&outcome, |outcome| match outcome {
        AddOutcome::Registered { registrant } => {
            format!("Registered: {} <{}>", registrant.name, registrant.email)
        }
        AddOutcome::Waitlisted { registrant, position } => {
            format!("On the waitlist, number {position}: {} <{}>", registrant.name, registrant.email)
        }
        AddOutcome::Pending { registrant } => {
            format!("To be approved: {} <{}>", registrant.name, registrant.email)
        }
        AddOutcome::Duplicate { registrant } => {
            format!("Already on the list: {} <{}>", registrant.name, registrant.email)
        }
        AddOutcome::Full => "The event is full.".into(),
        AddOutcome::Refused { message, .. } => message.clone(),
    });
    Ok(())
}

async fn listed(desk: &Desk, args: ListArgs, output: Output) -> Result<(), CommandError> {
    let filter = standing::filter(&args)?;
    let page = list::page(desk, &args.event, &args.search, filter, args.offset, args.limit).await?;
    output.result(&page, |page| {
        let mut lines = vec![format!("{} of {}", page.matching, page.total)];
        lines.extend(
            page.rows
                .iter()
                .map(|row| format!("{}  {} <{}>  {}", row.id, row.name, row.email, standing::told(row))),
        );
        lines.join("\n")
    });
    Ok(())
}

/// Who is not on the list is named, and the others are removed.
async fn by_id(desk: &Desk, event: &str, ids: Vec<String>, output: Output) -> Result<(), CommandError> {
    let Removal { removed, unknown } = remove::remove(desk, event, ids).await?;
    if unknown.is_empty() {
        output.result(&json!({"removed": removed}), |_| format!("Removed {removed}."));
        return Ok(());
    }
    output.result(&json!({"removed": removed, "unknown": unknown}), |_| format!("Removed {removed}."));
    let told = format!("Not on this list: {}. The others are removed.", unknown.join(", "));
    Err(CommandError::new(ErrorCode::NotFound, told))
}
