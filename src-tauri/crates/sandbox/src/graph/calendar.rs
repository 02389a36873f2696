//! `/me/events` and what is under it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::draft::Draft;
use super::event::{Event, Instance};
use super::event_answer::View;
use super::event_change::{self, Setting};
use super::event_shape::{CANCEL, EVENT};
use super::mailbox::Mailbox;
use super::names;
use super::odata::{Options, Order};
use super::permit::{self, Reading};
use super::prefer::Prefer;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use crate::switches::{DeletedEventById, EventPatchIfMatch, RepeatedTransactionId};
use crate::tenant::User;
use crate::wire::{Content, Reply};
use crate::world::World;

/// `GET /me/events`: single events and masters, not expanded.
pub(crate) fn list(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    let basic = reading(ask)? == Reading::Basic;
    let prefer = Prefer::read(&ask.call.headers)?;
    let options = Options::read(&ask.query(), &EVENT)?;
    let mailbox = mailbox(world, ask)?;
    let view = View { prefer: &prefer, basic };
    let mut instances: Vec<Instance<'_>> = mailbox.events().map(Event::itself).collect();
    // Without an order the newest come first.
    instances.sort_by(|a, b| b.event.created.cmp(&a.event.created).then(a.event.id.cmp(&b.event.id)));
    let usual = world.switches.events_page_size;
    Ok(collection(world, ask, (&options, usual), &view, instances))
}

