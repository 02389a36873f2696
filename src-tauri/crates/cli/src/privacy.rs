//! `lectern privacy`: what is kept of one person, erasing them, and how long an event's people are kept.

use std::path::PathBuf;

use clap::Subcommand;
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::privacy::erase::{self, Erasure};
use lectern_core::privacy::preview::{self, PersonAt, PrivacyPreview};
use lectern_core::privacy::retention::{self, RetentionView};
use lectern_core::privacy::{ErasureReport, FileFate, export, run as due};
use serde_json::json;

use crate::opening::invalid;
use crate::output::{Output, asked, line};

#[derive(Subcommand)]
pub enum Privacy {
    /// Everything that this profile keeps of one person, as one JSON file.
    Export {
        email: String,
        /// Default: a name made of the address, in this folder.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What erasing would take away, what stays, and what Lectern can't reach. Changes nothing.
    Preview { email: String },
    /// Erase one person from every list, message, note, copy and file of this profile. There is no way back.
    Erase {
        email: String,
        /// The address once more, instead of being asked for it.
        #[arg(long, value_name = "EMAIL")]
        confirm: Option<String>,
        /// Somebody of an external registration who is the same person, by the id in `privacy preview`.
        #[arg(long, value_name = "ID")]
        also: Vec<String>,
    },
    /// What was erased here and when, without who it was.
    List,
    /// How long people are kept after an event. Without an event: those whose people are not kept for good.
    Retention {
        #[arg(long, value_name = "ID")]
        event: Option<String>,
        /// Erase its people so many days after its end.
        #[arg(long, requires = "event", conflicts_with = "off")]
        days: Option<u32>,
        /// Keep them for good.
        #[arg(long, requires = "event")]
        off: bool,
        /// Begin with the same for events that are opened from now on.
        #[arg(long, requires = "event")]
        for_new: bool,
    },
    /// Erase the people whose time is over, and go on with what was cut off. The window does so by itself.
    Run,
}

pub async fn run(desk: &Desk, what: Privacy, output: Output) -> Result<(), CommandError> {
    match what {
        Privacy::Export { email, out } => {
            let path = out.unwrap_or_else(|| named_after(&email));
            let done = export::export(desk, &email, path).await?;
            output.result(&done, |done| {
                format!(
                    "{} registrations, {} messages, {} webinar enrolments and {} rows of Teams' lists are in {}",
                    done.registrations, done.messages, done.enrolments, done.listed, done.file
                )
            });
        }
        Privacy::Preview { email } => {
            let found = preview::preview(desk, &email).await?;
            output.result(&found, told_before);
        }
        Privacy::Erase { email, confirm, also } => forget(desk, email, confirm, also, output).await?,
        Privacy::List => {
            let rows = erase::list(desk).await?;
            output.result(&json!({"erasures": rows}), |_| {
                let row = |row: &erase::ErasureRow| {
                    let whom = row.pseudonym.as_deref().or(row.event_title.as_deref()).unwrap_or_default();
                    let state = if row.finished { "" } else { "  (goes on)" };
                    format!("{}  {}  {whom}, {} rows, by {}{state}", row.id, row.at, row.people, row.who)
                };
                lines(&rows.iter().map(row).collect::<Vec<_>>(), "Nobody was erased here.")
            });
        }
        Privacy::Retention { event: None, .. } => {
            let events = retention::list(desk).await?;
            output.result(&json!({"events": events}), |_| {
                lines(
                    &events.iter().map(kept).collect::<Vec<_>>(),
                    "The people of all events are kept for good.",
                )
            });
        }
        Privacy::Retention { event: Some(event), days, off, for_new } => {
            let view = if days.is_some() || off {
                retention::set(desk, &event, days, for_new).await?
            } else if for_new {
                return Err(invalid("Say --days N or --off, and events to come begin with it."));
            } else {
                retention::show(desk, &event).await?
            };
            output.result(&view, kept);
        }
        Privacy::Run => overdue(desk, output).await?,
    }
    Ok(())
}

async fn forget(
    desk: &Desk,
    email: String,
    confirm: Option<String>,
    also: Vec<String>,
    output: Output,
) -> Result<(), CommandError> {
    let confirm = match confirm {
        Some(typed) => typed,
        None if output.json => {
            return Err(invalid("Erasing has no way back. Say the address once more: --confirm EMAIL."));
        }
        None => {
            line(&told_before(&preview::preview(desk, &email).await?));
            asked("\nThere is no way back. Type the address once more to erase: ")?
        }
    };
    let report = erase::erase(desk, Erasure { email, confirm, also }).await?;
    output.result(&report, told_after);
    Ok(())
}

async fn overdue(desk: &Desk, output: Output) -> Result<(), CommandError> {
    let done = due::run(desk).await?;
    output.result(&done, |done| {
        let mut told: Vec<String> =
            done.erased.iter().map(|event| format!("{}: {} erased.", event.title, event.people)).collect();
        if done.finished > 0 {
            told.push(format!("{} that had been cut off are finished.", done.finished));
        }
        if done.waiting > 0 {
            told.push(format!("{} wait for another process that reads the store.", done.waiting));
        }
        told.extend(
            done.blocked
                .iter()
                .map(|title| format!("{title}: an import was cut off. Go on with it or forget it first.")),
        );
        told.extend(done.next_at.iter().map(|at| format!("Next: {at}.")));
        lines(&told, "Nothing is due.")
    });
    Ok(())
}

fn lines(lines: &[String], none: &str) -> String {
    if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
}

/// `lectern-ana-example-org.json`
fn named_after(email: &str) -> PathBuf {
    let plain: String = email
        .trim()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    PathBuf::from(format!("lectern-{plain}.json"))
}

fn told_before(found: &PrivacyPreview) -> String {
    if !found.found {
        return format!("Nothing is kept of {} in this profile.", found.email);
    }
    let mut told = vec![format!("{} ({})", found.email, found.names.join(", ")), "Would be erased:".into()];
    let event = |at: &PersonAt| {
        let guest = at.guest.as_ref().map_or_else(String::new, |name| format!(", guest {name}"));
        let place = if at.upcoming { ", still to come: the place goes to the next" } else { "" };
        format!("  {} ({:?}{guest}{place})", at.title, at.status)
    };
    told.extend(found.events.iter().map(event));
    told.extend(found.webinars.iter().map(|title| format!("  webinar {title}")));
    told.extend(found.files.iter().map(|file| format!("  in the file {file}")));
    if found.planned > 0 {
        told.push(format!("  {} planned messages, which will not be sent", found.planned));
    }
    let mut part = |title: &str, words: &[String]| {
        if !words.is_empty() {
            told.push(title.to_owned());
            told.extend(words.iter().map(|word| format!("  {word}")));
        }
    };
    let namesakes: Vec<String> = found
        .namesakes
        .iter()
        .map(|other| {
            format!("{}  {} in the external registration of {}", other.id, other.name, other.event_title)
        })
        .collect();
    part("The same name, without an address (erased only with --also ID):", &namesakes);
    part("Stays:", &found.stays);
    part("Written elsewhere, and yours to change:", &found.mentions);
    part("Lectern can't reach:", &found.unreachable);
    told.extend(found.blocked.clone());
    told.join("\n")
}

fn told_after(report: &ErasureReport) -> String {
    let mut told = vec![format!(
        "Erased as {}: {} rows of lists, {} enrolments, {} rows of Teams' lists, {} planned messages cancelled.",
        report.pseudonym.as_deref().unwrap_or_default(),
        report.people,
        report.enrolments,
        report.listed,
        report.cancelled_messages
    )];
    told.extend(report.files.iter().map(|file| {
        let fate = match file.fate {
            FileFate::Rewritten => "rewritten without the person",
            FileFate::Removed => "removed",
            FileFate::Left => "can't be looked into: delete it yourself",
        };
        format!("{}: {fate}.", file.file)
    }));
    told.extend(
        report.remains.iter().map(|place| format!("Still written in: {place}. That is yours to change.")),
    );
    told.extend(report.unreachable.iter().map(|words| format!("Not reached: {words}")));
    if !report.finished {
        told.push(
            "The store's file waits for another process. It goes on by itself, or by `lectern privacy run`."
                .into(),
        );
    }
    told.join("\n")
}

fn kept(view: &RetentionView) -> String {
    let RetentionView { event_id, title, days, due_at, endless, people, erased_at, erased, .. } = view;
    let when = match (days, due_at) {
        (None, _) => "kept for good".to_owned(),
        (Some(days), Some(at)) => format!("kept for {days} days after its end, until {at}"),
        (Some(days), None) if *endless => {
            format!("kept for {days} days after its end, and the series has none")
        }
        (Some(days), None) => format!("kept for {days} days after its end"),
    };
    let done = erased_at.as_ref().map_or_else(String::new, |at| format!("; {erased} erased at {at}"));
    format!("{event_id}  {title}: {people} people, {when}{done}")
}
