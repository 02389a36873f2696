//! Making and changing an event, and the online meeting that belongs to it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::State;
use super::draft::Draft;
use super::event::{Changed, Event, Exception, Person};
use super::meeting::Meeting;
use super::names;
use super::refusal::{Outcome, Refusal};
use crate::switches::JoinUrlForm;
use crate::tenant::{Tenant, User};

/// What making an event needs to know of the world.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub tenant: &'a Tenant,
    pub organizer: &'a User,
    pub link_form: JoinUrlForm,
    pub now: Timestamp,
    /// Names what is seeded, so that it is the same at every start.
    pub seed: Option<&'a str>,
}

pub(crate) fn create(state: &mut State, setting: Setting<'_>, mut draft: Draft) -> Outcome<Event> {
    let (start, end) = draft.check_times(None)?;
    let recurrence = draft.check_recurrence(&start, None)?;
    check_provider(&draft, setting.organizer)?;
    let (owner, now, seed) = (&setting.organizer.id, setting.now, setting.seed);
    // An absent property is the service's default; an explicit null is the same.
    draft.plain.retain(|_, value| !value.is_null());
    let mailbox = state.mailboxes.get_mut(owner).ok_or_else(Refusal::item_not_found)?;
    let mut event = Event {
        id: names::item_id(owner, seed),
        immutable_id: names::immutable_id(seed),
        ical_uid: names::ical_uid(now, seed),
        organizer: Person {
            name: setting.organizer.display_name.clone(),
            address: setting.organizer.mail.clone(),
        },
        is_organizer: true,
        created: now,
        modified: now,
        version: 1,
        changed_at: mailbox.next_change(),
        start,
        end,
        body: draft.body.unwrap_or_default(),
        recurrence,
        exceptions: std::collections::BTreeMap::new(),
        is_online: false,
        meeting: None,
        join_url: None,
        is_cancelled: false,
        plain: draft.plain,
    };
    if draft.online == Some(true) {
        go_online(state, setting, &mut event);
    }
    let mailbox = state.mailboxes.get_mut(owner).ok_or_else(Refusal::item_not_found)?;
    mailbox.insert(event.clone());
    Ok(event)
}

pub(crate) fn update(state: &mut State, setting: Setting<'_>, id: &str, draft: Draft) -> Outcome<()> {
    let owner = &setting.organizer.id;
    let mailbox = state.mailboxes.get_mut(owner).ok_or_else(Refusal::item_not_found)?;
    let mut event = mailbox.event(id).ok_or_else(Refusal::item_not_found)?.clone();
    let (start, end) = draft.check_times(Some(&event))?;
    let recurrence = draft.check_recurrence(&start, Some(&event))?;
    check_provider(&draft, setting.organizer)?;
    let (number, moved) = (mailbox.next_change(), recurrence != event.recurrence || start != event.start);
    let before = event.clone();
    event.touch(setting.now, number);
    (event.start, event.end, event.recurrence) = (start, end, recurrence);
    if let Some(body) = draft.body {
        event.body = body;
    }
    for (name, value) in draft.plain {
        if value.is_null() {
            event.plain.remove(&name);
        } else {
            event.plain.insert(name, value);
        }
    }
    if moved && before.recurrence.is_some() {
        // Outlook drops the exceptions of a series whose pattern or time moves.
        event.exceptions.clear();
        note_gone_dates(mailbox, &before, &event);
    }
    // Once online, an event stays online: Outlook ignores further changes of that.
    if draft.online == Some(true) && !event.is_online {
        go_online(state, setting, &mut event);
    }
    if let Some(meeting) = event.meeting.as_ref().and_then(|meeting| state.meetings.get_mut(meeting)) {
        meeting.follow(&event);
    }
    let mailbox = state.mailboxes.get_mut(owner).ok_or_else(Refusal::item_not_found)?;
    mailbox.insert(event);
    Ok(())
}

