//! Webinars and town halls: made, listed and read.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::state::{Configuration, Kind, Status, VirtualEvent};
use super::{About, bad_request, body, check_options, check_sees, find, one, page, permits, read, shapes};
use crate::graph::draft::moment;
use crate::graph::event::Moment;
use crate::graph::names;
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::switches::AcceptLanguage;
use crate::tenant::{Tenant, User};
use crate::wire::Reply;
use crate::world::World;

/// `POST /webinars`, `POST /townhalls`: a draft.
pub(super) fn create(world: &mut World, ask: &Ask<'_>, kind: Kind) -> Outcome<Reply> {
    permits::check(world, &ask.grant, None, &permits::WRITE)?;
    check_options(ask, &[])?;
    let organizer = world.tenant.user(&ask.owner).ok_or_else(permits::missing)?.clone();
    if !organizer.teams_licensed {
        return Err(Refusal::forbidden("The user is not licensed for virtual events of Microsoft Teams."));
    }
    if !world.switches.webinars_allowed {
        return Err(Refusal::forbidden("The events policy of the tenant does not allow virtual events."));
    }
    let language = ask.call.header("accept-language").unwrap_or_default();
    if world.switches.webinar_accept_language == AcceptLanguage::Required && language.is_empty() {
        return Err(bad_request("The Accept-Language header is required."));
    }
    let mut event = blank(&world.tenant, &organizer, kind, ask.now, None);
    let mut object = body(ask)?;
    for name in ["displayName", "startDateTime", "endDateTime"] {
        if object.get(name).is_none_or(Value::is_null) {
            return Err(bad_request(format!("The property '{name}' is required.")));
        }
    }
    apply(world, &mut event, &mut object)?;
    if event.start.at < ask.now {
        return Err(bad_request("startDateTime must not be in the past."));
    }
    let (answer, context) = (shown(&world.tenant, &event), kind.segment());
    world.graph.virtual_events.events.insert(event.id.clone(), event);
    Ok(one(world, context, answer, StatusCode::CREATED))
}

/// An event that says nothing yet. `seed` names what is seeded.
pub(super) fn blank(
    tenant: &Tenant,
    organizer: &User,
    kind: Kind,
    now: jiff::Timestamp,
    seed: Option<&str>,
) -> VirtualEvent {
    let session = seed.map(|seed| format!("session of {seed}"));
    VirtualEvent {
        id: format!("{}@{}", names::guid(seed), tenant.id),
        kind,
        organizer: organizer.id.clone(),
        created: now,
        status: Status::Draft,
        display_name: String::new(),
        description: Value::Null,
        start: Moment { at: now, zone: "UTC".into() },
        end: Moment { at: now, zone: "UTC".into() },
        audience: "organization".into(),
        co_organizers: Vec::new(),
        emails_attendees: true,
        registration_required: kind == Kind::Webinar,
        invite_only: false,
        invited: Vec::new(),
        external: Vec::new(),
        presenters: Vec::new(),
        configuration: Configuration::default(),
        questions: Vec::new(),
        registrations: Vec::new(),
        session: names::guid(session.as_deref()),
        thread: names::thread_id(session.as_deref()),
    }
}

/// Takes over what a body says, by the rules that hold for a draft and for a change alike.
pub(super) fn apply(world: &World, event: &mut VirtualEvent, object: &mut Map<String, Value>) -> Outcome<()> {
    let invited = (event.kind == Kind::Townhall).then(|| object.remove("invitedAttendees")).flatten();
    let shape = if event.kind == Kind::Webinar { &shapes::WEBINAR } else { &shapes::TOWNHALL };
    let mut object = read(shape, std::mem::take(object))?;
    if let Some(name) = object.remove("displayName") {
        name.as_str().unwrap_or_default().clone_into(&mut event.display_name);
    }
    if event.display_name.trim().is_empty() {
        return Err(bad_request("displayName must not be empty."));
    }
    if let Some(description) = object.remove("description") {
        event.description = described(&description);
    }
    times(event, &mut object)?;
    if let Some(Value::String(audience)) = object.remove("audience") {
        event.audience = audience;
    }
    if event.audience == "everyone" && !world.switches.public_webinars_allowed {
        return Err(Refusal::forbidden("The events policy of the tenant does not allow public events."));
    }
    if let Some(Value::Array(people)) = object.remove("coOrganizers") {
        event.co_organizers =
            people.iter().map(|one| member(world, one)).collect::<Outcome<Vec<String>>>()?;
    }
    let flag = |value: Option<Value>| value.and_then(|value| value.as_bool());
    if let Some(settings) = object.remove("settings") {
        let wanted = settings["isAttendeeEmailNotificationEnabled"].as_bool();
        event.emails_attendees = wanted.unwrap_or(event.emails_attendees);
    }
    event.registration_required =
        flag(object.remove("isRegistrationRequired")).unwrap_or(event.registration_required);
    event.invite_only = flag(object.remove("isInviteOnly")).unwrap_or(event.invite_only);
    if let Some(invited) = invited {
        let people = invited.as_array().ok_or_else(|| bad_request("invitedAttendees is a collection."))?;
        event.invited =
            people.iter().map(|one| super::presenters::identity(world, one)).collect::<Outcome<Vec<_>>>()?;
    }
    // A public event has no list of those who may come.
    if event.invite_only && event.audience != "organization" {
        return Err(bad_request("isInviteOnly can be true only with the audience 'organization'."));
    }
    Ok(())
}

fn times(event: &mut VirtualEvent, object: &mut Map<String, Value>) -> Outcome<()> {
    let read = |value: Option<Value>| {
        moment(value).map_err(|mut refusal| {
            "BadRequest".clone_into(&mut refusal.code);
            refusal
        })
    };
    if let Some(start) = read(object.remove("startDateTime"))? {
        event.start = start;
    }
    if let Some(end) = read(object.remove("endDateTime"))? {
        event.end = end;
    }
    if event.end.at <= event.start.at {
        return Err(bad_request("endDateTime must be after startDateTime."));
    }
    Ok(())
}

