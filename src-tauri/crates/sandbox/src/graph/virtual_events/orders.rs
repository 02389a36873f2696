//! What only people in Teams can do to a virtual event, ordered at the control door: let an application in, set the
//! registration, decide about those who wait, and attend.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::permits::RESOURCE_SPECIFIC;
use super::state::{Kind, Registration, RscGrant, Standing, Status, VirtualEvent};
use super::{configuration, enrol, event, registrations};
use crate::graph::attendance::{Record, Report};
use crate::graph::meeting_policy::AccessPolicy;
use crate::random;
use crate::world::World;

/// Why an order was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OrderError {
    #[error("there is no {what} '{name}'")]
    Unknown { what: &'static str, name: String },
    #[error("{0}")]
    Wrong(String),
}

fn unknown(what: &'static str, name: &str) -> OrderError {
    OrderError::Unknown { what, name: name.to_owned() }
}

/// The resource-specific permissions of an application on one event from now on; none to take them away.
pub(crate) fn grant_rsc(
    world: &mut World,
    app: &str,
    event: &str,
    permissions: &[String],
) -> Result<(), OrderError> {
    if let Some(wrong) = permissions.iter().find(|name| !RESOURCE_SPECIFIC.contains(&name.as_str())) {
        return Err(unknown("resource-specific permission", wrong));
    }
    if !world.graph.virtual_events.events.contains_key(event) {
        return Err(unknown("virtual event", event));
    }
    let rsc = &mut world.graph.virtual_events.rsc;
    rsc.retain(|one| one.app != app || one.event != event);
    rsc.extend(permissions.iter().map(|permission| RscGrant {
        app: app.to_owned(),
        event: event.to_owned(),
        permission: permission.clone(),
    }));
    Ok(())
}

/// An application access policy of Teams for one organizer.
pub(crate) fn grant_policy(world: &mut World, app: &str, user: &str) {
    let policy = AccessPolicy { app: app.to_owned(), user: user.to_owned() };
    if !world.graph.access_policies.contains(&policy) {
        world.graph.access_policies.push(policy);
    }
}

/// Somebody makes one in Teams: no application has a name for it.
pub(crate) fn make(
    world: &mut World,
    kind: &str,
    organizer: &str,
    publish: bool,
    mut object: Map<String, Value>,
) -> Result<Value, OrderError> {
    let kind = match kind {
        "webinar" => Kind::Webinar,
        "townhall" => Kind::Townhall,
        other => return Err(unknown("kind of event", other)),
    };
    let organizer = world.tenant.user(organizer).ok_or_else(|| unknown("user", organizer))?.clone();
    let mut made = event::blank(&world.tenant, &organizer, kind, world.now(), None);
    event::apply(world, &mut made, &mut object).map_err(|refusal| OrderError::Wrong(refusal.message))?;
    if publish {
        made.status = Status::Published;
    }
    let told = overview_of(&made);
    world.graph.virtual_events.events.insert(made.id.clone(), made);
    Ok(told)
}

/// What its organizer does in Teams: `status` publishes or cancels, the rest is as an application would change it.
pub(crate) fn change(
    world: &mut World,
    id: &str,
    mut object: Map<String, Value>,
) -> Result<Value, OrderError> {
    let known = world.graph.virtual_events.events.get(id);
    let mut changed = known.ok_or_else(|| unknown("virtual event", id))?.clone();
    match object.remove("status").as_ref().and_then(Value::as_str) {
        Some("published") => changed.status = Status::Published,
        Some("canceled") => changed.status = Status::Canceled,
        Some(other) => return Err(unknown("status", other)),
        None => {}
    }
    event::apply(world, &mut changed, &mut object).map_err(|refusal| OrderError::Wrong(refusal.message))?;
    let told = overview_of(&changed);
    world.graph.virtual_events.events.insert(changed.id.clone(), changed);
    Ok(told)
}