/// Changes one date of a series.
pub(crate) fn update_date(
    state: &mut State,
    owner: &str,
    id: &str,
    date: Date,
    draft: Draft,
    now: Timestamp,
) -> Outcome<()> {
    let mailbox = state.mailboxes.get_mut(owner).ok_or_else(Refusal::item_not_found)?;
    let number = mailbox.next_change();
    let event = mailbox.event_mut(id).ok_or_else(Refusal::item_not_found)?;
    if draft.recurrence.is_some_and(|recurrence| !recurrence.is_null()) {
        return Err(Refusal::invalid_property());
    }
    let instance = event.on(date).ok_or_else(Refusal::item_not_found)?;
    let (start, end) = (draft.start.unwrap_or(instance.start), draft.end.unwrap_or(instance.end));
    if end.at < start.at {
        return Err(Refusal::invalid_property());
    }
    let dates = event
        .recurrence
        .as_ref()
        .map(|recurrence| recurrence.dates(date.saturating_add(jiff::Span::new().days(400))));
    let dates = dates.unwrap_or_default();
    let place = dates.iter().position(|known| *known == date).ok_or_else(Refusal::item_not_found)?;
    let day = start.local_date();
    let crosses = place.checked_sub(1).is_some_and(|before| day <= dates[before])
        || dates.get(place + 1).is_some_and(|next| day >= *next);
    if crosses {
        return Err(Refusal::bad_request(
            "ErrorOccurrenceCrossingBoundary",
            "Modified occurrence is crossing or overlapping adjacent occurrence.",
        ));
    }
    let (mut plain, body, version) = match event.exceptions.remove(&date) {
        Some(Exception::Changed(changed)) => (changed.plain, changed.body, changed.version),
        _ => (serde_json::Map::new(), None, 0),
    };
    plain.extend(draft.plain);
    let body = draft.body.or(body);
    let changed = Changed { start, end, body, plain, version: version + 1 };
    event.exceptions.insert(date, Exception::Changed(Box::new(changed)));
    event.touch(now, number);
    Ok(())
}

/// Takes one date out of a series.
pub(crate) fn remove_date(
    state: &mut State,
    owner: &str,
    id: &str,
    date: Date,
    now: Timestamp,
) -> Outcome<()> {
    let mailbox = state.mailboxes.get_mut(owner).ok_or_else(Refusal::item_not_found)?;
    let number = mailbox.next_change();
    let event = mailbox.event_mut(id).ok_or_else(Refusal::item_not_found)?;
    event.exceptions.insert(date, Exception::Removed);
    event.touch(now, number);
    let gone = (names::occurrence_id(&event.id, date), names::occurrence_id(&event.immutable_id, date));
    mailbox.note_removed(gone.0, gone.1);
    Ok(())
}

fn note_gone_dates(mailbox: &mut super::mailbox::Mailbox, before: &Event, after: &Event) {
    let horizon = before.start.local_date().saturating_add(jiff::Span::new().years(5));
    let dates = |event: &Event| {
        event.recurrence.as_ref().map(|recurrence| recurrence.dates(horizon)).unwrap_or_default()
    };
    let kept = dates(after);
    for date in dates(before).into_iter().filter(|date| !kept.contains(date)) {
        mailbox.note_removed(
            names::occurrence_id(&before.id, date),
            names::occurrence_id(&before.immutable_id, date),
        );
    }
}

/// The tenant allows Teams alone (`allowedOnlineMeetingProviders`).
fn check_provider(draft: &Draft, organizer: &User) -> Outcome<()> {
    match draft.provider.as_deref() {
        Some("skypeForBusiness" | "skypeForConsumer")
            if draft.online == Some(true) && organizer.teams_licensed =>
        {
            Err(Refusal::bad_request(
                "ErrorInvalidRequest",
                "The online meeting provider is not one of the calendar's allowedOnlineMeetingProviders.",
            ))
        }
        _ => Ok(()),
    }
}

/// Gives the event a Teams meeting. An organizer without a Teams licence gets a plain appointment, with no error:
/// `isOnlineMeeting` comes back false and `onlineMeeting` null.
fn go_online(state: &mut State, setting: Setting<'_>, event: &mut Event) {
    if !setting.organizer.teams_licensed {
        return;
    }
    let meeting = Meeting::for_event(setting, event);
    event.is_online = true;
    event.meeting = Some(meeting.id.clone());
    event.join_url = Some(meeting.join_url.clone());
    event.body.push_str(&meeting.invitation());
    state.meetings.insert(meeting.id.clone(), meeting);
}

/// The subject, as meetings repeat it.
pub(crate) fn subject(event: &Event) -> String {
    event.plain.get("subject").and_then(Value::as_str).unwrap_or_default().to_owned()
}
