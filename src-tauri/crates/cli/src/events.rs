//! Events on the calendar.

use lectern_core::Chance;
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::messages::render;
use lectern_core::scheduling::change::{self, EventChange};
use lectern_core::scheduling::create::{self, NewEvent};
use lectern_core::scheduling::{EventDetail, EventState, EventSummary, again, cancel, list};
use lectern_domain::zone::Fold;
use serde_json::{Value, json};

use crate::arguments::{ChangeArgs, Events, FoldName};
use crate::opening::invalid;
use crate::output::Output;
use crate::people::places;

pub async fn run(desk: &Desk, what: Events, output: Output) -> Result<(), CommandError> {
    match what {
        Events::Create { title, description, start, end, zone, fold, request_id, new: another } => {
            let fold = fold.map(which);
            let named = request_id.is_some();
            let draft_id = request_id.unwrap_or_else(|| Chance.uuid().to_string());
            let new = NewEvent { title, description, start, end, zone, fold, draft_id };
            create(desk, new, named || another, output).await?;
        }
        Events::List => {
            let events = list::all(desk).await?;
            output.result(&json!({"events": events}), |_| {
                if events.is_empty() {
                    return "No events yet. Make one with `lectern events create`.".into();
                }
                events.iter().map(row).collect::<Vec<_>>().join("\n")
            });
        }
        Events::Show { id } => {
            let event = list::one(desk, &id).await?;
            output.result(&event, shown);
        }
        Events::Change(args) => {
            let ChangeArgs { id, title, description, start, end, zone, fold, overwrite } = args;
            if [&title, &description, &start, &end, &zone].into_iter().all(Option::is_none) {
                return Err(invalid(
                    "Name what to change: --title, --description, --start, --end or --zone.",
                ));
            }
            let fold = fold.map(which);
            let wanted = EventChange { title, description, start, end, zone, fold, overwrite };
            let event = change::change(desk, &id, wanted).await?;
            output.result(&event, shown);
            if event.messages.delivered > 0 {
                output.note(
                    "Confirmations that have left already say what was before; nobody is told by itself.",
                );
            }
        }
        Events::Cancel { id, comment } => {
            let event = cancel::cancel(desk, &id, &comment).await?;
            output.result(&event, |event| format!("Cancelled: {}", event.summary.title));
        }
    }
    Ok(())
}

pub fn which(fold: FoldName) -> Fold {
    match fold {
        FoldName::Earlier => Fold::Earlier,
        FoldName::Later => Fold::Later,
    }
}

/// A creation that nobody named is known by its words and times: the command is safe to repeat.
async fn create(desk: &Desk, mut new: NewEvent, named: bool, output: Output) -> Result<(), CommandError> {
    let mut existing = false;
    if !named {
        let meant = again::meant(desk, &new).await?;
        (new.draft_id, existing) = (meant.draft_id, meant.existing);
    }
    let event = create::create(desk, new).await?;
    let mut told = ids(&event);
    if existing {
        told["existing"] = json!(true);
    }
    output.result(&told, |_| shown(&event));
    if existing {
        output.note("This event was there already; nothing was made. --new makes a second one.");
    }
    Ok(())
}

/// By the clocks of the event's own zone.
fn when(event: &EventSummary) -> String {
    let (start, end) = (event.start.parse(), event.end.parse());
    let shown = start.ok().zip(end.ok()).and_then(|(start, end)| render::when(start, end, &event.zone).ok());
    shown.unwrap_or_else(|| format!("{} \u{2013} {}", event.start, event.end))
}

fn mark(state: EventState) -> &'static str {
    match state {
        EventState::Scheduled => "",
        EventState::Creating => "  [still being created]",
        EventState::Cancelled => "  [cancelled]",
    }
}

fn row(event: &EventSummary) -> String {
    format!("{}  {}  {}{}", event.id, when(event), event.title, mark(event.state))
}

fn ids(event: &EventDetail) -> Value {
    json!({"id": event.summary.id, "eventId": event.event_id, "meetingId": event.meeting_id, "joinUrl": event.summary.join_url})
}

fn shown(event: &EventDetail) -> String {
    let mut lines = vec![
        format!("{}{}", event.summary.title, mark(event.summary.state)),
        format!("  id       {}", event.summary.id),
        format!("  when     {}", when(&event.summary)),
        format!("  join     {}", event.summary.join_url.as_deref().unwrap_or("not ready yet")),
        format!("  people   {}", places(&event.summary)),
    ];
    lines.extend(event.problem.iter().map(|problem| format!("  problem  {problem}")));
    lines.join("\n")
}
