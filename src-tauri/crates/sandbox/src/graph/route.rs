//! From a path to the resource that answers it. Order of checks: token, path, permission, body.

use axum::http::Method;
use jiff::Timestamp;

use super::refusal::{Outcome, Refusal};
use super::{batch, beta, calendar, calendar_view, delta, meetings, people, virtual_events};
use crate::entra::{Audience, Grant, check_bearer};
use crate::switches::Cloud;
use crate::wire::{Call, Reply, encode};
use crate::world::World;

/// An authorised request on what belongs to one user.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub call: &'a Call,
    pub grant: Grant,
    pub now: Timestamp,
    /// Object id of the user whose things are asked for.
    pub owner: String,
}

impl Ask<'_> {
    pub fn query(&self) -> Vec<(String, String)> {
        self.call.query()
    }

    pub fn content_type(&self) -> Option<&str> {
        self.call.header("content-type")
    }

    /// The request's own address with query parameters replaced (compared without regard to case).
    pub fn link(&self, world: &World, replaced: &[(&str, Option<String>)]) -> String {
        let dropped = |name: &str| replaced.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let mut query: Vec<String> = self
            .query()
            .into_iter()
            .filter(|(name, _)| !dropped(name))
            .map(|(name, value)| format!("{name}={}", encode(&value)))
            .collect();
        query.extend(
            replaced
                .iter()
                .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}={}", encode(value)))),
        );
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", world.urls.graph, self.call.path, query.join("&"))
    }
}

pub(crate) fn answer(world: &mut World, call: &Call) -> Outcome<Reply> {
    let grant =
        check_bearer(world, &call.headers, Audience::Graph).map_err(|fault| Refusal::token(&fault))?;
    let segments = call.segments().ok_or_else(|| Refusal::uri("The request URI is not valid."))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (version, path) = segments.split_first().ok_or_else(|| invalid_version(""))?;
    let beta = match *version {
        "v1.0" => false,
        "beta" => true,
        _ => return Err(invalid_version(version)),
    };
    if same(path, &["$batch"]) {
        return batch::answer(world, call);
    }
    if let ([solutions, events, rest @ ..], false) = (path, beta)
        && solutions.eq_ignore_ascii_case("solutions")
        && events.eq_ignore_ascii_case("virtualEvents")
    {
        if world.switches.cloud != Cloud::Global {
            return Err(Refusal::no_such_segment(solutions));
        }
        let owner = grant.user.clone().unwrap_or_default();
        let ask = Ask { call, grant, now: world.now(), owner };
        return virtual_events::answer(world, &ask, rest);
    }
    let (owner, rest) = owner(world, &grant, path)?;
    let ask = Ask { call, grant, now: world.now(), owner };
    if beta { beta::answer(world, &ask, rest) } else { resource(world, &ask, rest) }
}

/// Whether a request goes to a mailbox, whose limits are Outlook's.
pub(crate) fn is_outlook(call: &Call) -> bool {
    let segments = call.segments().unwrap_or_default();
    let rest = match segments.get(1).map(String::as_str) {
        Some("me") => &segments[2..],
        Some("users") if segments.len() > 3 => &segments[3..],
        _ => return false,
    };
    let first = rest.first().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
    ["events", "calendar", "calendars", "calendarview"].contains(&first.as_str())
}

pub(crate) fn is_virtual_event(call: &Call) -> bool {
    let segments = call.segments().unwrap_or_default();
    segments.get(2).is_some_and(|name| name.eq_ignore_ascii_case("virtualEvents"))
}

fn invalid_version(version: &str) -> Refusal {
    Refusal::bad_request("BadRequest", format!("Invalid version: {version}"))
}