/// Sets capacity, approval and waitlist as the organizer does in Teams.
pub(crate) fn configure(
    world: &mut World,
    id: &str,
    settings: &Map<String, Value>,
) -> Result<Value, OrderError> {
    let (tenant, most) = (world.tenant.clone(), world.switches.webinar_capacity);
    let event = world.graph.virtual_events.events.get_mut(id);
    let event = event.ok_or_else(|| unknown("virtual event", id))?;
    configuration::configure(event, tenant.user(&event.organizer.clone()), most, settings)
        .map_err(|refusal| OrderError::Wrong(refusal.message))?;
    Ok(overview_of(event))
}

/// Approves or rejects somebody who waits for the organizer.
pub(crate) fn decide(
    world: &mut World,
    id: &str,
    registration: &str,
    approve: bool,
) -> Result<Value, OrderError> {
    let event = world.graph.virtual_events.events.get_mut(id);
    let event = event.ok_or_else(|| unknown("virtual event", id))?;
    let known = event.registrations.iter_mut().find(|one| one.id == registration);
    let known = known.ok_or_else(|| unknown("registration", registration))?;
    if known.standing != Standing::PendingApproval {
        return Err(OrderError::Wrong("only a registration with pendingApproval can be decided".into()));
    }
    known.standing = if approve { Standing::Registered } else { Standing::RejectedByOrganizer };
    let shown = registrations::shown(known);
    event.promote();
    Ok(shown)
}

/// Enrols so many outsiders at once, as a long list for a bench needs them; each by the event's own rules.
pub(crate) fn crowd(world: &mut World, id: &str, count: u32) -> Result<Value, OrderError> {
    let now = world.now();
    let event = world.graph.virtual_events.events.get_mut(id);
    let event = event.ok_or_else(|| unknown("virtual event", id))?;
    let first = event.registrations.len() + 1;
    for number in first..first + usize::try_from(count).unwrap_or_default() {
        let registration = Registration {
            id: random::guid(),
            user: None,
            enrolled_by: None,
            first_name: "Guest".into(),
            last_name: format!("{number}"),
            email: format!("guest{number}@example.org"),
            standing: Standing::Registered,
            registered: now,
            canceled: None,
            time_zone: "Romance Standard Time".into(),
            language: "en-gb".into(),
            answers: Vec::new(),
            referrer: None,
            external_id: None,
        };
        event.take_in(registration).map_err(|full| OrderError::Wrong(full.to_string()))?;
    }
    Ok(overview_of(event))
}

/// Somebody who fills in the registration page of Teams.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Visitor {
    /// Any name of a user of the tenant, who is signed in; else an outsider by name and address.
    user: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    /// As `registrationQuestionAnswers`.
    #[serde(default)]
    answers: Vec<Value>,
}

/// Registers somebody on Teams' own page, by the event's own rules; gives the registration.
pub(crate) fn visit(world: &mut World, id: &str, visitor: Visitor) -> Result<Value, OrderError> {
    let now = world.now();
    let signed_in = match &visitor.user {
        Some(name) => Some(world.tenant.find_user(name).ok_or_else(|| unknown("user", name))?.clone()),
        None => None,
    };
    let event = world.graph.virtual_events.events.get_mut(id);
    let event = event.ok_or_else(|| unknown("virtual event", id))?;
    if event.status != Status::Published {
        return Err(OrderError::Wrong("the page is open while the event is published".into()));
    }
    let answers = enrol::answers(&event.questions, Some(&Value::Array(visitor.answers)))
        .map_err(|refusal| OrderError::Wrong(refusal.message))?;
    let text = Option::unwrap_or_default;
    let (first_name, last_name, email) = match &signed_in {
        Some(user) => (text(user.given_name.clone()), text(user.surname.clone()), user.mail.clone()),
        None => (text(visitor.first_name), text(visitor.last_name), text(visitor.email)),
    };
    if !enrol::is_address(&email) {
        return Err(OrderError::Wrong("the page wants an e-mail address".into()));
    }
    let registration = Registration {
        id: random::guid(),
        user: signed_in.map(|user| user.id),
        enrolled_by: None,
        first_name,
        last_name,
        email,
        standing: Standing::Registered,
        registered: now,
        canceled: None,
        time_zone: "Romance Standard Time".into(),
        language: "en-gb".into(),
        answers,
        referrer: None,
        external_id: None,
    };
    let taken = event.take_in(registration).map_err(|full| OrderError::Wrong(full.to_string()))?;
    Ok(registrations::shown(taken))
}

