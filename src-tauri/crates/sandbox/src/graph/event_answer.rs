//! An event as Graph answers it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::event::{Event, Instance, Moment};
use super::html;
use super::names;
use super::prefer::Prefer;
use super::zones::Zone;

/// How an answer is asked to look, and how much of it the token may see.
#[derive(Debug, Clone)]
pub(crate) struct View<'a> {
    pub prefer: &'a Prefer,
    /// `Calendars.ReadBasic`: no body, no attachments, no extensions.
    pub basic: bool,
}

impl View<'_> {
    /// The whole event, without `@odata.context`.
    pub fn event(&self, instance: &Instance<'_>) -> Value {
        let event = instance.event;
        let zone = self.prefer.zone();
        let changed = event.changed(instance.date);
        let version = event.version + changed.map_or(0, |changed| changed.version);
        let change_key = names::change_key(&event.id, version);
        let mut answer = json!({
            "@odata.etag": format!("W/\"{change_key}\""),
            "id": if self.prefer.immutable_ids { instance.immutable_id() } else { instance.id() },
            "createdDateTime": instant(event.created),
            "lastModifiedDateTime": instant(event.modified),
            "changeKey": change_key,
            "originalStartTimeZone": instance.start.zone().windows_name(),
            "originalEndTimeZone": instance.end.zone().windows_name(),
            "iCalUId": event.ical_uid,
            "hasAttachments": false,
            "isCancelled": event.is_cancelled,
            "isOrganizer": event.is_organizer,
            "seriesMasterId": instance.date.map(|_| self.master_id(event)),
            "type": instance.kind(),
            "webLink": names::web_link(&instance.id()),
            "onlineMeetingUrl": null,
            "isOnlineMeeting": event.is_online,
            "onlineMeetingProvider": if event.is_online { "teamsForBusiness" } else { "unknown" },
            "isDraft": false,
            "recurrence": recurrence(instance),
            "responseStatus": response_status(event),
            "start": moment(&instance.start, &zone),
            "end": moment(&instance.end, &zone),
            "location": location(event.plain(instance.date, "location")),
            "locations": locations(event, instance),
            "attendees": attendees(event.plain(instance.date, "attendees")),
            "organizer": {"emailAddress": {"name": event.organizer.name, "address": event.organizer.address}},
            "onlineMeeting": event.join_url.as_ref().map(|url| json!({"joinUrl": url})),
        });
        for (name, default) in plain_defaults() {
            answer[name] = event.plain(instance.date, name).cloned().unwrap_or(default);
        }
        // Echoed only where it was set.
        if let Some(transaction) = event.plain(instance.date, "transactionId") {
            answer["transactionId"] = transaction.clone();
        }
        if !self.basic {
            let body = changed.and_then(|changed| changed.body.as_ref()).unwrap_or(&event.body);
            answer["bodyPreview"] = json!(html::preview(body));
            answer["body"] = self.body(body);
        }
        answer
    }

    fn body(&self, body: &str) -> Value {
        if self.prefer.plain_body == Some(true) {
            json!({"contentType": "text", "content": html::to_text(body)})
        } else {
            json!({"contentType": "html", "content": html::document(body)})
        }
    }

    /// What a delta says of an unchanged date of a series: where and when, the rest is the master's.
    pub fn occurrence_stub(&self, instance: &Instance<'_>) -> Value {
        let whole = self.event(instance);
        let mut stub = json!({"@odata.type": "#microsoft.graph.event"});
        for name in ["@odata.etag", "id", "seriesMasterId", "type", "start", "end"] {
            stub[name] = whole[name].clone();
        }
        stub
    }

    fn master_id(&self, event: &Event) -> String {
        if self.prefer.immutable_ids { event.immutable_id.clone() } else { event.id.clone() }
    }
}

/// What a property is where nobody has set it.
fn plain_defaults() -> [(&'static str, Value); 11] {
    [
        ("categories", json!([])),
        ("reminderMinutesBeforeStart", json!(15)),
        ("isReminderOn", json!(true)),
        ("subject", json!("")),
        ("importance", json!("normal")),
        ("sensitivity", json!("normal")),
        ("isAllDay", json!(false)),
        ("responseRequested", json!(true)),
        ("showAs", json!("busy")),
        ("allowNewTimeProposals", json!(true)),
        ("hideAttendees", json!(false)),
    ]
}

/// `DateTimeOffset` with up to seven decimals, trailing zeros gone.
pub(crate) fn instant(at: Timestamp) -> String {
    let fraction = at.subsec_nanosecond() / 100;
    let whole = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    if fraction == 0 {
        return format!("{whole}Z");
    }
    let digits = format!("{fraction:07}");
    format!("{whole}.{}Z", digits.trim_end_matches('0'))
}

fn moment(moment: &Moment, zone: &Zone) -> Value {
    let local = zone.local(moment.at);
    json!({"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S.0000000").to_string(), "timeZone": zone.name})
}

fn recurrence(instance: &Instance<'_>) -> Value {
    match (&instance.event.recurrence, instance.date) {
        (Some(recurrence), None) => recurrence.render(),
        _ => Value::Null,
    }
}

fn response_status(event: &Event) -> Value {
    let response = if event.is_organizer { "organizer" } else { "notResponded" };
    json!({"response": response, "time": "0001-01-01T00:00:00Z"})
}

fn location(given: Option<&Value>) -> Value {
    let mut answer = json!({
        "displayName": "", "locationType": "default", "uniqueIdType": "unknown", "address": {}, "coordinates": {},
    });
    if let Some(Value::Object(given)) = given {
        for (name, value) in given {
            if !value.is_null() {
                answer[name.as_str()] = value.clone();
            }
        }
        if given.get("displayName").is_some_and(|name| name.as_str().is_some_and(|name| !name.is_empty())) {
            let name = answer["displayName"].clone();
            answer["uniqueId"] = name;
            answer["uniqueIdType"] = json!("private");
        }
    }
    answer
}

fn locations(event: &Event, instance: &Instance<'_>) -> Value {
    if let Some(Value::Array(given)) = event.plain(instance.date, "locations") {
        return given.iter().map(|one| location(Some(one))).collect();
    }
    match event.plain(instance.date, "location") {
        Some(one) if one["displayName"].as_str().is_some_and(|name| !name.is_empty()) => {
            json!([location(Some(one))])
        }
        _ => json!([]),
    }
}

fn attendees(given: Option<&Value>) -> Value {
    let Some(Value::Array(given)) = given else { return json!([]) };
    given
        .iter()
        .map(|attendee| {
            let address = &attendee["emailAddress"]["address"];
            let name = attendee["emailAddress"]["name"].as_str().map_or_else(|| address.clone(), Value::from);
            json!({
                "type": attendee["type"].as_str().unwrap_or("required"),
                "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
                "emailAddress": {"name": name, "address": address},
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_trim_their_zeros() {
        let whole: Timestamp = "2026-12-01T18:00:00Z".parse().expect("a literal");
        let part: Timestamp = "2026-12-01T18:00:00.12340009Z".parse().expect("a literal");
        assert_eq!(instant(whole), "2026-12-01T18:00:00Z", "no decimals where there are none");
        assert_eq!(instant(part), "2026-12-01T18:00:00.1234Z", "seven decimals at most, zeros trimmed");
    }
}
