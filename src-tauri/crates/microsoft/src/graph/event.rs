//! The calendar's `event`. <https://learn.microsoft.com/graph/api/resources/event>

use super::recurrence::PatternedRecurrence;
use crate::open_enum::open_enum;
use serde::{Deserialize, Serialize};

/// A wall-clock time and the zone it is meant in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DateTimeTimeZone {
    /// `2026-12-01T18:00:00`, in answers with seven decimals; never with an offset.
    pub date_time: String,
    /// A Windows name (`W. Europe Standard Time`), one of the IANA names that Outlook knows, or `UTC`.
    pub time_zone: String,
}

/// Text or HTML. What comes back is wrapped into a whole HTML page by the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemBody {
    /// `text` or `html`.
    #[serde(default)]
    pub content_type: Option<String>,
    #[serde(default)]
    pub content: Option<String>,
}

impl ItemBody {
    pub fn text(content: impl Into<String>) -> Self {
        Self { content_type: Some("text".to_owned()), content: Some(content.into()) }
    }

    pub fn html(content: impl Into<String>) -> Self {
        Self { content_type: Some("html".to_owned()), content: Some(content.into()) }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailAddress {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address: Option<EmailAddress>,
}

/// A co-organizer or speaker. Registrants never are attendees: Outlook would mail them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attendee {
    pub email_address: EmailAddress,
    /// `required`, `optional` or `resource`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

open_enum! {
    /// What an event is to its series.
    EventType {
        SingleInstance = "singleInstance",
        Occurrence = "occurrence",
        Exception = "exception",
        SeriesMaster = "seriesMaster",
    }
}

/// How to join, as far as the calendar knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OnlineMeetingInfo {
    /// Exactly as the filter of [`super::OnlineMeetings::by_join_url`] wants it.
    pub join_url: Option<String>,
    pub conference_id: Option<String>,
    pub toll_number: Option<String>,
}

/// An event as Graph tells it. Only `id` is always there: a delta may bring little more.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Case-sensitive. Of the kind that [`super::Preferences::immutable_ids`] asked for.
    pub id: String,
    #[serde(rename = "@odata.etag")]
    pub etag: Option<String>,
    pub change_key: Option<String>,
    pub i_cal_u_id: Option<String>,
    pub transaction_id: Option<String>,
    pub subject: Option<String>,
    pub body: Option<ItemBody>,
    pub body_preview: Option<String>,
    pub start: Option<DateTimeTimeZone>,
    pub end: Option<DateTimeTimeZone>,
    pub original_start_time_zone: Option<String>,
    pub location: Option<Location>,
    pub organizer: Option<Recipient>,
    #[serde(default, deserialize_with = "nullable")]
    pub attendees: Vec<Attendee>,
    pub is_online_meeting: Option<bool>,
    pub online_meeting_provider: Option<String>,
    /// Filled some moments after the event where Teams is slow; `null` without a Teams licence.
    pub online_meeting: Option<OnlineMeetingInfo>,
    pub is_cancelled: Option<bool>,
    pub is_organizer: Option<bool>,
    pub is_all_day: Option<bool>,
    pub is_draft: Option<bool>,
    #[serde(rename = "type")]
    pub kind: Option<EventType>,
    pub series_master_id: Option<String>,
    /// Of a series master; `None` also for a rule that cannot be read, which must not hide the event.
    #[serde(default, deserialize_with = "readable")]
    pub recurrence: Option<PatternedRecurrence>,
    pub web_link: Option<String>,
    /// RFC 3339; `0001-01-01T00:00:00Z` means never.
    pub created_date_time: Option<String>,
    pub last_modified_date_time: Option<String>,
}

pub(super) fn nullable<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn readable<'de, D>(deserializer: D) -> Result<Option<PatternedRecurrence>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

/// What to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewEvent {
    pub subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<ItemBody>,
    pub start: DateTimeTimeZone,
    pub end: DateTimeTimeZone,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// 500 at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attendees: Vec<Attendee>,
    /// Cannot be taken back.
    pub is_online_meeting: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_meeting_provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_new_time_proposals: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_attendees: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_requested: Option<bool>,
    /// Makes it a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<PatternedRecurrence>,
    /// Chosen by us and kept: the same one in a repeated request makes no second event. What a repetition answers is
    /// not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
}

impl NewEvent {
    /// A Teams meeting with nobody invited.
    pub fn teams(
        subject: impl Into<String>,
        start: DateTimeTimeZone,
        end: DateTimeTimeZone,
        transaction_id: impl Into<String>,
    ) -> Self {
        Self {
            subject: subject.into(),
            body: None,
            start,
            end,
            location: None,
            attendees: Vec::new(),
            is_online_meeting: true,
            online_meeting_provider: Some("teamsForBusiness".to_owned()),
            allow_new_time_proposals: None,
            hide_attendees: None,
            response_requested: None,
            recurrence: None,
            transaction_id: Some(transaction_id.into()),
        }
    }
}

/// What to change; `None` leaves it as it is. Changing the body of an online meeting must keep Teams' own part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTimeTimeZone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTimeTimeZone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Replaces the whole list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees: Option<Vec<Attendee>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_attendees: Option<bool>,
    /// Of a series master; the exceptions of the series are lost with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<PatternedRecurrence>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_whatever_is_added_to_it() {
        let event: Event = serde_json::from_str(
            r#"{"@odata.context":"x","@odata.etag":"W/\"abc\"","id":"AAMk=","iCalUId":"040000008200E000",
                "subject":null,"attendees":null,"type":"somethingNew","isCancelled":false,"newProperty":{"x":[1]},
                "start":{"dateTime":"2026-12-01T12:00:00.0000000","timeZone":"UTC"},
                "onlineMeeting":{"joinUrl":"https://teams.microsoft.com/l/meetup-join/19%3ax/0","phones":null}}"#,
        )
        .expect("one new property must not break every calendar");
        assert_eq!(event.i_cal_u_id.as_deref(), Some("040000008200E000"), "the name has capitals of its own");
        assert_eq!(event.kind, Some(EventType::Other("somethingNew".to_owned())));
        assert!(event.attendees.is_empty());
        let join_url = event.online_meeting.and_then(|meeting| meeting.join_url).expect("a join URL");
        assert!(join_url.contains("19%3ax"), "the filter needs it exactly as it came: {join_url}");
    }

    #[test]
    fn a_new_event_says_only_what_it_means() {
        let at = |hour: u8| DateTimeTimeZone {
            date_time: format!("2026-12-01T{hour:02}:00:00"),
            time_zone: "Romance Standard Time".to_owned(),
        };
        let sent =
            serde_json::to_value(NewEvent::teams("Launch", at(18), at(19), "t-1")).expect("plain data");
        assert_eq!(
            sent,
            serde_json::json!({
                "subject": "Launch", "isOnlineMeeting": true, "onlineMeetingProvider": "teamsForBusiness",
                "start": {"dateTime": "2026-12-01T18:00:00", "timeZone": "Romance Standard Time"},
                "end": {"dateTime": "2026-12-01T19:00:00", "timeZone": "Romance Standard Time"},
                "transactionId": "t-1",
            }),
            "a property that nobody meant may be refused, or change something"
        );
        assert_eq!(
            serde_json::to_string(&EventPatch::default()).expect("plain data"),
            "{}",
            "a patch of nothing changes nothing"
        );
    }
}