/// Whoever is registered changes their mind on Teams' page.
pub(crate) fn leave(world: &mut World, id: &str, registration: &str) -> Result<Value, OrderError> {
    let now = world.now();
    let event = world.graph.virtual_events.events.get_mut(id);
    let event = event.ok_or_else(|| unknown("virtual event", id))?;
    let known = event.registrations.iter_mut().find(|one| one.id == registration && one.is_live());
    let known = known.ok_or_else(|| unknown("registration", registration))?;
    (known.standing, known.canceled) = (Standing::Canceled, Some(now));
    let shown = registrations::shown(known);
    event.promote();
    Ok(shown)
}

/// A meeting that was held, and who came.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Held {
    /// A virtual event's id.
    event: Option<String>,
    /// Or an online meeting's id or join link.
    meeting: Option<String>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    /// Without it: the organizer, and all who are registered, from beginning to end.
    people: Option<Vec<Came>>,
}

/// One person who came.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Came {
    /// The id of their registration, which then says who they are.
    registration: Option<String>,
    /// Any name of a user of the tenant.
    user: Option<String>,
    name: Option<String>,
    email: Option<String>,
    role: Option<String>,
    joined: Option<Timestamp>,
    left: Option<Timestamp>,
    /// For who came more than once.
    intervals: Option<Vec<(Timestamp, Timestamp)>>,
}

/// Adds an attendance report and gives its id.
pub(crate) fn hold(world: &mut World, held: Held) -> Result<Value, OrderError> {
    let (key, times, event) = match (&held.event, &held.meeting) {
        (Some(id), None) => {
            let event = world.graph.virtual_events.events.get(id);
            let event = event.ok_or_else(|| unknown("virtual event", id))?;
            (event.session.clone(), (event.start.at, event.end.at), Some(event))
        }
        (None, Some(name)) => {
            let meeting = world.graph.meetings.values().find(|one| one.id == *name || one.join_url == *name);
            let meeting = meeting.ok_or_else(|| unknown("meeting", name))?;
            (meeting.id.clone(), (meeting.start, meeting.end), None)
        }
        _ => return Err(OrderError::Wrong("name an 'event' or a 'meeting'".into())),
    };
    let (start, end) = (held.start.unwrap_or(times.0), held.end.unwrap_or(times.1));
    if end < start {
        return Err(OrderError::Wrong("the end must not be before the start".into()));
    }
    let records = match held.people {
        Some(people) => people
            .into_iter()
            .map(|one| record(world, event, one, (start, end)))
            .collect::<Result<Vec<_>, _>>()?,
        None => everybody(world, event, (start, end)),
    };
    let external = event.map(|event| event::shown(&world.tenant, event)["externalEventInformation"].clone());
    let external = external.and_then(|list| list.as_array().cloned()).unwrap_or_default();
    let report = Report { id: random::guid(), start, end, external, records };
    let answer = json!({"report": report.id, "participants": report.records.len()});
    world.graph.reports.entry(key).or_default().push(report);
    Ok(answer)
}

fn everybody(world: &World, event: Option<&VirtualEvent>, times: (Timestamp, Timestamp)) -> Vec<Record> {
    let Some(event) = event else { return Vec::new() };
    let organizer = Record {
        identity: event::person(&world.tenant, &event.organizer),
        email: world.tenant.user(&event.organizer).map(|user| user.mail.clone()),
        ..blank("Organizer", times)
    };
    let registered = event.registrations.iter().filter(|one| one.standing == Standing::Registered);
    std::iter::once(organizer).chain(registered.map(|one| registrant(world, one, times))).collect()
}

