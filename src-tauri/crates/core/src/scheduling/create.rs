//! "Put this event on the calendar, with its Teams meeting." Once, however often it is tried (D2): the row is written
//! before Graph is asked, the transaction id is fixed with it, and after any doubt the calendar is read before the
//! request is repeated. That is right under every answer Graph may give to a repeated transaction id: the existing
//! event, a conflict, or a second event.

use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use lectern_domain::recurrence::Recurrence;
use lectern_domain::zone::{self, Fold, ZoneError};
use lectern_microsoft::graph::{
    DateTimeTimeZone, Event, ItemBody, ListEvents, NewEvent as GraphEvent, Preferences,
};
use lectern_store::accounts::AccountRecord;
use lectern_store::events::{EventRecord, GraphIds, NewEvent as NewRecord};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::setup::Setup;
use super::{EventDetail, EventState, list, meeting, owner, rule};
use crate::desk::{Desk, GraphFailure};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::history;
use crate::locks::Lock;

/// Local wall-clock times in `zone`, as in `2026-12-01T18:00`.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NewEvent {
    pub title: String,
    pub description: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    /// Where clocks go back and the time comes twice: which one.
    pub fold: Option<Fold>,
    /// Makes it a series, which begins on the first date that the rule has from the start on.
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
    /// The options of its meeting and its registration, where a template or another event gave them.
    #[serde(default)]
    pub setup: Option<Setup>,
    /// A UUID of the form's own: the same at every try, so that a repeated press makes no second event.
    pub draft_id: String,
}

const LONGEST_TITLE: usize = 255;

#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("{message}")]
    Field { field: &'static str, message: String },
    #[error("{0} It is kept here as being created; try again and it goes on where it stopped.")]
    Kept(DeskError),
    #[error(transparent)]
    Show(#[from] list::ShowError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<CreateError> for CommandError {
    fn from(error: CreateError) -> Self {
        let message = error.to_string();
        match error {
            CreateError::Desk(inner) => inner.into(),
            CreateError::Show(inner) => inner.into(),
            CreateError::Field { field, .. } => Self::new(ErrorCode::Invalid, message).on(field),
            // What stopped it decides what is offered next: a sign-in, a pause, another try.
            CreateError::Kept(inner) => Self { message, ..Self::from(inner) },
        }
    }
}

impl From<lectern_store::StoreError> for CreateError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

pub async fn create(desk: &Desk, new: NewEvent) -> Result<EventDetail, CreateError> {
    let mut record = planned(desk, &new)?;
    let rule = new.recurrence.as_ref().map(rule::kept);
    let registration = new.setup.as_ref().and_then(|setup| setup.registration);
    let setup = new.setup.and_then(|setup| serde_json::to_string(&setup).ok());
    let id = record.id.clone();
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let known = {
        let id = id.clone();
        desk.read(move |r| r.events().by_id(&id)).await?
    };
    let seen_before = known.is_some();
    if !seen_before {
        let account = signed_in(desk).await?;
        record.owner_id = Some(account.user_id);
        (record.organizer_name, record.organizer_email) =
            (Some(account.display_name), Some(account.username));
        let now = desk.now();
        desk.write(move |w| {
            w.events().insert(&record, now)?;
            w.events().set_recurrence(&record.id, rule.as_deref())?;
            w.events().set_setup(&record.id, setup.as_deref())?;
            if let Some(registration) = registration {
                w.events().open_registration(&record.id, registration.capacity, now)?;
                w.changes().record(&history::of_event(&record.id, "registration-opened"), now)?;
            }
            Ok::<_, CreateError>(())
        })
        .await?;
    }
    finish(desk, &id, seen_before).await?;
    Ok(list::one(desk, &id).await?)
}

pub(super) fn is_unfinished(event: &EventRecord) -> bool {
    event.state != EventState::Cancelled
        && (event.state == EventState::Creating || event.meeting_id.is_none())
}

/// Nothing is begun that nobody here could finish.
pub(crate) async fn signed_in(desk: &Desk) -> Result<AccountRecord, DeskError> {
    match desk.read(|r| r.accounts().get()).await? {
        Some(account) if account.needs_sign_in => Err(DeskError::SignInEnded),
        Some(account) => Ok(account),
        None => Err(DeskError::SignInNeeded),
    }
}

/// Goes on with what a crash or a lost network left half done. Errors stay with their event.
pub async fn resume(desk: &Desk) -> Result<usize, DeskError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let mut finished = 0;
    for event in desk.read(|r| r.events().list()).await? {
        if !is_unfinished(&event) {
            continue;
        }
        match finish(desk, &event.id, true).await {
            Ok(()) => finished += 1,
            Err(error) => tracing::info!(event = event.id, %error, "scheduling waits"),
        }
    }
    Ok(finished)
}

