//! `GET /me/calendarView`: what lies in a window, series expanded.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::calendar::{collection, find, mailbox, reading};
use super::event::Instance;
use super::event_answer::View;
use super::event_shape::EVENT;
use super::odata::Options;
use super::permit::Reading;
use super::prefer::Prefer;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use super::zones::Zone;
use crate::wire::Reply;
use crate::world::World;

const LONGEST_DAYS: i64 = 1825;

pub(crate) fn list(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    let basic = reading(ask)? == Reading::Basic;
    let prefer = Prefer::read(&ask.call.headers)?;
    let (from, until) = window(&ask.query())?;
    let options = Options::read(&ask.query(), &EVENT)?;
    let mut instances: Vec<Instance<'_>> =
        mailbox(world, ask)?.events().flat_map(|event| event.instances(from, until)).collect();
    instances.sort_by_key(|instance| (instance.start.at, instance.event.id.clone()));
    let usual = world.switches.calendar_view_page_size;
    Ok(collection(world, ask, (&options, usual), &View { prefer: &prefer, basic }, instances))
}

/// `GET /me/events/{id}/instances`
pub(crate) fn instances(world: &World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    let basic = reading(ask)? == Reading::Basic;
    let prefer = Prefer::read(&ask.call.headers)?;
    let (from, until) = window(&ask.query())?;
    let options = Options::read(&ask.query(), &EVENT)?;
    let master = find(mailbox(world, ask)?, id)?;
    if master.event.recurrence.is_none() || master.date.is_some() {
        return Err(Refusal::bad_request(
            "ErrorInvalidRequest",
            "Your request can't be completed. Instances can only be read of a series master.",
        ));
    }
    let instances = master.event.instances(from, until);
    let usual = world.switches.calendar_view_page_size;
    Ok(collection(world, ask, (&options, usual), &View { prefer: &prefer, basic }, instances))
}

/// `startDateTime` and `endDateTime`: the offset in the value counts, UTC without one.
pub(crate) fn window(query: &[(String, String)]) -> Outcome<(Timestamp, Timestamp)> {
    let bound = |wanted: &str| {
        query.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    };
    let (Some(from), Some(until)) = (bound("startDateTime"), bound("endDateTime")) else {
        return Err(Refusal::bad_request(
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters StartDateTime and \
             EndDateTime.",
        ));
    };
    let from = instant("StartDateTime", from)?;
    let until = instant("EndDateTime", until)?;
    if until < from {
        return Err(Refusal::bad_request(
            "ErrorInvalidParameter",
            "The value of parameter 'EndDateTime' is invalid: it lies before 'StartDateTime'.",
        ));
    }
    if until.duration_since(from).as_hours() > LONGEST_DAYS * 24 {
        return Err(Refusal::bad_request(
            "ErrorInvalidParameter",
            format!(
                "Your request can't be completed. The range between the start and end dates is greater than the \
                 allowed range. Maximum number of days: {LONGEST_DAYS}"
            ),
        ));
    }
    Ok((from, until))
}

fn instant(name: &str, value: &str) -> Outcome<Timestamp> {
    if let Ok(at) = value.parse::<Timestamp>() {
        return Ok(at);
    }
    // "+05:30" sent unencoded arrives as " 05:30", and the service cannot read that either.
    let local = if value.contains(' ') { None } else { value.parse::<DateTime>().ok() };
    local.and_then(|local| Zone::utc().instant(local)).ok_or_else(|| {
        Refusal::bad_request("ErrorInvalidParameter", format!("The value of parameter '{name}' is invalid."))
    })
}
