//! `…/registrations`: who is enrolled. Only an application that was let into the event sees the list.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::permits::By;
use super::state::{Registration, Standing, VirtualEvent};
use super::{
    About, bad_request, check_options, enrol, event, find, find_mut, not_found, not_yours, one, page,
    permits, place, sessions,
};
use crate::graph::event_answer::instant;
use crate::graph::permit;
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::switches::{ExpandedSessions, OpenRead, RegistrationByKey};
use crate::wire::Reply;
use crate::world::World;

/// How a path names a registration.
#[derive(Debug, Clone)]
enum Key {
    Id(String),
    Email(String),
    User(String),
}

impl Key {
    fn names(&self, one: &Registration) -> bool {
        match self {
            Self::Id(id) => one.id.eq_ignore_ascii_case(id),
            Self::Email(email) => one.email.eq_ignore_ascii_case(email),
            Self::User(user) => one.user.as_ref() == Some(user),
        }
    }
}

/// `path` begins with the segment of the registrations, which may hold a key.
pub(super) fn answer(world: &mut World, ask: &Ask<'_>, about: About<'_>, path: &[&str]) -> Outcome<Reply> {
    let method = &ask.call.method;
    let (key, rest) = match path {
        [name, rest @ ..] if name.contains('(') => (Some(by_key(world, name)?), rest),
        [_, "$count", ..] => return Err(Refusal::not_in_sandbox("counting registrations")),
        [_, id, rest @ ..] => (Some(Key::Id((*id).to_owned())), rest),
        _ => (None, &[][..]),
    };
    let Some(key) = key else {
        return match *method {
            Method::GET => list(world, ask, about),
            Method::POST => enrol::enrol(world, ask, about),
            _ => Err(Refusal::method_not_allowed()),
        };
    };
    match rest {
        [] if method == Method::GET => get(world, ask, about, &key),
        [] => Err(Refusal::method_not_allowed()),
        [name] if name.eq_ignore_ascii_case("cancel") && method == Method::POST => {
            cancel(world, ask, about, &key)
        }
        [name, rest @ ..] if name.eq_ignore_ascii_case("sessions") && method == Method::GET => {
            own_sessions(world, ask, about, &key, rest)
        }
        [name, ..] if ["cancel", "sessions"].contains(&name.to_ascii_lowercase().as_str()) => {
            Err(Refusal::method_not_allowed())
        }
        [other, ..] => Err(Refusal::no_such_segment(other)),
    }
}

/// `registrations(email='…')` and `registrations(userId='…')`: in the contract, and on no page.
fn by_key(world: &World, segment: &str) -> Outcome<Key> {
    if world.switches.registration_by_key == RegistrationByKey::Refused400 {
        return Err(Refusal::no_such_segment(segment));
    }
    let (_, arguments) = event::call(segment).ok_or_else(|| Refusal::no_such_segment(segment))?;
    match arguments.as_slice() {
        [(name, value)] if name == "email" => Ok(Key::Email(value.clone())),
        [(name, value)] if name == "userId" => Ok(Key::User(value.clone())),
        _ => Err(Refusal::no_such_segment(segment)),
    }
}

/// `GET …/registrations`
fn list(world: &World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    let reads = permit::has(&ask.grant, &["VirtualEvent.Read", "VirtualEvent.ReadWrite"], &[]);
    let open =
        ask.grant.user.is_some() && reads && world.switches.delegated_registration_list == OpenRead::Served;
    if !open {
        permits::check(world, &ask.grant, Some(about.id), &permits::LIST_REGISTRATIONS)?;
    }
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_organizes_or_app(ask, event)?;
    let delay = SignedDuration::from_secs(world.switches.registration_list_delay_seconds);
    let shows = |one: &&Registration| ask.now.duration_since(one.registered) >= delay;
    let listed: Vec<&Registration> = event.registrations.iter().filter(shows).collect();
    page(world, ask, &place(event, "registrations"), &listed, |one| shown(one))
}

fn check_organizes_or_app(ask: &Ask<'_>, event: &VirtualEvent) -> Outcome<()> {
    let may = ask.grant.user.as_deref().is_none_or(|user| event.organizes(user));
    may.then_some(()).ok_or_else(not_yours)
}

/// `GET …/registrations/{id}`
fn get(world: &World, ask: &Ask<'_>, about: About<'_>, key: &Key) -> Outcome<Reply> {
    let by = permits::check(world, &ask.grant, Some(about.id), &permits::READ_REGISTRATION)?;
    check_options(ask, &["$expand"])?;
    let event = find(world, about)?;
    if by == By::Role {
        permits::check_registration_policy(world, &ask.grant, &event.organizer)?;
    }
    let known = named(event, key)?;
    check_concerns(ask, event, known)?;
    let mut answer = shown(known);
    if expands_sessions(world, ask, about)? {
        answer["sessions"] = json!(sessions::of_registration(world, event, known));
    }
    Ok(one(world, &place(event, "registrations"), answer, StatusCode::OK))
}