pub(super) fn planned(desk: &Desk, new: &NewEvent) -> Result<NewRecord, CreateError> {
    let title = title(&new.title)?;
    let zone = iana(&new.zone);
    let (start, end) = match &new.recurrence {
        Some(rule) => from_first_date(rule, &new.start, &new.end)?,
        None => (new.start.clone(), new.end.clone()),
    };
    let start = resolved("start", &start, zone, new.fold)?;
    let end = resolved("end", &end, zone, new.fold)?;
    check_times(desk, start, end)?;
    let id = Uuid::parse_str(&new.draft_id).map_err(|_| wrong("draftId", "The form's id is no UUID."))?;
    Ok(NewRecord {
        id: id.to_string(),
        // Another value than our own id, and the same at every try.
        transaction_id: Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("lectern:transaction:{id}").as_bytes())
            .to_string(),
        title,
        description: new.description.trim().to_owned(),
        start,
        end,
        zone: zone.to_owned(),
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    })
}

/// A Windows name is understood as well; what is neither's is named as unknown where it is used.
pub(super) fn iana(zone: &str) -> &str {
    zone::iana(zone).unwrap_or(zone)
}

/// A series begins on the first date that its rule has: what the form says may lie before it.
pub(super) fn from_first_date(
    rule: &Recurrence,
    start: &str,
    end: &str,
) -> Result<(String, String), CreateError> {
    let (Some(from), Some(until)) = (date(start), date(end)) else {
        // What is no time is named where it is read.
        return Ok((start.to_owned(), end.to_owned()));
    };
    let first = rule.first(from).map_err(|error| wrong("recurrence", &error.to_string()))?;
    let moved = |day: Date, local: &str| {
        let on = day.checked_add(from.until(first).unwrap_or_default()).unwrap_or(day);
        format!("{on}{}", local.get(10..).unwrap_or_default())
    };
    Ok((moved(from, start), moved(until, end)))
}

fn date(local: &str) -> Option<Date> {
    local.get(..10)?.parse().ok()
}

fn wrong(field: &'static str, message: &str) -> CreateError {
    CreateError::Field { field, message: message.to_owned() }
}

pub(crate) fn title(typed: &str) -> Result<String, CreateError> {
    let title = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(wrong("title", "Give the event a title."));
    }
    if title.chars().count() > LONGEST_TITLE {
        return Err(wrong("title", "Calendars cut titles after 255 characters. Shorten it."));
    }
    Ok(title)
}

pub(crate) fn check_times(desk: &Desk, start: Timestamp, end: Timestamp) -> Result<(), CreateError> {
    if end <= start {
        return Err(wrong("end", "The end lies before the start. Choose a later end."));
    }
    if end <= desk.now() {
        return Err(wrong("start", "This event would be over already. Choose a later date."));
    }
    Ok(())
}

pub(crate) fn resolved(
    field: &'static str,
    local: &str,
    zone: &str,
    fold: Option<Fold>,
) -> Result<Timestamp, CreateError> {
    zone::resolve(local, zone, fold).map_err(|error| {
        let field = if matches!(error, ZoneError::UnknownZone { .. }) { "zone" } else { field };
        CreateError::Field { field, message: error.to_string() }
    })
}