fn described(description: &Value) -> Value {
    if description.is_null() {
        return Value::Null;
    }
    let kind = description["contentType"].as_str().unwrap_or("text");
    json!({"contentType": kind, "content": description["content"]})
}

/// The object id of a person of the tenant that a communicationsUserIdentity names.
pub(super) fn member(world: &World, identity: &Value) -> Outcome<String> {
    let id = identity["id"].as_str().unwrap_or_default();
    let home = identity["tenantId"].as_str().is_none_or(|tenant| tenant == world.tenant.id);
    match world.tenant.user(id) {
        Some(user) if home => Ok(user.id.clone()),
        _ => Err(bad_request(format!("The user '{id}' was not found in the tenant."))),
    }
}

/// `GET /webinars/{id}`
pub(super) fn get(world: &World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::READ_EVENT)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_sees(ask, event)?;
    let mut answer = shown(&world.tenant, event);
    if about.kind.is_none() {
        answer["@odata.type"] = json!(format!("#{}", event.kind.public()));
    }
    Ok(one(world, about.kind.map_or("events", Kind::segment), answer, StatusCode::OK))
}

/// `GET /webinars`: the whole tenant's, for an application.
pub(super) fn list(world: &World, ask: &Ask<'_>, kind: Kind) -> Outcome<Reply> {
    permits::check(world, &ask.grant, None, &permits::READ_TENANT)?;
    check_options(ask, &[])?;
    several(world, ask, kind, |_| true)
}

/// `getByUserRole(role='organizer')` of the signed-in person; `getByUserIdAndRole(userId='…',role='…')` for an
/// application.
pub(super) fn by_role(world: &World, ask: &Ask<'_>, kind: Kind, function: &str) -> Outcome<Reply> {
    if ask.call.method != axum::http::Method::GET {
        return Err(Refusal::method_not_allowed());
    }
    let (name, arguments) = call(function).ok_or_else(|| Refusal::no_such_segment(function))?;
    let argument = |wanted: &str| {
        let found = arguments.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_str())
    };
    let user = match name.as_str() {
        "getbyuserrole" if arguments.len() == 1 => {
            permits::check(world, &ask.grant, None, &permits::READ_OWN)?;
            ask.owner.clone()
        }
        "getbyuseridandrole" if arguments.len() == 2 => {
            permits::check(world, &ask.grant, None, &permits::READ_TENANT)?;
            argument("userId").unwrap_or_default().to_owned()
        }
        _ => return Err(Refusal::no_such_segment(function)),
    };
    check_options(ask, &[])?;
    match argument("role").map(str::to_ascii_lowercase).as_deref() {
        Some("organizer") => several(world, ask, kind, |event| event.organizer == user),
        Some("coorganizer") => several(world, ask, kind, |event| event.co_organizers.contains(&user)),
        _ => Err(bad_request("The role is 'organizer' or 'coOrganizer'.")),
    }
}

/// `name(a='x',b='y')`, the name in lower case.
pub(super) fn call(function: &str) -> Option<(String, Vec<(String, String)>)> {
    let (name, rest) = function.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    let arguments = inside.split(',').map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        Some((name.trim().to_owned(), value.replace("''", "'")))
    });
    Some((name.to_ascii_lowercase(), arguments.collect::<Option<Vec<_>>>()?))
}

fn several(
    world: &World,
    ask: &Ask<'_>,
    kind: Kind,
    wanted: impl Fn(&VirtualEvent) -> bool,
) -> Outcome<Reply> {
    let mut events: Vec<&VirtualEvent> = world
        .graph
        .virtual_events
        .events
        .values()
        .filter(|event| event.kind == kind && wanted(event))
        .collect();
    events.sort_by_key(|event| (event.created, event.id.clone()));
    page(world, ask, kind.segment(), &events, |event| shown(&world.tenant, event))
}

/// The event as Graph answers it.
pub(super) fn shown(tenant: &Tenant, event: &VirtualEvent) -> Value {
    let co_organizers: Vec<Value> = event.co_organizers.iter().map(|id| person(tenant, id)).collect();
    let external: Vec<Value> = event
        .external
        .iter()
        .map(|one| json!({"applicationId": one.application_id, "externalEventId": one.external_event_id}))
        .collect();
    let mut answer = json!({
        "id": event.id,
        "status": event.status,
        "displayName": event.display_name,
        "description": event.description,
        "startDateTime": local(&event.start),
        "endDateTime": local(&event.end),
        "audience": event.audience,
        "createdBy": {"application": null, "device": null, "user": person(tenant, &event.organizer)},
        "coOrganizers": co_organizers,
        "settings": {"isAttendeeEmailNotificationEnabled": event.emails_attendees},
        "isRegistrationRequired": event.registration_required,
        "externalEventInformation": external,
    });
    if event.kind == Kind::Townhall {
        answer["isInviteOnly"] = json!(event.invite_only);
        answer["invitedAttendees"] = json!(event.invited);
        answer["capacity"] = json!(event.configuration.capacity);
    }
    answer
}

/// The wall clock reading with its zone, as it was sent.
pub(super) fn local(moment: &Moment) -> Value {
    let local = moment.zone().local(moment.at);
    json!({"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S").to_string(), "timeZone": moment.zone})
}

/// A person of the tenant.
pub(crate) fn person(tenant: &Tenant, id: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.communicationsUserIdentity",
        "id": id,
        "displayName": tenant.user(id).map(|user| &user.display_name),
        "tenantId": tenant.id,
    })
}
