//! `GET /me/calendarView/delta`: a window in pages, then what changed in it.
//!
//! The window is frozen in the token. A series comes as its master and one short entry for each date.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::calendar::{mailbox, reading};
use super::calendar_view::window;
use super::event::Event;
use super::event_answer::View;
use super::event_shape::EVENT;
use super::mailbox::Mailbox;
use super::odata::Options;
use super::permit::Reading;
use super::prefer::Prefer;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use crate::wire::Reply;
use crate::world::World;

const DEFAULT_PAGE: usize = 10;

/// What a token holds; clients take it as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Token {
    generation: String,
    from: Timestamp,
    until: Timestamp,
    /// The mailbox's change up to which the client is; 0 for the first round.
    since: u64,
    /// The last entry of this round that the client has.
    after: String,
    /// The mailbox's change when this round began: the next one starts there.
    upto: u64,
    delta: bool,
}

pub(crate) fn answer(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    let basic = reading(ask)? == Reading::Basic;
    let prefer = Prefer::read(&ask.call.headers)?;
    let options = Options::read(&ask.query(), &EVENT)?;
    for (used, name) in [
        (options.select.is_some(), "$select"),
        (options.filter.is_some(), "$filter"),
        (!options.order.is_empty(), "$orderby"),
    ] {
        if used {
            return Err(Refusal::bad_request(
                "ErrorInvalidUrlQuery",
                format!(
                    "The following parameters are not supported with change tracking over the 'CalendarView' \
                     resource: '{name}'."
                ),
            ));
        }
    }
    let mailbox = mailbox(world, ask)?;
    let token = token(world, ask, &options, mailbox)?;
    let view = View { prefer: &prefer, basic };
    let entries = entries(mailbox, &token, &view);
    let size = prefer.page_size.unwrap_or(DEFAULT_PAGE);
    let rest: Vec<&(String, Value)> = entries.iter().filter(|(place, _)| *place > token.after).collect();
    let page: Vec<&Value> = rest.iter().take(size).map(|(_, entry)| entry).collect();
    let context = format!("{}/v1.0/$metadata#Collection(event)", world.urls.graph);
    let mut body = json!({"@odata.context": context, "value": page});
    let base = ask.link(
        world,
        &[("startDateTime", None), ("endDateTime", None), ("$skiptoken", None), ("$deltatoken", None)],
    );
    let base = base.split('?').next().unwrap_or_default();
    if let Some((last, _)) = (rest.len() > size).then(|| rest[size - 1]) {
        let next = Token { after: last.clone(), delta: false, ..token };
        body["@odata.nextLink"] = json!(format!("{base}?$skiptoken={}", next.write()));
    } else {
        let next = Token { since: token.upto, after: String::new(), delta: true, ..token };
        body["@odata.deltaLink"] = json!(format!("{base}?$deltatoken={}", next.write()));
    }
    let reply = Reply::json(StatusCode::OK, body);
    Ok(match prefer.applied(true) {
        Some(applied) => reply.with("preference-applied", applied),
        None => reply,
    })
}

fn token(world: &World, ask: &Ask<'_>, options: &Options, mailbox: &Mailbox) -> Outcome<Token> {
    let Some(text) = options.skip_token.as_ref().or(options.delta_token.as_ref()) else {
        let (from, until) = window(&ask.query())?;
        let generation = world.graph.sync_generation.clone();
        return Ok(Token {
            generation,
            from,
            until,
            since: 0,
            after: String::new(),
            upto: mailbox.changes(),
            delta: false,
        });
    };
    let mut token =
        Token::read(text).filter(|token| token.delta == options.skip_token.is_none()).ok_or_else(|| {
            Refusal::bad_request(
                "SyncStateInvalid",
                "The sync state is invalid or was made for another request.",
            )
        })?;
    if token.generation != world.graph.sync_generation {
        let (from, until) = (token.from.to_string(), token.until.to_string());
        let fresh = ask.link(
            world,
            &[
                ("$skiptoken", None),
                ("$deltatoken", None),
                ("startDateTime", Some(from)),
                ("endDateTime", Some(until)),
            ],
        );
        return Err(Refusal::new(
            StatusCode::GONE,
            "SyncStateNotFound",
            format!("The sync state generation is not found; generation={}.", token.generation),
        )
        .with("location", fresh));
    }
    if token.delta {
        token.upto = mailbox.changes();
    }
    Ok(token)
}

/// The entries of a round, each with its place: what is taken out between two pages moves no other entry.
fn entries(mailbox: &Mailbox, token: &Token, view: &View<'_>) -> Vec<(String, Value)> {
    let id = |event: &Event| if view.prefer.immutable_ids { &event.immutable_id } else { &event.id }.clone();
    let mut entries = Vec::new();
    for event in mailbox.events().filter(|event| event.changed_at > token.since) {
        let place = |date: String| format!("{}|{}|{date}", event.created, event.id);
        let instances = event.instances(token.from, token.until);
        if instances.is_empty() {
            // It changed and is not in the window: gone from there, as far as the client can know.
            if token.since > 0 {
                entries.push((place(String::new()), gone(&id(event))));
            }
            continue;
        }
        if event.recurrence.is_some() {
            entries.push((place(String::new()), typed(view.event(&event.itself()))));
        }
        for instance in instances {
            let date = instance.date.map_or_else(String::new, |date| date.to_string());
            let entry = if instance.kind() == "occurrence" {
                view.occurrence_stub(&instance)
            } else {
                typed(view.event(&instance))
            };
            entries.push((place(date), entry));
        }
    }
    if token.since > 0 {
        for removed in mailbox.removed_since(token.since) {
            let id = if view.prefer.immutable_ids { &removed.immutable_id } else { &removed.id };
            entries.push((format!("~{:012}", removed.changed_at), gone(id)));
        }
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    entries
}

fn typed(mut event: Value) -> Value {
    event["@odata.type"] = json!("#microsoft.graph.event");
    event
}

fn gone(id: &str) -> Value {
    json!({"@odata.type": "#microsoft.graph.event", "id": id, "@removed": {"reason": "deleted"}})
}

impl Token {
    fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn read(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}