pub(super) async fn finish(desk: &Desk, id: &str, seen_before: bool) -> Result<(), CreateError> {
    let id = id.to_owned();
    let Some(record) = desk.read(move |r| r.events().by_id(&id)).await? else { return Ok(()) };
    if record.state == EventState::Cancelled {
        return Ok(());
    }
    match steps(desk, &record, seen_before).await {
        Ok(()) => Ok(()),
        Err(error) => {
            let (id, problem, now) = (record.id, error.to_string(), desk.now());
            desk.write(move |w| Ok::<_, DeskError>(w.events().problem(&id, Some(&problem), now)?)).await?;
            Err(CreateError::Kept(error))
        }
    }
}

async fn steps(desk: &Desk, record: &EventRecord, seen_before: bool) -> Result<(), DeskError> {
    let join_url = match (&record.graph_event_id, &record.join_url) {
        (Some(_), Some(join_url)) => join_url.clone(),
        (known, _) => {
            owner::check(desk, record).await?;
            let event = match known {
                Some(graph_id) => with_meeting(desk, record, graph_id).await?,
                None => on_calendar(desk, record, seen_before).await?,
            };
            keep(desk, record, &event).await?
        }
    };
    if record.meeting_id.is_none() {
        meeting::look_up(desk, record, &join_url).await?;
    }
    Ok(())
}

pub(crate) fn preferences(record: &EventRecord) -> Preferences {
    Preferences {
        time_zone: Some(windows_zone(&record.zone).to_owned()),
        immutable_ids: true,
        page_size: None,
    }
}

/// Windows names are what every mailbox understands; the few zones without one are asked for by their IANA name.
pub(crate) fn windows_zone(iana: &str) -> &str {
    zone::to_windows(iana).unwrap_or(iana)
}

/// The event on the calendar: found where an earlier try may have made it, else made.
async fn on_calendar(desk: &Desk, record: &EventRecord, seen_before: bool) -> Result<Event, DeskError> {
    if seen_before && let Some(found) = look_up(desk, record).await? {
        return Ok(found);
    }
    let mut doubts = 0;
    loop {
        match post(desk, record).await {
            Ok(event) => return Ok(event),
            Err(GraphFailure::Graph(error))
                if doubts < 2 && (error.ambiguous() || error.status() == Some(409)) =>
            {
                doubts += 1;
                tokio::time::sleep(Duration::from_secs(doubts)).await;
                if let Some(found) = look_up(desk, record).await? {
                    return Ok(found);
                }
            }
            Err(failure) => return Err(failure.into()),
        }
    }
}

async fn post(desk: &Desk, record: &EventRecord) -> Result<Event, GraphFailure> {
    let new = graph_event(record);
    desk.graph(|graph, token| {
        let new = new.clone();
        async move { graph.as_user(&token).events().preferring(preferences(record)).create(&new).await }
    })
    .await
}

/// Start and end as the calendar is told them: wall-clock times in the zone.
pub(crate) fn wall_clock(
    start: Timestamp,
    end: Timestamp,
    iana: &str,
) -> (DateTimeTimeZone, DateTimeTimeZone) {
    let in_utc =
        |instant: Timestamp| DateTimeTimeZone { date_time: in_utc(instant), time_zone: "UTC".to_owned() };
    // A local time that comes twice says nothing of which one is meant; UTC does.
    let twice = |instant: Timestamp| {
        matches!(zone::resolve(&zone::local(instant, iana), iana, None), Err(ZoneError::Ambiguous { .. }))
    };
    if twice(start) || twice(end) { (in_utc(start), in_utc(end)) } else { on_the_clock(start, end, iana) }
}

pub(super) fn on_the_clock(
    start: Timestamp,
    end: Timestamp,
    iana: &str,
) -> (DateTimeTimeZone, DateTimeTimeZone) {
    let with_seconds =
        |local: String| if local.len() == "2026-12-01T18:00".len() { local + ":00" } else { local };
    let at = |instant: Timestamp| DateTimeTimeZone {
        date_time: with_seconds(zone::local(instant, iana)),
        time_zone: windows_zone(iana).to_owned(),
    };
    (at(start), at(end))
}