fn same(path: &[&str], wanted: &[&str]) -> bool {
    path.len() == wanted.len() && path.iter().zip(wanted).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// The user that `/me` or `/users/{id}` means, and the rest of the path.
fn owner<'p>(world: &World, grant: &Grant, path: &'p [&'p str]) -> Outcome<(String, &'p [&'p str])> {
    match path {
        [me, rest @ ..] if me.eq_ignore_ascii_case("me") => match &grant.user {
            Some(user) => Ok((user.clone(), rest)),
            None => Err(Refusal::bad_request(
                "BadRequest",
                "/me request is only valid with delegated authentication flow.",
            )),
        },
        [users, who, rest @ ..] if users.eq_ignore_ascii_case("users") => {
            let known = world.tenant.users.iter().find(|user| {
                user.id.eq_ignore_ascii_case(who) || user.user_principal_name.eq_ignore_ascii_case(who)
            });
            match known {
                Some(user) => Ok((user.id.clone(), rest)),
                None => Err(Refusal::new(
                    axum::http::StatusCode::NOT_FOUND,
                    "Request_ResourceNotFound",
                    format!(
                        "Resource '{who}' does not exist or one of its queried reference-property objects are not \
                         present."
                    ),
                )),
            }
        }
        [first, ..] => Err(Refusal::no_such_segment(first)),
        [] => Err(Refusal::no_such_segment("")),
    }
}

fn resource(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    let Some((first, rest)) = path.split_first() else { return people::answer(world, ask) };
    match first.to_ascii_lowercase().as_str() {
        "events" => events(world, ask, rest),
        "calendarview" => view(world, ask, rest),
        "calendar" => in_calendar(world, ask, rest),
        "calendars" => match rest {
            [id, rest @ ..] => {
                calendar::check_calendar(world, ask, id)?;
                in_calendar(world, ask, rest)
            }
            [] => Err(Refusal::not_in_sandbox("lists of calendars")),
        },
        "onlinemeetings" if world.switches.cloud != Cloud::China => meetings::answer(world, ask, rest),
        _ => Err(Refusal::no_such_segment(first)),
    }
}

fn in_calendar(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    match path {
        [] => calendar::itself(world, ask),
        [events, rest @ ..] if events.eq_ignore_ascii_case("events") => self::events(world, ask, rest),
        [name, rest @ ..] if name.eq_ignore_ascii_case("calendarview") => view(world, ask, rest),
        [other, ..] => Err(Refusal::no_such_segment(other)),
    }
}

fn events(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    let method = &ask.call.method;
    match path {
        [] if method == Method::GET => calendar::list(world, ask),
        [] if method == Method::POST => calendar::create(world, ask),
        ["$count"] if method == Method::GET => calendar::count(world, ask),
        [delta, ..] if delta.to_ascii_lowercase().starts_with("delta") => {
            Err(Refusal::not_in_sandbox("events/delta; calendarView/delta is there"))
        }
        [id] if method == Method::GET => calendar::get(world, ask, id),
        [id] if method == Method::PATCH => calendar::update(world, ask, id),
        [id] if method == Method::DELETE => calendar::delete(world, ask, id),
        [] | [_] => Err(Refusal::method_not_allowed()),
        [id, action] => match action.to_ascii_lowercase().as_str() {
            "cancel" if method == Method::POST => calendar::cancel(world, ask, id),
            "permanentdelete" if method == Method::POST => calendar::delete(world, ask, id),
            "instances" if method == Method::GET => calendar_view::instances(world, ask, id),
            "cancel" | "permanentdelete" | "instances" => Err(Refusal::method_not_allowed()),
            // A slash inside an id that was not percent-encoded looks just so.
            _ => Err(Refusal::uri(format!("Resource not found for the segment '{action}'."))),
        },
        [_, other, ..] => Err(Refusal::uri(format!("Resource not found for the segment '{other}'."))),
    }
}

fn view(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    if ask.call.method != Method::GET {
        return Err(Refusal::method_not_allowed());
    }
    match path {
        [] => calendar_view::list(world, ask),
        [name] if ["delta", "delta()"].iter().any(|delta| name.eq_ignore_ascii_case(delta)) => {
            delta::answer(world, ask)
        }
        [other, ..] => Err(Refusal::no_such_segment(other)),
    }
}
