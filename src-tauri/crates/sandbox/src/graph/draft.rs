//! What a POST or PATCH of an event asks for, checked by the calendar's own rules.

use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::event::{Event, Moment};
use super::html;
use super::recurrence::Recurrence;
use super::refusal::{Outcome, Refusal};
use super::zones::Zone;

const MOST_ATTENDEES: usize = 500;

/// A checked request body; what it does not mention is absent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub start: Option<Moment>,
    pub end: Option<Moment>,
    pub body: Option<String>,
    /// Null takes the recurrence away.
    pub recurrence: Option<Value>,
    pub online: Option<bool>,
    pub provider: Option<String>,
    pub plain: Map<String, Value>,
}

impl Draft {
    pub fn read(mut object: Map<String, Value>) -> Outcome<Self> {
        let mut draft = Self {
            start: moment(object.remove("start"))?,
            end: moment(object.remove("end"))?,
            ..Self::default()
        };
        if let Some(body) = object.remove("body") {
            draft.body = Some(body_html(&body));
        }
        draft.recurrence = object.remove("recurrence");
        draft.online = object.remove("isOnlineMeeting").and_then(|value| value.as_bool());
        draft.provider =
            object.remove("onlineMeetingProvider").and_then(|value| value.as_str().map(str::to_owned));
        if let Some(Value::Array(attendees)) = object.get("attendees") {
            check_attendees(attendees)?;
        }
        draft.plain = object;
        Ok(draft)
    }

    /// The rules between start, end and `isAllDay`, with what the item has already.
    pub fn check_times(&self, existing: Option<&Event>) -> Outcome<(Moment, Moment)> {
        let start = self.start.clone().or_else(|| existing.map(|event| event.start.clone()));
        let end = self.end.clone().or_else(|| existing.map(|event| event.end.clone()));
        let (Some(start), Some(end)) = (start, end) else { return Err(Refusal::invalid_property()) };
        if end.at < start.at {
            return Err(Refusal::invalid_property());
        }
        let all_day = self
            .plain
            .get("isAllDay")
            .or_else(|| existing.and_then(|event| event.plain.get("isAllDay")))
            .is_some_and(|value| value == true);
        let midnight =
            |moment: &Moment| moment.zone().local(moment.at).time() == jiff::civil::Time::midnight();
        if all_day && !(midnight(&start) && midnight(&end) && end.at > start.at) {
            return Err(Refusal::invalid_property());
        }
        Ok((start, end))
    }

    /// The recurrence as it will be, given the event's start.
    pub fn check_recurrence(&self, start: &Moment, existing: Option<&Event>) -> Outcome<Option<Recurrence>> {
        match &self.recurrence {
            None => Ok(existing.and_then(|event| event.recurrence.clone())),
            Some(Value::Null) => Ok(None),
            Some(value) => Recurrence::read(value, start.local_date(), start.zone().windows_name()).map(Some),
        }
    }
}

fn body_html(body: &Value) -> String {
    let content = body["content"].as_str().unwrap_or_default();
    // A body without a type counts as text, the first member of the enumeration.
    if body["contentType"] == "html" { content.to_owned() } else { html::from_text(content) }
}

/// A `dateTimeTimeZone`, if there is one.
pub(crate) fn moment(value: Option<Value>) -> Outcome<Option<Moment>> {
    let Some(value) = value else { return Ok(None) };
    if value.is_null() {
        return Err(Refusal::invalid_property());
    }
    let name = value["timeZone"].as_str().unwrap_or_default();
    let zone = Zone::named(name).ok_or_else(|| Refusal::unknown_zone(name))?;
    let text = value["dateTime"].as_str().unwrap_or_default();
    // A wall clock reading in the zone beside it: an offset of its own would contradict that.
    let time = text.split_once(char::is_alphabetic).map_or("", |(_, time)| time);
    if time.contains(['+', '-']) {
        return Err(unreadable(text));
    }
    let local: DateTime = match text.strip_suffix(['Z', 'z']) {
        Some(utc) if zone.name.eq_ignore_ascii_case("UTC") => utc.parse(),
        Some(_) => return Err(unreadable(text)),
        None => text.parse(),
    }
    .map_err(|_| unreadable(text))?;
    let at = zone.instant(local).ok_or_else(|| unreadable(text))?;
    Ok(Some(Moment { at, zone: zone.name }))
}

fn unreadable(text: &str) -> Refusal {
    Refusal::unreadable_property(format!(
        "Cannot convert the literal '{text}' to the expected type 'Edm.DateTime'."
    ))
}

fn check_attendees(attendees: &[Value]) -> Outcome<()> {
    if attendees.len() > MOST_ATTENDEES {
        return Err(Refusal::bad_request(
            "ErrorExceededMaxRecipientLimit",
            format!("The number of attendees exceeds the maximum of {MOST_ATTENDEES}."),
        ));
    }
    for attendee in attendees {
        let address = attendee["emailAddress"]["address"].as_str().unwrap_or_default();
        let sound =
            address.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
        if !sound {
            return Err(Refusal::bad_request(
                "ErrorInvalidRecipients",
                "At least one recipient is not valid.",
            ));
        }
    }
    Ok(())
}
