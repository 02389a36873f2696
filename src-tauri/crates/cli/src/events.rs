//! Events on the calendar.

use lectern_core::Chance;
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::messages::render;
use lectern_core::overview::figures;
use lectern_core::scheduling::calendar::sync::{self, SyncReport};
use lectern_core::scheduling::calendar::{self, CalendarOffer, CalendarView, FieldName, adopt};
use lectern_core::scheduling::change::{self, EventChange};
use lectern_core::scheduling::create::{self, NewEvent};
use lectern_core::scheduling::draft::{self, EventDraft, NextEvent};
use lectern_core::scheduling::occurrence::{self, DateChange};
use lectern_core::scheduling::{
    EventDetail, EventState, EventSummary, again, cancel, duplicate, list, template,
};
use lectern_domain::event::EventKind;
use lectern_domain::zone::{self, Fold};
use serde_json::{Value, json};

use crate::arguments::{ChangeArgs, Events, FoldName, TemplateWhat};
use crate::listing;
use crate::opening::invalid;
use crate::options;
use crate::output::Output;
use crate::people::places;
use crate::stats;
use crate::telling::Telling;

pub async fn run(desk: &Desk, what: Events, output: Output) -> Result<(), CommandError> {
    match what {
        Events::Create { title, description, start, end, zone, fold, request_id, new: another, repeat } => {
            let recurrence = repeat.rule(&start)?;
            let fold = fold.map(which);
            let named = request_id.is_some();
            let draft_id = request_id.unwrap_or_else(|| Chance.uuid().to_string());
            let new =
                NewEvent { title, description, start, end, zone, fold, recurrence, setup: None, draft_id };
            create(desk, new, named || another, output).await?;
        }
        Events::List(args) => listing::run(desk, args, output).await?,
        Events::Show { id } => {
            let event = list::one(desk, &id).await?;
            output.result(&event, shown);
        }
        Events::Stats { id } => {
            let figures = figures::of(desk, &id).await?;
            output.result(&figures, stats::sentence);
        }
        Events::Sync => {
            let report = sync::sync(desk, true).await?;
            output.result(&report, synced);
        }
        Events::Offers => {
            let view = calendar::show(desk).await?;
            output.result(&view, offers);
        }
        Events::Adopt { id } => {
            let event = adopt::adopt(desk, &id).await?;
            output.result(&ids(&event), |_| shown(&event));
        }
        Events::Options(args) => options::run(desk, *args, output).await?,
        Events::Duplicate { id, start } => {
            let next = duplicate::duplicate(desk, &id).await?;
            let event = begun(desk, next, start).await?;
            output.result(&ids(&event), |_| shown(&event));
        }
        Events::Template(what) => templates(desk, what, output).await?,
        Events::Change(args) => change_event(desk, args, output).await?,
        Events::Cancel { id, comment, date: Some(date), .. } => {
            let event = occurrence::cancel(desk, &id, &date, &comment).await?;
            output.result(&event, shown);
        }
        Events::Cancel { id, comment, date: None, tell } => {
            let told = Telling::of(desk, &id, tell).await?;
            let event = cancel::cancel_telling(desk, &id, &comment, Some(told.tell)).await?;
            output.result(&event, |event| format!("Cancelled: {}", event.summary.title));
            told.note(&event, output);
        }
    }
    Ok(())
}

async fn change_event(desk: &Desk, args: ChangeArgs, output: Output) -> Result<(), CommandError> {
    if let Some(date) = &args.date {
        let event = occurrence::change(desk, &args.id, date, date_change(&args)?).await?;
        output.result(&event, shown);
        return Ok(());
    }
    let ChangeArgs {
        id, title, description, start, end, zone, fold, message, overwrite, repeat, tell, ..
    } = args;
    let unnamed = [&title, &description, &start, &end, &zone, &message].into_iter().all(Option::is_none);
    if unnamed && repeat.repeat.is_none() {
        return Err(invalid(
            "Name what to change: --title, --description, --start, --end, --zone, --message or --repeat.",
        ));
    }
    let recurrence = match &start {
        Some(start) => repeat.rule(start)?,
        None => repeat.rule(&first_day(desk, &id).await?)?,
    };
    let fold = fold.map(which);
    let told = Telling::of(desk, &id, tell).await?;
    let moves = start.is_some() || end.is_some() || zone.is_some() || recurrence.is_some();
    let tell = moves.then_some(told.tell);
    let wanted =
        EventChange { title, description, start, end, zone, fold, message, recurrence, overwrite, tell };
    let event = change::change(desk, &id, wanted).await?;
    output.result(&event, shown);
    if tell == Some(true) {
        told.note(&event, output);
    } else if event.messages.delivered > 0 {
        output.note("Confirmations that have left already say what was before; nobody is told by itself.");
    }
    Ok(())
}

async fn templates(desk: &Desk, what: TemplateWhat, output: Output) -> Result<(), CommandError> {
    match what {
        TemplateWhat::List => {
            let all = template::list(desk).await?;
            output.result(&json!({"templates": all}), |_| {
                if all.is_empty() {
                    return "No templates yet. Keep one with `lectern events template save`.".into();
                }
                all.iter().map(|one| format!("{}  {}", one.id, one.name)).collect::<Vec<_>>().join("\n")
            });
        }
        TemplateWhat::Save { event, name } => {
            let kept = template::save(desk, &event, &name).await?;
            output.result(&kept, |kept| format!("Kept as \u{201c}{}\u{201d}: {}", kept.name, kept.id));
        }
        TemplateWhat::Use { id, start } => {
            let next = template::begin(desk, &id).await?;
            let event = begun(desk, next, start).await?;
            output.result(&ids(&event), |_| shown(&event));
        }
        TemplateWhat::Remove { id } => {
            template::remove(desk, &id).await?;
            output.result(&json!({"removed": id}), |_| "Removed.".into());
        }
    }
    Ok(())
}