fn graph_event(record: &EventRecord) -> GraphEvent {
    let rule = rule::of(record.recurrence.as_deref());
    let (start, end) = match rule {
        // A series has a time on the clock, of which each date makes its own instant.
        Some(_) => on_the_clock(record.start, record.end, &record.zone),
        None => wall_clock(record.start, record.end, &record.zone),
    };
    let first = date(&start.date_time);
    let mut event = GraphEvent::teams(&record.title, start, end, &record.transaction_id);
    event.recurrence = rule.zip(first).map(|(rule, first)| rule::told(&rule, first, &record.zone));
    if !record.description.is_empty() {
        event.body = Some(ItemBody::text(&record.description));
    }
    event.allow_new_time_proposals = Some(false);
    event
}

/// The event that an earlier try made, by its transaction id.
async fn look_up(desk: &Desk, record: &EventRecord) -> Result<Option<Event>, DeskError> {
    let around = SignedDuration::from_mins(1);
    let from = record.start.saturating_sub(around).unwrap_or(record.start);
    let until = record.end.saturating_add(around).unwrap_or(record.end);
    // A view shows the dates of a series, not the series; the list of events shows the series alone.
    let series = record.recurrence.as_ref().map(|_| ListEvents {
        top: Some(50),
        filter: Some(format!(
            "start/dateTime ge '{}' and start/dateTime le '{}'",
            in_utc(from),
            in_utc(until)
        )),
        order_by: None,
    });
    let events = desk
        .graph(|graph, token| {
            let series = series.as_ref();
            async move {
                let events = graph.as_user(&token).events().preferring(preferences(record));
                let first = match series {
                    Some(series) => events.list(series).await?,
                    None => events.calendar_view(from, until).await?,
                };
                events.rest_of(first).await
            }
        })
        .await?;
    Ok(events.into_iter().find(|event| {
        event.transaction_id.as_deref() == Some(&record.transaction_id) && event.is_cancelled != Some(true)
    }))
}

fn in_utc(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Teams may take a moment to add the meeting to a new event.
async fn with_meeting(desk: &Desk, record: &EventRecord, graph_id: &str) -> Result<Event, DeskError> {
    let mut pause = Duration::from_millis(500);
    loop {
        let event = desk
            .graph(|graph, token| async move {
                graph.as_user(&token).events().preferring(preferences(record)).get(graph_id).await
            })
            .await?;
        if join_url(&event).is_some() || pause > Duration::from_secs(4) {
            return Ok(event);
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
}

fn join_url(event: &Event) -> Option<&str> {
    event.online_meeting.as_ref().and_then(|meeting| meeting.join_url.as_deref())
}

/// Writes down what the calendar said, and answers with the way in.
async fn keep(desk: &Desk, record: &EventRecord, event: &Event) -> Result<String, DeskError> {
    let waited;
    let event = if join_url(event).is_some() {
        event
    } else {
        waited = with_meeting(desk, record, &event.id).await?;
        &waited
    };
    let organizer = event.organizer.as_ref().and_then(|organizer| organizer.email_address.as_ref());
    let ids = GraphIds {
        graph_event_id: Some(event.id.clone()),
        ical_uid: event.i_cal_u_id.clone(),
        change_key: event.change_key.clone(),
        join_url: join_url(event).map(str::to_owned),
        web_link: event.web_link.clone(),
        meeting_id: None,
        organizer_name: organizer.and_then(|address| address.name.clone()),
        organizer_email: organizer.and_then(|address| address.address.clone()),
    };
    let (id, now, url) = (record.id.clone(), desk.now(), ids.join_url.clone());
    desk.write(move |w| Ok::<_, DeskError>(w.events().scheduled(&id, &ids, now)?)).await?;
    url.ok_or_else(|| DeskError::Refused {
        service: "Teams",
        message: "the event is on the calendar, but Teams gave it no meeting. Does the account have a Teams licence?".into(),
    })
}
