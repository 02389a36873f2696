//! Many people at once: removed, edited, taken back; and imports that were stopped or cut off.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::registration::RegistrationError;
use lectern_core::registration::bulk::chosen::Chosen;
use lectern_core::registration::bulk::edit::BulkEdit;
use lectern_core::registration::bulk::list::BulkView;
use lectern_core::registration::bulk::progress::{BulkPhase, BulkProgress, Told, untold};
use lectern_core::registration::bulk::undo::BulkUndone;
use lectern_core::registration::bulk::{self, BulkDone, LeftOut};
use lectern_core::registration::import::ImportReport;
use lectern_core::registration::import::resume;
use lectern_core::registration::list::ListFilter;
use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::name_fix::NameFix;
use serde_json::json;

use crate::arguments::{EditWhat, NameFixName, Whom};
use crate::output::Output;

impl From<Whom> for Chosen {
    fn from(whom: Whom) -> Self {
        match whom.query {
            None if !whom.everybody => Self::These { ids: whom.ids },
            query => Self::Matching {
                query: query.unwrap_or_default(),
                filter: ListFilter::default(),
                except: Vec::new(),
            },
        }
    }
}

pub async fn remove(desk: &Desk, event: &str, whom: Whom, output: Output) -> Result<(), CommandError> {
    let run = bulk::removal::remove(desk, event, whom.into(), shown(output));
    let BulkDone { id, people, left } = stoppable(desk, run).await?;
    output.result(&json!({"removed": people, "change": id, "left": left}), |_| {
        format!("Removed {people}.{}{}", undoable(id), left_out(&left))
    });
    Ok(())
}

pub async fn edit(
    desk: &Desk,
    event: &str,
    whom: Whom,
    edit: EditWhat,
    output: Output,
) -> Result<(), CommandError> {
    let names = edit.names.map(|name| match name {
        NameFixName::Capitals => NameFix::Capitals,
        NameFixName::LastFirst => NameFix::LastFirst,
    });
    let edit = BulkEdit { company: edit.company, names };
    let run = bulk::edit::edit(desk, event, whom.into(), edit, shown(output));
    let BulkDone { id, people, left } = stoppable(desk, run).await?;
    output.result(&json!({"changed": people, "change": id, "left": left}), |_| {
        format!("Changed {people}.{}{}", undoable(id), left_out(&left))
    });
    Ok(())
}

/// Of a published event: whom the service did not change.
fn left_out(left: &[LeftOut]) -> String {
    left.iter().map(|one| format!("\n{}: {}", one.id, one.message)).collect::<Vec<_>>().concat()
}

fn undoable(id: Option<String>) -> String {
    id.map_or_else(String::new, |id| format!(" Take it back: lectern registrants undo {id}"))
}

pub async fn list(desk: &Desk, event: &str, output: Output) -> Result<(), CommandError> {
    let changes = bulk::list::list(desk, event).await?;
    output.result(&json!({"changes": changes}), |_| {
        let lines: Vec<String> = changes.iter().map(line).collect();
        if lines.is_empty() {
            "Nothing was done to many people at once.".to_owned()
        } else {
            lines.join("\n")
        }
    });
    Ok(())
}

fn line(change: &BulkView) -> String {
    let BulkView { id, title, people, began_at, .. } = change;
    let what = match change.kind {
        BulkKind::Import => "import of",
        BulkKind::Removal => "removal of",
        BulkKind::Edit => "edit of",
    };
    let state = match change.state {
        _ if change.waits => "waits for the service",
        BulkState::Running if change.interrupted => "cut off: nobody is on the list; resume-import goes on",
        BulkState::Running => "under way",
        BulkState::Done => "done",
        BulkState::Undone => "taken back",
    };
    format!("{id}  {began_at}  {what} {title}, {people} people: {state}")
}

pub async fn undo(
    desk: &Desk,
    event: &str,
    change: Option<String>,
    kind: Option<BulkKind>,
    output: Output,
) -> Result<(), CommandError> {
    let run = bulk::undo::undo(desk, event, change, kind, shown(output));
    let undone = stoppable(desk, run).await?;
    output.result(&undone, |undone| {
        let BulkUndone { kind, people, told, left, .. } = undone;
        let done = match kind {
            BulkKind::Import => format!("{people} are off the list again."),
            BulkKind::Removal => format!("{people} are back on the list."),
            BulkKind::Edit => format!("{people} are as before."),
        };
        let told = match told {
            0 => String::new(),
            told => format!(
                " {told} of them had been written to already; their tickets don't work any more, and a message \
                 that says so waits in the outbox."
            ),
        };
        let left = match (left, kind) {
            (0, _) => String::new(),
            (left, BulkKind::Removal) => format!(" {left} stay off it: there is no place any more, or they are back."),
            (left, _) => format!(" {left} stay as they are: they were changed again since."),
        };
        format!("{done}{told}{left}")
    });
    Ok(())
}

pub async fn resume(
    desk: &Desk,
    event: &str,
    change: Option<String>,
    forget: bool,
    output: Output,
) -> Result<(), CommandError> {
    let found = bulk::list::list(desk, event).await?;
    let cut_off = found.into_iter().find(|bulk| match &change {
        Some(id) => bulk.id == *id,
        None => bulk.interrupted,
    });
    let id = cut_off.ok_or(RegistrationError::NoBulk)?.id;
    if forget {
        resume::forget(desk, &id).await?;
        output.result(&json!({"forgotten": id}), |_| "Forgotten. Nobody was imported.".to_owned());
        return Ok(());
    }
    let report = stoppable(desk, resume::resume(desk, &id, shown(output))).await?;
    imported(&report, output);
    Ok(())
}

pub fn imported(report: &ImportReport, output: Output) {
    output.result(report, |r| {
        if r.stopped {
            return "Stopped. Nobody was imported.".to_owned();
        }
        let open = match r.not_asked {
            0 => String::new(),
            open => format!(
                ". {open} were not asked everything that the event requires; `import --dry-run` says what"
            ),
        };
        format!(
            "{} of {} rows imported, {} duplicates, {} errors{open}",
            r.imported, r.rows, r.duplicates, r.error_count
        )
    });
}

/// Ctrl+C stops it instead of killing it: it ends at once, and nothing of it stays.
pub async fn stoppable<T>(
    desk: &Desk,
    run: impl Future<Output = Result<T, RegistrationError>>,
) -> Result<T, RegistrationError> {
    let mut run = std::pin::pin!(run);
    tokio::select! {
        ended = &mut run => ended,
        _ = tokio::signal::ctrl_c() => {
            bulk::stop(desk);
            run.await
        }
    }
}

/// On a person's terminal, one line that changes.
pub fn shown(output: Output) -> Told {
    if output.json || !std::io::stderr().is_terminal() {
        return untold();
    }
    Arc::new(|progress| {
        let end = if progress.done == progress.total && progress.total > 0 { "\n" } else { "" };
        drop(write!(std::io::stderr(), "\r{}\u{1b}[K{end}", sentence(progress)));
    })
}

fn sentence(progress: &BulkProgress) -> String {
    let BulkProgress { done, total, finish_at, .. } = progress;
    let what = match progress.phase {
        BulkPhase::Reading => return "Reading the file".to_owned(),
        BulkPhase::Checking => "Checked",
        BulkPhase::Writing => "Written",
    };
    let end = finish_at.as_ref().map_or_else(String::new, |at| format!(", done at {at}"));
    format!("{what} {done} of {total}{end}")
}