/// What a draft that was begun for us becomes; another start moves the end along.
async fn begun(desk: &Desk, next: NextEvent, start: Option<String>) -> Result<EventDetail, CommandError> {
    let NextEvent { id, draft: Some(draft) } = next else {
        return Err(invalid("There is nothing to begin from."));
    };
    if draft.kind.is_some_and(|kind| kind != EventKind::Meeting) {
        draft::save(desk, &id, None).await?;
        return Err(invalid(
            "This is a template of a webinar or town hall: use `lectern webinars template use`, or that of town-halls.",
        ));
    }
    let EventDraft { title, description, start: from, end: until, zone, recurrence, setup, .. } = draft;
    let (start, end) = match start {
        None => (from, until),
        Some(start) => {
            let end =
                moved(&from, &until, &start).ok_or_else(|| invalid("--start is as in 2026-12-01T18:00."))?;
            (start, end)
        }
    };
    let new = NewEvent {
        title,
        description,
        start,
        end,
        zone,
        fold: None,
        recurrence,
        setup,
        draft_id: id.clone(),
    };
    let event = create::create(desk, new).await?;
    draft::save(desk, &id, None).await?;
    Ok(event)
}

pub fn moved(from: &str, until: &str, start: &str) -> Option<String> {
    let at = |text: &str| text.parse::<jiff::civil::DateTime>().ok();
    let end = at(start)?.checked_add(at(until)?.duration_since(at(from)?)).ok()?;
    Some(end.strftime("%Y-%m-%dT%H:%M").to_string())
}

fn date_change(args: &ChangeArgs) -> Result<DateChange, CommandError> {
    let ChangeArgs { title, start, end, fold, .. } = args.clone();
    if [&title, &start, &end].into_iter().all(Option::is_none) {
        return Err(invalid("Name what to change of this date: --title, --start or --end."));
    }
    Ok(DateChange { title, start, end, fold: fold.map(which) })
}

/// Where a series begins, on its own clocks.
async fn first_day(desk: &Desk, id: &str) -> Result<String, CommandError> {
    let event = list::one(desk, id).await?;
    let start = event.series.as_ref().map_or(&event.summary.start, |series| &series.start);
    Ok(start.parse().map(|at| zone::local(at, &event.summary.zone)).unwrap_or_default())
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
    said(&event.start, &event.end, &event.zone)
}

fn said(start: &str, end: &str, zone: &str) -> String {
    let times = start.parse().ok().zip(end.parse().ok());
    let shown = times.and_then(|(start, end)| render::when(start, end, zone).ok());
    shown.unwrap_or_else(|| format!("{start} \u{2013} {end}"))
}

fn synced(report: &SyncReport) -> String {
    let mut lines = vec![match report.entries {
        0 => "The calendar is as it was known here.".to_owned(),
        1 => "1 entry is new or changed.".to_owned(),
        n => format!("{n} entries are new or changed."),
    }];
    if !report.elsewhere.is_empty() {
        lines.push(format!("Changed elsewhere: {}. See `lectern events show`.", report.elsewhere.join(", ")));
    }
    lines.push(offers(&report.calendar));
    lines.join("\n")
}

fn offers(view: &CalendarView) -> String {
    let as_of = match &view.synced_at {
        Some(at) => format!("as of {at}"),
        None => "not read yet: `lectern events sync`".to_owned(),
    };
    if view.offers.is_empty() {
        return format!("Nothing on your calendar to take over ({as_of}).");
    }
    let row = |offer: &CalendarOffer| {
        let repeats = offer.repeats.as_ref().map(|words| format!("  [{words}]")).unwrap_or_default();
        format!("{}  {}  {}{repeats}", offer.id, said(&offer.start, &offer.end, &offer.zone), offer.title)
    };
    let rows: Vec<String> = view.offers.iter().map(row).collect();
    format!("On your calendar ({as_of}); take one over with `lectern events adopt ID`:\n{}", rows.join("\n"))
}

fn mark(state: EventState) -> &'static str {
    match state {
        EventState::Scheduled => "",
        EventState::Creating => "  [still being created]",
        EventState::Cancelled => "  [cancelled]",
    }
}

pub fn row(event: &EventSummary) -> String {
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
    lines.extend(event.summary.repeats.iter().map(|words| format!("  repeats  {words}")));
    for date in event.series.iter().flat_map(|series| series.dates.iter().take(10)) {
        let id = date.id.as_deref().unwrap_or("(not read from the calendar yet)");
        let mark = if date.exception { "  [changed]" } else { "" };
        lines.push(format!("    {}{mark}  {id}", said(&date.start, &date.end, &event.summary.zone)));
    }
    lines.extend(event.problem.iter().map(|problem| format!("  problem  {problem}")));
    for change in event.elsewhere.iter().flat_map(|change| &change.fields) {
        lines.push(match change.field {
            FieldName::Gone => "  changed elsewhere: cancelled or deleted".to_owned(),
            field => format!("  changed elsewhere: {} was {}", json!(field), change.before),
        });
    }
    lines.join("\n")
}
