//! The calendars of the seeded tenant: the same items at every start, at times around the day of the start.

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::State;
use super::draft::Draft;
use super::event::{Event, Person};
use super::event_change::{self, Setting};
use super::event_shape::EVENT;
use super::zones::Zone;
use crate::switches::JoinUrlForm;
use crate::tenant::Tenant;

const ZONE: &str = "Romance Standard Time";

/// A seeded item: its name for ids, whose it is, days from today, hours, and what else it says.
struct Item {
    name: &'static str,
    alias: &'static str,
    day: i32,
    from: i8,
    to: i8,
    more: Value,
}

pub(crate) fn fill(state: &mut State, tenant: &Tenant, now: Timestamp) {
    for item in items() {
        plant(state, tenant, now, item);
    }
    invite(state, tenant);
}

fn items() -> Vec<Item> {
    service_account().into_iter().chain(ana()).collect()
}

fn item(name: &'static str, alias: &'static str, day: i32, (from, to): (i8, i8), more: Value) -> Item {
    Item { name, alias, day, from, to, more }
}

/// What the branded service account organizes.
fn service_account() -> Vec<Item> {
    vec![
        item(
            "weekly desk",
            "events",
            -7,
            (9, 10),
            json!({
                "subject": "Events desk: the week ahead", "isOnlineMeeting": true,
                "onlineMeetingProvider": "teamsForBusiness", "categories": ["Internal"],
                "recurrence": {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "noEnd"}},
            }),
        ),
        item(
            "town hall",
            "events",
            9,
            (17, 18),
            json!({
                "subject": "Contoso Town Hall: winter edition", "isOnlineMeeting": true,
                "body": {"contentType": "html", "content": "<p>Doors open ten minutes early. Questions are taken in the chat.</p>"},
                "location": {"displayName": "Lisbon, main stage"}, "showAs": "busy",
            }),
        ),
        item(
            "venue",
            "events",
            3,
            (14, 15),
            json!({
                "subject": "Venue walk-through", "location": {"displayName": "Pátio da Galé, Lisbon"},
                "body": {"contentType": "text", "content": "Power, doors and the second projector."},
            }),
        ),
        item(
            "freeze",
            "events",
            12,
            (0, 0),
            json!({
                "subject": "Programme freeze", "isAllDay": true, "showAs": "free", "isReminderOn": false,
            }),
        ),
    ]
}

/// What Ana organizes.
fn ana() -> Vec<Item> {
    vec![
        item(
            "speakers",
            "ana.reyes",
            5,
            (11, 12),
            json!({
                "subject": "Speaker rehearsal", "isOnlineMeeting": true,
                "attendees": [{"type": "required", "emailAddress": {
                    "name": "Contoso Events", "address": "events@contosoevents.onmicrosoft.com"}}],
            }),
        ),
        item(
            "budget",
            "ana.reyes",
            2,
            (16, 17),
            json!({"subject": "Budget, first half", "sensitivity": "private"}),
        ),
    ]
}

fn plant(state: &mut State, tenant: &Tenant, now: Timestamp, item: Item) {
    let Some(organizer) = tenant.find_user(item.alias) else { return };
    let zone = Zone::named(ZONE).unwrap_or_else(Zone::utc);
    let day = zone.local(now).date().saturating_add(i64::from(item.day).days());
    let last = if item.from == item.to { day.saturating_add(1.day()) } else { day };
    let mut body = item.more;
    body["start"] = json!({"dateTime": day.at(item.from, 0, 0, 0).to_string(), "timeZone": ZONE});
    body["end"] = json!({"dateTime": last.at(item.to, 0, 0, 0).to_string(), "timeZone": ZONE});
    if body["recurrence"].is_object() {
        body["recurrence"]["pattern"]["daysOfWeek"] =
            json!([day.strftime("%A").to_string().to_ascii_lowercase()]);
        body["recurrence"]["range"]["startDate"] = json!(day.to_string());
    }
    let created = now.checked_sub(240.hours()).unwrap_or(now);
    let setting =
        Setting { tenant, organizer, link_form: JoinUrlForm::Long, now: created, seed: Some(item.name) };
    // What is seeded passes the same checks as what is posted.
    let read = EVENT.read(body.to_string().as_bytes(), Some("application/json")).and_then(Draft::read);
    let made = read.and_then(|draft| event_change::create(state, setting, draft));
    debug_assert!(made.is_ok(), "seeded item {:?}: {:?}", item.name, made.err());
}

/// Ana's rehearsal as it lies in the service account's calendar: an event that somebody else organizes.
fn invite(state: &mut State, tenant: &Tenant) {
    let (Some(ana), Some(events)) = (tenant.find_user("ana.reyes"), tenant.find_user("events")) else {
        return;
    };
    let Some(original) = state
        .mailboxes
        .get(&ana.id)
        .and_then(|mailbox| mailbox.events().find(|event| event.meeting.is_some()).cloned())
    else {
        return;
    };
    let Some(mailbox) = state.mailboxes.get_mut(&events.id) else { return };
    let copy = Event {
        id: super::names::item_id(&events.id, Some("speakers, invited")),
        immutable_id: super::names::immutable_id(Some("speakers, invited")),
        organizer: Person { name: ana.display_name.clone(), address: ana.mail.clone() },
        is_organizer: false,
        changed_at: mailbox.next_change(),
        ..original
    };
    mailbox.insert(copy);
}
