//! Attendance reports of online meetings and of virtual events' sessions. Nobody attends a meeting here: the control
//! door says who did.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::event_answer::instant;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use crate::wire::Reply;
use crate::world::World;

/// The newest reports that are ever shown.
const MOST: usize = 50;

/// One time that a meeting was held.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub id: String,
    pub start: Timestamp,
    pub end: Timestamp,
    /// `{applicationId, externalEventId}`, as they were when it ended.
    pub external: Vec<Value>,
    pub records: Vec<Record>,
}

/// One person's attendance.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record {
    pub id: String,
    pub email: Option<String>,
    /// An identity with its `@odata.type`.
    pub identity: Value,
    /// `Organizer`, `Presenter` or `Attendee`.
    pub role: String,
    pub intervals: Vec<(Timestamp, Timestamp)>,
    pub registration: Option<String>,
    /// `{referrer, registrationId}`, or null.
    pub external: Value,
}

/// `…/attendanceReports[/{id}[/attendanceRecords]]` of a meeting or session, for a caller who may.
pub(crate) fn answer(world: &World, ask: &Ask<'_>, of: &str, context: &str, path: &[&str]) -> Outcome<Reply> {
    let expands = expands_records(ask, path.len() == 1)?;
    let reports = world.graph.reports.get(of).map(Vec::as_slice).unwrap_or_default();
    let shown: Vec<&Report> = reports.iter().rev().take(MOST).collect();
    let known = |id: &str| shown.iter().find(|one| one.id == id).copied().ok_or_else(not_found);
    match path {
        [] => {
            let value: Vec<Value> = shown.iter().map(|one| report(one, false)).collect();
            Ok(list(context, &value))
        }
        [id] => {
            let mut body = json!({"@odata.context": format!("{context}/$entity")});
            if let (Value::Object(body), Value::Object(report)) = (&mut body, report(known(id)?, expands)) {
                body.extend(report);
            }
            Ok(Reply::json(StatusCode::OK, body))
        }
        [id, records] if records.eq_ignore_ascii_case("attendanceRecords") => {
            let value: Vec<Value> = known(id)?.records.iter().map(record).collect();
            Ok(list(&format!("{context}('{id}')/attendanceRecords"), &value))
        }
        [_, other, ..] => Err(Refusal::no_such_segment(other)),
    }
}

/// `$expand=attendanceRecords` is for one report; nothing else may be asked for.
fn expands_records(ask: &Ask<'_>, of_one: bool) -> Outcome<bool> {
    let mut expands = false;
    for (name, value) in ask.query().into_iter().filter(|(name, _)| name.starts_with('$')) {
        let records = value.eq_ignore_ascii_case("attendanceRecords");
        if !(of_one && name.eq_ignore_ascii_case("$expand") && records) {
            let text = format!("The query option '{name}={value}' is not supported for this request.");
            return Err(Refusal::bad_request("BadRequest", text));
        }
        expands = true;
    }
    Ok(expands)
}

fn list(context: &str, value: &[Value]) -> Reply {
    Reply::json(StatusCode::OK, json!({"@odata.context": context, "value": value}))
}

/// Records are empty unless they are asked for.
fn report(report: &Report, expanded: bool) -> Value {
    let records: Vec<Value> = report.records.iter().filter(|_| expanded).map(record).collect();
    json!({
        "id": report.id,
        "totalParticipantCount": report.records.len(),
        "meetingStartDateTime": instant(report.start),
        "meetingEndDateTime": instant(report.end),
        "externalEventInformation": report.external,
        "attendanceRecords": records,
    })
}

fn record(record: &Record) -> Value {
    let seconds = |(from, until): &(Timestamp, Timestamp)| until.duration_since(*from).as_secs();
    let intervals: Vec<Value> = record
        .intervals
        .iter()
        .map(|interval| {
            json!({
                "joinDateTime": instant(interval.0), "leaveDateTime": instant(interval.1),
                "durationInSeconds": seconds(interval),
            })
        })
        .collect();
    json!({
        "id": record.id,
        "emailAddress": record.email,
        "identity": record.identity,
        "role": record.role,
        "totalAttendanceInSeconds": record.intervals.iter().map(seconds).sum::<i64>(),
        "attendanceIntervals": intervals,
        "registrationId": record.registration,
        "externalRegistrationInformation": record.external,
    })
}

fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", "The attendance report was not found.")
}