/// Whether `$expand=sessions` is asked for and served: a page mentions `$expand`, and the sessions themselves need
/// a permission that no signed-in person has.
fn expands_sessions(world: &World, ask: &Ask<'_>, about: About<'_>) -> Outcome<bool> {
    let query = ask.query();
    let Some((_, value)) = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("$expand")) else {
        return Ok(false);
    };
    if !value.trim().eq_ignore_ascii_case("sessions") {
        let text = format!("Could not find a property named '{value}' to expand.");
        return Err(bad_request(text));
    }
    if permits::check(world, &ask.grant, Some(about.id), &permits::LIST_REGISTRATIONS).is_ok() {
        return Ok(true);
    }
    match world.switches.expanded_sessions {
        ExpandedSessions::Forbidden403 => Err(permits::missing()),
        ExpandedSessions::Ignored => Ok(false),
        ExpandedSessions::Served => Ok(true),
    }
}

/// `POST …/registrations/{id}/cancel`: people of the tenant by a delegated token, outsiders by an application's.
fn cancel(world: &mut World, ask: &Ask<'_>, about: About<'_>, key: &Key) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::CANCEL_REGISTRATION)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    let known = named(event, key)?;
    check_concerns(ask, event, known)?;
    if ask.grant.user.is_some() != known.user.is_some() {
        return Err(Refusal::forbidden(if known.user.is_some() {
            "The registration of a user of the tenant can be canceled with delegated permissions only."
        } else {
            "The registration of an anonymous user can be canceled with application permissions only."
        }));
    }
    if !known.is_live() {
        return Err(bad_request("The registration is not active."));
    }
    let (id, now) = (known.id.clone(), ask.now);
    let event = find_mut(world, about)?;
    if let Some(known) = event.registrations.iter_mut().find(|one| one.id == id) {
        known.standing = Standing::Canceled;
        known.canceled = Some(now);
    }
    event.promote();
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// `GET …/registrations/{id}/sessions[/{sid}]`: where the personal join link is.
fn own_sessions(world: &World, ask: &Ask<'_>, about: About<'_>, key: &Key, rest: &[&str]) -> Outcome<Reply> {
    let reads = permit::has(&ask.grant, &["VirtualEvent.Read", "VirtualEvent.ReadWrite"], &[]);
    let open = ask.grant.user.is_some()
        && reads
        && world.switches.delegated_registration_sessions == OpenRead::Served;
    if !open {
        permits::check(world, &ask.grant, Some(about.id), &permits::LIST_REGISTRATIONS)?;
    }
    check_options(ask, &[])?;
    let event = find(world, about)?;
    let known = named(event, key)?;
    check_concerns(ask, event, known)?;
    let found = sessions::of_registration(world, event, known);
    let context = place(event, &format!("registrations('{}')/sessions", known.id));
    match rest {
        [] => page(world, ask, &context, &found, Clone::clone),
        [id] => {
            let session = found.into_iter().find(|session| session["id"] == *id).ok_or_else(not_found)?;
            Ok(one(world, &context, session, StatusCode::OK))
        }
        [_, other, ..] => Err(Refusal::no_such_segment(other)),
    }
}

fn named<'e>(event: &'e VirtualEvent, key: &Key) -> Outcome<&'e Registration> {
    let mut found = event.registrations.iter().filter(|one| key.names(one));
    // Of several of one person the live one is meant, else the newest.
    let live = found.clone().find(|one| one.is_live());
    live.or_else(|| found.next_back()).ok_or_else(not_found)
}

/// A signed-in person sees their own registration, and an organizer all of the event's.
fn check_concerns(ask: &Ask<'_>, event: &VirtualEvent, known: &Registration) -> Outcome<()> {
    let concerns = ask
        .grant
        .user
        .as_deref()
        .is_none_or(|user| known.user.as_deref() == Some(user) || event.organizes(user));
    concerns.then_some(()).ok_or_else(not_yours)
}

/// The registration as Graph answers it. It has no join link of its own.
pub(super) fn shown(one: &Registration) -> Value {
    let external = (one.external_id.is_some() || one.referrer.is_some())
        .then(|| json!({"referrer": one.referrer, "registrationId": one.external_id}));
    json!({
        "id": one.id,
        "userId": one.user,
        "firstName": one.first_name,
        "lastName": one.last_name,
        "email": one.email,
        "status": one.standing,
        "registrationDateTime": instant(one.registered),
        "cancelationDateTime": one.canceled.map(instant),
        "preferredTimezone": one.time_zone,
        "preferredLanguage": one.language,
        "registrationQuestionAnswers": one.answers,
        "externalRegistrationInformation": external,
    })
}