fn blank(role: &str, times: (Timestamp, Timestamp)) -> Record {
    Record {
        id: random::guid(),
        email: None,
        identity: Value::Null,
        role: role.to_owned(),
        intervals: vec![times],
        registration: None,
        external: Value::Null,
    }
}

fn registrant(world: &World, one: &Registration, times: (Timestamp, Timestamp)) -> Record {
    let identity = match &one.user {
        Some(user) => event::person(&world.tenant, user),
        None => guest(&format!("{} {}", one.first_name, one.last_name), &one.email),
    };
    Record {
        email: Some(one.email.clone()),
        identity,
        registration: Some(one.id.clone()),
        external: registrations::shown(one)["externalRegistrationInformation"].clone(),
        ..blank("Attendee", times)
    }
}

fn guest(name: &str, email: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.communicationsGuestIdentity",
        "id": random::guid(), "displayName": name.trim(), "email": email,
    })
}

fn record(
    world: &World,
    event: Option<&VirtualEvent>,
    came: Came,
    (start, end): (Timestamp, Timestamp),
) -> Result<Record, OrderError> {
    let mut record = match (&came.registration, &came.user) {
        (Some(id), _) => {
            let known = event.and_then(|event| event.registrations.iter().find(|one| one.id == *id));
            registrant(world, known.ok_or_else(|| unknown("registration", id))?, (start, end))
        }
        (None, Some(name)) => {
            let user = world.tenant.find_user(name).ok_or_else(|| unknown("user", name))?;
            Record {
                email: Some(user.mail.clone()),
                identity: event::person(&world.tenant, &user.id),
                ..blank("Attendee", (start, end))
            }
        }
        (None, None) => {
            let name = came.name.as_deref().unwrap_or("Guest");
            let email = came.email.clone();
            let identity = guest(name, email.as_deref().unwrap_or_default());
            Record { email, identity, ..blank("Attendee", (start, end)) }
        }
    };
    record.role = came.role.unwrap_or(record.role);
    record.intervals =
        came.intervals.unwrap_or_else(|| vec![(came.joined.unwrap_or(start), came.left.unwrap_or(end))]);
    if record.intervals.iter().any(|(joined, left)| left < joined) {
        return Err(OrderError::Wrong("nobody leaves before they join".into()));
    }
    Ok(record)
}

/// What `GET {control}` shows of all virtual events and attendance.
pub(crate) fn overview(world: &World) -> Value {
    let events: Vec<Value> = world.graph.virtual_events.events.values().map(overview_of).collect();
    let reports = |(of, reports): (&String, &Vec<Report>)| {
        let shown = reports.iter().map(|one| {
            json!({"id": one.id, "start": one.start, "end": one.end, "participants": one.records.len()})
        });
        json!({"of": of, "reports": shown.collect::<Vec<_>>()})
    };
    let usage = &world.graph.virtual_events.usage;
    json!({
        "events": events,
        "requests": {"asked": usage.asked, "refused": usage.refused},
        "rsc": world.graph.virtual_events.rsc,
        "accessPolicies": world.graph.access_policies,
        "attendance": world.graph.reports.iter().map(reports).collect::<Vec<_>>(),
    })
}

fn overview_of(event: &VirtualEvent) -> Value {
    let counted =
        |standing: Standing| event.registrations.iter().filter(|one| one.standing == standing).count();
    json!({
        "id": event.id, "kind": event.kind, "displayName": event.display_name, "status": event.status,
        "organizer": event.organizer, "session": event.session, "capacity": event.configuration.capacity,
        "isManualApprovalEnabled": event.configuration.manual_approval,
        "isWaitlistEnabled": event.configuration.waitlist,
        "registrations": {
            "registered": counted(Standing::Registered), "waitlisted": counted(Standing::Waitlisted),
            "pendingApproval": counted(Standing::PendingApproval), "canceled": counted(Standing::Canceled),
            "rejectedByOrganizer": counted(Standing::RejectedByOrganizer),
        },
    })
}