/// One page of events, filtered and ordered. With the options comes the size of a page where they name none.
pub(crate) fn collection(
    world: &World,
    ask: &Ask<'_>,
    (options, usual): (&Options, usize),
    view: &View<'_>,
    instances: Vec<Instance<'_>>,
) -> Reply {
    let in_utc = Prefer { zone: None, ..view.prefer.clone() };
    let plain = View { prefer: &in_utc, basic: true };
    let mut rows: Vec<(Value, Instance<'_>)> =
        instances.into_iter().map(|instance| (plain.event(&instance), instance)).collect();
    if let Some(filter) = &options.filter {
        rows.retain(|(event, _)| filter.passes(event));
    }
    rows.sort_by(|(a, _), (b, _)| compare(a, b, &options.order));
    let (total, page) = (rows.len(), options.page(usual));
    let value: Vec<Value> = rows
        .iter()
        .skip(options.skip)
        .take(page)
        .map(|(_, instance)| options.project(view.event(instance)))
        .collect();
    let mut body = json!({"@odata.context": context(world, ask, "events"), "value": value});
    if options.count {
        body["@odata.count"] = json!(total);
    }
    if options.skip + page < total {
        body["@odata.nextLink"] =
            json!(ask.link(world, &[("$skip", Some((options.skip + page).to_string()))]));
    }
    applied(Reply::json(StatusCode::OK, body), view.prefer)
}

fn compare(a: &Value, b: &Value, order: &[Order]) -> std::cmp::Ordering {
    let key = |event: &Value, path: &str| -> String {
        let mut value = event;
        for part in path.split('/') {
            value = &value[part];
        }
        value.as_str().map_or_else(|| value.to_string(), str::to_lowercase)
    };
    for Order { property, descending } in order {
        let by = key(a, property).cmp(&key(b, property));
        let by = if *descending { by.reverse() } else { by };
        if by.is_ne() {
            return by;
        }
    }
    std::cmp::Ordering::Equal
}

/// `GET /me/events/$count`
pub(crate) fn count(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    reading(ask)?;
    let total = mailbox(world, ask)?.events().count();
    let mut reply = Reply::empty(StatusCode::OK);
    reply.content = Content::Text(total.to_string());
    Ok(reply)
}

/// `POST /me/events`
pub(crate) fn create(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    writing(ask)?;
    let prefer = Prefer::read(&ask.call.headers)?;
    let draft = Draft::read(EVENT.read(&ask.call.body, ask.content_type())?)?;
    let transaction = draft.plain.get("transactionId").and_then(Value::as_str);
    let known = transaction.and_then(|id| mailbox(world, ask).ok()?.by_transaction(id)).cloned();
    if let Some(known) = known {
        match world.switches.repeated_transaction_id {
            RepeatedTransactionId::ReturnsExisting => return Ok(made(world, ask, &prefer, &known)),
            RepeatedTransactionId::Conflict409 => {
                return Err(Refusal::new(
                    StatusCode::CONFLICT,
                    "ErrorDuplicateTransactionId",
                    "Your request can't be completed. An event with the same transaction ID already exists.",
                ));
            }
            RepeatedTransactionId::CreatesSecond => {}
        }
    }
    let (tenant, organizer) = (world.tenant.clone(), owner(world, ask)?.clone());
    let link_form = world.switches.join_url_form;
    let setting = Setting { tenant: &tenant, organizer: &organizer, link_form, now: ask.now, seed: None };
    let event = event_change::create(&mut world.graph, setting, draft)?;
    Ok(made(world, ask, &prefer, &event))
}

fn made(world: &World, ask: &Ask<'_>, prefer: &Prefer, event: &Event) -> Reply {
    let location = format!("{}/v1.0/users('{}')/events('{}')", world.urls.graph, ask.owner, event.id);
    one(world, ask, prefer, &event.itself(), StatusCode::CREATED, false).with("location", location)
}

/// One event as the body of an answer.
fn one(
    world: &World,
    ask: &Ask<'_>,
    prefer: &Prefer,
    instance: &Instance<'_>,
    status: StatusCode,
    basic: bool,
) -> Reply {
    let mut body = json!({"@odata.context": context(world, ask, "events/$entity")});
    let event = View { prefer, basic }.event(instance);
    if let (Value::Object(body), Value::Object(event)) = (&mut body, event) {
        body.extend(event);
    }
    let etag = body["@odata.etag"].as_str().unwrap_or_default().to_owned();
    applied(Reply::json(status, body), prefer).with("etag", etag)
}

/// `GET /me/events/{id}`
pub(crate) fn get(world: &World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    let basic = reading(ask)? == Reading::Basic;
    let prefer = Prefer::read(&ask.call.headers)?;
    let options = Options::read(&ask.query(), &EVENT)?;
    let mailbox = mailbox(world, ask)?;
    let readable = world.switches.deleted_event_by_id == DeletedEventById::StillReadable;
    let found = find(mailbox, id)
        .or_else(|refusal| mailbox.deleted(id).filter(|_| readable).map(Event::itself).ok_or(refusal))?;
    let mut reply = one(world, ask, &prefer, &found, StatusCode::OK, basic);
    if let Content::Json(body) = reply.content {
        reply.content = Content::Json(options.project(body));
    }
    Ok(reply)
}

/// `PATCH /me/events/{id}`, on events, series and single dates of a series.
pub(crate) fn update(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    writing(ask)?;
    let prefer = Prefer::read(&ask.call.headers)?;
    let object = EVENT.read(&ask.call.body, ask.content_type())?;
    let instance = find(mailbox(world, ask)?, id)?;
    if object.contains_key("transactionId") {
        return Err(Refusal::read_only("transactionId"));
    }
    if world.switches.event_patch_if_match == EventPatchIfMatch::Honoured {
        check_change_key(ask, &instance)?;
    }
    let (master, date) = (instance.event.id.clone(), instance.date);
    let draft = Draft::read(object)?;
    if let Some(date) = date {
        event_change::update_date(&mut world.graph, &ask.owner, &master, date, draft, ask.now)?;
    } else {
        let (tenant, organizer) = (world.tenant.clone(), owner(world, ask)?.clone());
        let link_form = world.switches.join_url_form;
        let setting = Setting { tenant: &tenant, organizer: &organizer, link_form, now: ask.now, seed: None };
        event_change::update(&mut world.graph, setting, &master, draft)?;
    }
    let instance = find(mailbox(world, ask)?, id)?;
    Ok(one(world, ask, &prefer, &instance, StatusCode::OK, false))
}

/// `DELETE /me/events/{id}`
pub(crate) fn delete(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    writing(ask)?;
    let instance = find(mailbox(world, ask)?, id)?;
    check_change_key(ask, &instance)?;
    let (master, date) = (instance.event.id.clone(), instance.date);
    take_out(world, ask, &master, date)?;
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// `POST /me/events/{id}/cancel`: the organizer's copy goes to Deleted Items; the attendees are told by mail.
pub(crate) fn cancel(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    writing(ask)?;
    if !ask.call.body.is_empty() {
        CANCEL.read(&ask.call.body, ask.content_type())?;
    }
    let instance = find(mailbox(world, ask)?, id)?;
    if !instance.event.is_organizer {
        return Err(Refusal::bad_request(
            "ErrorAccessDenied",
            "Your request can't be completed. You need to be an organizer to cancel a meeting.",
        ));
    }
    let (master, date) = (instance.event.id.clone(), instance.date);
    take_out(world, ask, &master, date)?;
    Ok(Reply::empty(StatusCode::ACCEPTED))
}

fn take_out(world: &mut World, ask: &Ask<'_>, master: &str, date: Option<jiff::civil::Date>) -> Outcome<()> {
    if let Some(date) = date {
        return event_change::remove_date(&mut world.graph, &ask.owner, master, date, ask.now);
    }
    let mailbox = world.graph.mailboxes.get_mut(&ask.owner).ok_or_else(Refusal::item_not_found)?;
    mailbox.remove(master).map(drop).ok_or_else(Refusal::item_not_found)
}

/// `GET /me/calendar`
pub(crate) fn itself(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    if ask.call.method != axum::http::Method::GET {
        return Err(Refusal::method_not_allowed());
    }
    reading(ask)?;
    let (user, mailbox) = (owner(world, ask)?, mailbox(world, ask)?);
    let (allowed, default) = if user.teams_licensed {
        (json!(["teamsForBusiness"]), "teamsForBusiness")
    } else {
        (json!([]), "unknown")
    };
    let body = json!({
        "@odata.context": context(world, ask, "calendar/$entity"),
        "id": mailbox.calendar_id, "name": "Calendar", "color": "auto", "hexColor": "",
        "isDefaultCalendar": true, "changeKey": names::change_key(&mailbox.calendar_id, 1),
        "canShare": true, "canViewPrivateItems": true, "canEdit": true, "isRemovable": false,
        "allowedOnlineMeetingProviders": allowed, "defaultOnlineMeetingProvider": default,
        "isTallyingResponses": true, "owner": {"name": user.display_name, "address": user.mail},
    });
    Ok(Reply::json(StatusCode::OK, body))
}

pub(crate) fn check_calendar(world: &World, ask: &Ask<'_>, id: &str) -> Outcome<()> {
    if !names::is_item_id(id) {
        return Err(Refusal::malformed_id());
    }
    let known = mailbox(world, ask)?.calendar_id == id;
    known.then_some(()).ok_or_else(Refusal::item_not_found)
}

/// A single event, a master, or the date of a series that an id names.
pub(crate) fn find<'m>(mailbox: &'m Mailbox, id: &str) -> Outcome<Instance<'m>> {
    if !names::is_item_id(id) {
        return Err(Refusal::malformed_id());
    }
    if let Some(event) = mailbox.event(id) {
        return Ok(event.itself());
    }
    let (master, date) = names::split_occurrence(id).ok_or_else(Refusal::item_not_found)?;
    let event = mailbox.event(&master).ok_or_else(Refusal::item_not_found)?;
    if !event.has_date(date) {
        return Err(Refusal::item_not_found());
    }
    event.on(date).ok_or_else(Refusal::item_not_found)
}

