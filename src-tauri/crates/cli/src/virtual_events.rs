//! Webinars and town halls.

use lectern_core::Chance;
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::messages::render;
use lectern_core::virtual_events::attendance::{self, Attendance};
use lectern_core::virtual_events::create::{self, NewVirtualEvent};
use lectern_core::virtual_events::credential::{self, EventsApplication};
use lectern_core::virtual_events::edit::{self, VirtualEventChange};
use lectern_core::virtual_events::questions::{self, Answer, NewQuestion, Predefined};
use lectern_core::virtual_events::{
    Audience, EventKind, VirtualEventDetail, VirtualEventState, VirtualEventSummary, again, cancel, list,
    publish, refresh,
};
use serde_json::json;

use crate::enrolling;
use crate::events::which;
use crate::opening::invalid;
use crate::output::{Output, from_stdin};
use crate::teams_list;
use crate::virtual_arguments::{
    AnswerName, Application, AudienceName, CreateArgs, EditArgs, PredefinedName, Questions, VirtualEvents,
};
use crate::{virtual_copies, virtual_people};

pub async fn run(
    desk: &Desk,
    kind: EventKind,
    what: VirtualEvents,
    output: Output,
) -> Result<(), CommandError> {
    match what {
        VirtualEvents::Create(args) => return create(desk, kind, args, output).await,
        VirtualEvents::List => return all(desk, kind, output).await,
        VirtualEvents::Show { id, kept: true } => output.result(&list::one(desk, &id).await?, shown),
        VirtualEvents::Show { id, .. } => output.result(&refresh::refresh(desk, &id, true).await?, shown),
        VirtualEvents::Edit(args) => output.result(&changed(desk, args).await?, shown),
        VirtualEvents::Publish { id } => output.result(&publish::publish(desk, &id).await?, shown),
        VirtualEvents::Cancel { id } => output.result(&cancel::cancel(desk, &id).await?, |event| {
            format!("Cancelled for good: {}", event.summary.title)
        }),
        VirtualEvents::CoOrganizers(args) => {
            return virtual_people::co_organizers(desk, args, output).await;
        }
        VirtualEvents::Invited(args) => return virtual_people::invited(desk, args, output).await,
        VirtualEvents::Offers { kept } => return virtual_copies::offered(desk, kind, kept, output).await,
        VirtualEvents::Adopt { id } => return virtual_copies::adopted(desk, kind, &id, output).await,
        VirtualEvents::Duplicate(args) => return virtual_copies::copied(desk, args, output).await,
        VirtualEvents::Template(what) => return virtual_copies::templates(desk, kind, what, output).await,
        VirtualEvents::Presenters(what) => return virtual_people::presenters(desk, what, output).await,
        VirtualEvents::Questions(what) => return asked(desk, what, output).await,
        VirtualEvents::Attendance { id, kept, csv } => {
            let found =
                if kept { attendance::show(desk, &id).await? } else { attendance::read(desk, &id).await? };
            output.result(&found, attended);
            if let Some(file) = csv {
                let rows = attendance::export(desk, &id, file.clone()).await?;
                output.note(&format!("{rows} people in {}", file.display()));
            }
        }
        VirtualEvents::Registrations(args) => return teams_list::registrations(desk, args, output).await,
        VirtualEvents::Enrol(args) => return enrolling::enrol(desk, args, output).await,
        VirtualEvents::Withdraw(args) => return enrolling::withdraw(desk, args, output).await,
        VirtualEvents::Limits(args) => return enrolling::limits(desk, args, output).await,
        VirtualEvents::Application(what) => return application(desk, what, output).await,
    }
    Ok(())
}

async fn create(desk: &Desk, kind: EventKind, args: CreateArgs, output: Output) -> Result<(), CommandError> {
    let named = args.request_id.is_some() || args.new;
    let mut new = NewVirtualEvent {
        kind,
        title: args.title,
        description: args.description,
        start: args.start,
        end: args.end,
        zone: args.zone,
        fold: args.fold.map(which),
        audience: audience(args.audience),
        attendee_mail: !args.no_attendee_mail,
        setup: None,
        draft_id: args.request_id.unwrap_or_else(|| Chance.uuid().to_string()),
    };
    let mut existing = false;
    if !named {
        let meant = again::meant(desk, &new).await?;
        (new.draft_id, existing) = (meant.draft_id, meant.existing);
    }
    let event = create::create(desk, new).await?;
    let mut told = json!({"id": event.summary.id, "eventId": event.event_id, "state": event.summary.state});
    if existing {
        told["existing"] = json!(true);
    }
    output.result(&told, |_| shown(&event));
    if existing {
        output.note("It was there already; nothing was made. --new makes a second one.");
    }
    Ok(())
}

