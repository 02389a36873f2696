//! Webinars and town halls that begin elsewhere: made in Teams, copied, or from a template.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::scheduling::draft::{self, EventDraft, NextEvent};
use lectern_core::scheduling::template;
use lectern_core::virtual_events::create::{self, NewVirtualEvent};
use lectern_core::virtual_events::offers::{self, TeamsOffer};
use lectern_core::virtual_events::setup::VirtualSetup;
use lectern_core::virtual_events::{Audience, EventKind, VirtualEventDetail, adopt, duplicate};
use serde_json::json;

use crate::events::moved;
use crate::opening::invalid;
use crate::output::Output;
use crate::virtual_arguments::{CopyArgs, VirtualTemplates};
use crate::virtual_events::{shown, some, when_of};

pub async fn offered(desk: &Desk, kind: EventKind, kept: bool, output: Output) -> Result<(), CommandError> {
    let mut found = if kept { offers::show(desk).await? } else { offers::look(desk, true).await? };
    found.offers.retain(|offer| offer.kind == kind);
    output.result(&found, |found| {
        some(found.offers.iter().map(row), "Nothing that is made in Teams is missing here.")
    });
    Ok(())
}

fn row(offer: &TeamsOffer) -> String {
    let when = when_of(&offer.start, &offer.end, &offer.zone);
    let by = offer.organizer.as_deref().filter(|_| offer.co_organized);
    let by = by.map(|name| format!("  (with {name})")).unwrap_or_default();
    format!("{}  {when}  {}{by}", offer.id, offer.title)
}

pub async fn adopted(desk: &Desk, kind: EventKind, id: &str, output: Output) -> Result<(), CommandError> {
    let event = adopt::adopt(desk, kind, id).await?;
    output.result(&event, shown);
    Ok(())
}

pub async fn copied(desk: &Desk, args: CopyArgs, output: Output) -> Result<(), CommandError> {
    let next = duplicate::duplicate(desk, &args.id).await?;
    told(&begun(desk, next, args).await?, output);
    Ok(())
}

pub async fn templates(
    desk: &Desk,
    kind: EventKind,
    what: VirtualTemplates,
    output: Output,
) -> Result<(), CommandError> {
    match what {
        VirtualTemplates::List => {
            let mut all = template::list(desk).await?;
            all.retain(|one| one.kind == Some(kind));
            output.result(&json!({"templates": all}), |_| {
                let lines = all.iter().map(|one| format!("{}  {}", one.id, one.name));
                some(lines, "No templates yet. Keep one with `template save`.")
            });
        }
        VirtualTemplates::Save { event, name } => {
            let kept = duplicate::save_template(desk, &event, &name).await?;
            output.result(&kept, |kept| format!("Kept as \u{201c}{}\u{201d}: {}", kept.name, kept.id));
        }
        VirtualTemplates::Use(args) => {
            let next = template::begin(desk, &args.id).await?;
            told(&begun(desk, next, args).await?, output);
        }
        VirtualTemplates::Remove { id } => {
            template::remove(desk, &id).await?;
            output.result(&json!({"removed": id}), |_| "Removed.".into());
        }
    }
    Ok(())
}

/// What a draft that was begun for us becomes; another start moves the end along.
async fn begun(desk: &Desk, next: NextEvent, args: CopyArgs) -> Result<VirtualEventDetail, CommandError> {
    let NextEvent { id, draft: Some(draft) } = next else {
        return Err(invalid("There is nothing to begin from."));
    };
    let EventDraft { title, description, start: from, end: until, zone, kind, audience, setup, .. } = draft;
    let Some(kind) = kind.filter(|kind| *kind != EventKind::Meeting) else {
        draft::save(desk, &id, None).await?;
        return Err(invalid("This is a template of a meeting: use `lectern events template use`."));
    };
    let (start, end) = match args.start {
        None => (from, until),
        Some(start) => {
            let end =
                moved(&from, &until, &start).ok_or_else(|| invalid("--start is as in 2026-12-01T18:00."))?;
            (start, end)
        }
    };
    let setup = setup.and_then(|setup| setup.webinar);
    let setup = setup.map(|setup| VirtualSetup { with_people: args.with_people, ..setup });
    let new = NewVirtualEvent {
        kind,
        title,
        description,
        start,
        end,
        zone,
        fold: None,
        audience: audience.unwrap_or(Audience::Everyone),
        attendee_mail: setup.as_ref().is_none_or(|setup| setup.attendee_mail),
        setup,
        draft_id: id.clone(),
    };
    let event = create::create(desk, new).await?;
    draft::save(desk, &id, None).await?;
    Ok(event)
}

fn told(event: &VirtualEventDetail, output: Output) {
    output.result(event, shown);
    output.note("Places, waiting list and approval are set in Teams alone; they are not copied.");
}