fn check_change_key(ask: &Ask<'_>, instance: &Instance<'_>) -> Outcome<()> {
    match ask.call.header("if-match") {
        Some(etag) if etag != "*" && etag != instance.event.etag() => Err(Refusal::change_key_conflict()),
        _ => Ok(()),
    }
}

/// Somebody else's calendar takes a share, which nobody in the seeded tenant has given.
fn own(ask: &Ask<'_>) -> Outcome<()> {
    let other = ask.grant.user.as_ref().is_some_and(|user| *user != ask.owner);
    if other { Err(Refusal::access_denied()) } else { Ok(()) }
}

pub(crate) fn reading(ask: &Ask<'_>) -> Outcome<Reading> {
    own(ask)?;
    permit::read_calendar(&ask.grant)
}

fn writing(ask: &Ask<'_>) -> Outcome<()> {
    own(ask)?;
    permit::write_calendar(&ask.grant)
}

pub(crate) fn mailbox<'w>(world: &'w World, ask: &Ask<'_>) -> Outcome<&'w Mailbox> {
    world.graph.mailboxes.get(&ask.owner).ok_or_else(Refusal::item_not_found)
}

fn owner<'w>(world: &'w World, ask: &Ask<'_>) -> Outcome<&'w User> {
    world.tenant.user(&ask.owner).ok_or_else(Refusal::item_not_found)
}

pub(crate) fn context(world: &World, ask: &Ask<'_>, what: &str) -> String {
    format!("{}/v1.0/$metadata#users('{}')/{what}", world.urls.graph, ask.owner)
}

pub(crate) fn applied(reply: Reply, prefer: &Prefer) -> Reply {
    match prefer.applied(false) {
        Some(applied) => reply.with("preference-applied", applied),
        None => reply,
    }
}