async fn all(desk: &Desk, kind: EventKind, output: Output) -> Result<(), CommandError> {
    let mut events = list::all(desk).await?;
    events.retain(|event| event.kind == kind);
    output.result(&json!({"events": events}), |_| {
        if events.is_empty() {
            return "None yet. Make one with `create`.".into();
        }
        events.iter().map(row).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

async fn changed(desk: &Desk, args: EditArgs) -> Result<VirtualEventDetail, CommandError> {
    let EditArgs { id, title, description, start, end, zone, fold, audience: audience_name, overwrite } =
        args;
    if [&title, &description, &start, &end, &zone].into_iter().all(Option::is_none) && audience_name.is_none()
    {
        return Err(invalid(
            "Name what to change: --title, --description, --start, --end, --zone or --audience.",
        ));
    }
    let change = VirtualEventChange {
        title,
        description,
        start,
        end,
        zone,
        fold: fold.map(which),
        audience: audience_name.map(audience),
        overwrite,
    };
    Ok(edit::edit(desk, &id, change).await?)
}

async fn asked(desk: &Desk, what: Questions, output: Output) -> Result<(), CommandError> {
    let event = match what {
        Questions::List { id } => questions::read(desk, &id).await?,
        Questions::Remove { id, question } => questions::remove(desk, &id, &question).await?,
        Questions::Add { id, predefined: Some(name), .. } => {
            questions::add(desk, &id, NewQuestion::Predefined { label: predefined(name) }).await?
        }
        Questions::Add { id, text, answer: kind, choice, required, .. } => {
            let text = text.unwrap_or_default();
            let new = NewQuestion::Custom { text, answer: answer(kind), choices: choice, required };
            questions::add(desk, &id, new).await?
        }
    };
    output.result(&json!({"questions": event.questions}), |_| {
        let lines = event
            .questions
            .iter()
            .map(|one| format!("{}  {}{}", one.id, one.text, if one.required { "  (required)" } else { "" }));
        some(lines, "Nothing but name and address is asked.")
    });
    Ok(())
}

async fn application(desk: &Desk, what: Application, output: Output) -> Result<(), CommandError> {
    let kept = match what {
        Application::Set { tenant, client_id, .. } => {
            Some(credential::set(desk, EventsApplication { tenant, client_id }, from_stdin()?).await?)
        }
        Application::Show => credential::kept(desk).await?,
        Application::Remove => {
            credential::remove(desk).await?;
            None
        }
    };
    output.result(&json!({"application": kept}), |_| match &kept {
        Some(kept) => format!("{} of {} enrols outsiders from this machine.", kept.client_id, kept.tenant),
        None => "No application's credential is kept here: outsiders register on Teams' page.".into(),
    });
    Ok(())
}

pub fn some(lines: impl Iterator<Item = String>, none: &str) -> String {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
}

fn when(event: &VirtualEventSummary) -> String {
    when_of(&event.start, &event.end, &event.zone)
}

pub fn when_of(start: &str, end: &str, zone: &str) -> String {
    let both = start.parse().ok().zip(end.parse().ok());
    let shown = both.and_then(|(from, until)| render::when(from, until, zone).ok());
    shown.unwrap_or_else(|| format!("{start} \u{2013} {end}"))
}

fn mark(state: VirtualEventState) -> &'static str {
    match state {
        VirtualEventState::Creating => "being created",
        VirtualEventState::Draft => "draft",
        VirtualEventState::Published => "published",
        VirtualEventState::Cancelled => "cancelled",
    }
}

pub fn row(event: &VirtualEventSummary) -> String {
    format!("{}  {}  {}  [{}]", event.id, when(event), event.title, mark(event.state))
}

pub fn shown(event: &VirtualEventDetail) -> String {
    let page = event.page.as_ref().and_then(|page| page.url.as_deref());
    let mut lines = vec![
        format!("{}  [{}]", event.summary.title, mark(event.summary.state)),
        format!("  id        {}", event.summary.id),
        format!("  when      {}", when(&event.summary)),
        format!("  register  {}", page.unwrap_or("no page yet")),
    ];
    lines.extend(
        event.sessions.iter().filter_map(|one| Some(format!("  join      {}", one.join_url.as_deref()?))),
    );
    lines.extend(event.enrolment.why.iter().map(|why| format!("  enrol     {why}")));
    lines.extend(event.problem.iter().map(|problem| format!("  problem   {problem}")));
    lines.join("\n")
}

fn attended(found: &Attendance) -> String {
    let lines = found.people.iter().map(|one| {
        let role = one.role.as_deref().unwrap_or_default();
        format!(
            "{:>5} min  {}  {}  {role}",
            one.seconds / 60,
            one.name,
            one.email.as_deref().unwrap_or_default()
        )
    });
    some(lines, "Teams has no attendance report yet. It comes some minutes after the end.")
}

fn audience(name: AudienceName) -> Audience {
    match name {
        AudienceName::Everyone => Audience::Everyone,
        AudienceName::Organization => Audience::Organization,
    }
}

fn predefined(name: PredefinedName) -> Predefined {
    match name {
        PredefinedName::Street => Predefined::Street,
        PredefinedName::City => Predefined::City,
        PredefinedName::State => Predefined::State,
        PredefinedName::PostalCode => Predefined::PostalCode,
        PredefinedName::CountryOrRegion => Predefined::CountryOrRegion,
        PredefinedName::Industry => Predefined::Industry,
        PredefinedName::JobTitle => Predefined::JobTitle,
        PredefinedName::Organization => Predefined::Organization,
    }
}

fn answer(name: AnswerName) -> Answer {
    match name {
        AnswerName::Text => Answer::Text,
        AnswerName::MultilineText => Answer::MultilineText,
        AnswerName::SingleChoice => Answer::SingleChoice,
        AnswerName::MultiChoice => Answer::MultiChoice,
        AnswerName::Boolean => Answer::Boolean,
    }
}
