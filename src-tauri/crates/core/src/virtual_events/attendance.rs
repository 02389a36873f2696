//! "Who was there?" After the event, from Teams' reports: the 50 newest of each sitting. One line a person, however often
//! somebody came and went.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;
use lectern_domain::csv_export;
use lectern_domain::email_address::EmailAddress;
use lectern_microsoft::graph::AttendanceRecord;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::VirtualEventError;
use super::teams::{self, ATTENDANCE, MANAGE};
use crate::desk::{Desk, blocking};
use crate::profile::files;

const PART: &str = "attendance";

#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Attendance {
    pub reports: Vec<Report>,
    /// By name.
    pub people: Vec<Attendee>,
    /// When Teams was asked; `None`: never.
    pub read_at: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "AttendanceReport")]
pub struct Report {
    pub id: String,
    pub start: Option<String>,
    pub end: Option<String>,
    #[ts(type = "number | null")]
    pub participants: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Attendee {
    pub name: String,
    pub email: Option<String>,
    /// As Teams calls it: Organizer, Presenter, Attendee.
    pub role: Option<String>,
    #[ts(type = "number")]
    pub seconds: i64,
    pub first_joined: Option<String>,
    pub last_left: Option<String>,
    /// Came by a registration.
    pub registered: bool,
}

/// As it was read last.
pub async fn show(desk: &Desk, id: &str) -> Result<Attendance, VirtualEventError> {
    teams::record(desk, id).await?;
    let wanted = id.to_owned();
    let kept = desk.read(move |r| r.virtual_events().part::<Attendance>(&wanted, PART)).await?;
    Ok(kept.map(|part| part.value).unwrap_or_default())
}

/// From Teams, and kept.
pub async fn read(desk: &Desk, id: &str) -> Result<Attendance, VirtualEventError> {
    let record = teams::record(desk, id).await?;
    let graph_id = record.graph_id.clone().ok_or(VirtualEventError::Unfinished)?;
    teams::owned(desk, &record).await?;
    let (kind, event) = (teams::kind(record.kind), graph_id.as_str());
    let sessions = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).sessions(event).await
    })
    .await?;
    let (mut reports, mut records) = (Vec::new(), Vec::new());
    for session in &sessions {
        let session = session.id.as_str();
        let found = teams::ask(desk, ATTENDANCE, |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).attendance_reports(event, session).await
        })
        .await?;
        for report in found {
            let report_id = report.id.as_str();
            records.extend(
                teams::ask(desk, ATTENDANCE, |graph, token| async move {
                    let events = graph.as_user(&token).virtual_events(kind);
                    events.attendance_records(event, session, report_id).await
                })
                .await?,
            );
            reports.push(Report {
                id: report.id,
                start: report.meeting_start_date_time,
                end: report.meeting_end_date_time,
                participants: report.total_participant_count,
            });
        }
    }
    let people = without_erased(desk, &record.id, people(records)).await?;
    let attendance = Attendance { reports, people, read_at: Some(desk.now().to_string()) };
    let (own, kept, now) = (record.id, attendance.clone(), desk.now());
    desk.write(move |w| Ok::<_, VirtualEventError>(w.virtual_events().set_part(&own, PART, &kept, now)?))
        .await?;
    Ok(attendance)
}

/// Teams knows them still; whoever was erased here does not come back by reading its report again.
async fn without_erased(
    desk: &Desk,
    id: &str,
    mut people: Vec<Attendee>,
) -> Result<Vec<Attendee>, VirtualEventError> {
    let (id, names) = (id.to_owned(), desk.pseudonyms().clone());
    let masked = desk
        .read(move |r| {
            let everybody = r.erasures().of_event(&id)?.is_some();
            for person in &mut people {
                let email = person.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
                let pseudonym = email.map(|email| names.of(email.normalized()));
                let asked = match &pseudonym {
                    Some(pseudonym) => r.erasures().knows(pseudonym)?,
                    None => false,
                };
                if everybody || asked {
                    person.name = lectern_store::personal::name(pseudonym.as_deref().unwrap_or_default());
                    person.email = None;
                }
            }
            Ok(people)
        })
        .await?;
    Ok(masked)
}

/// One line a person: by address, else by identity; without either each record is somebody else.
fn people(records: Vec<AttendanceRecord>) -> Vec<Attendee> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut people: Vec<Attendee> = Vec::new();
    for record in records {
        let identity = record.identity.clone().unwrap_or_default();
        let email = record.email_address.clone().filter(|text| !text.is_empty()).or(identity.email);
        let key = email.as_deref().map(str::to_lowercase).or(identity.id);
        let key = key.unwrap_or_else(|| format!("record {}", record.id));
        let name = identity.display_name.or_else(|| email.clone()).unwrap_or_else(|| "Somebody".to_owned());
        let place = *places.entry(key).or_insert_with(|| {
            people.push(Attendee {
                name,
                email,
                role: record.role.clone(),
                seconds: 0,
                first_joined: None,
                last_left: None,
                registered: false,
            });
            people.len() - 1
        });
        add(&mut people[place], &record);
    }
    people.sort_by(|a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()).then(a.email.cmp(&b.email)));
    people
}

fn add(person: &mut Attendee, record: &AttendanceRecord) {
    person.seconds += record.total_attendance_in_seconds.unwrap_or_default().max(0);
    person.registered |= record.registration_id.is_some();
    let instant = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    for interval in &record.attendance_intervals {
        let kept = |text: &Option<String>| instant(text);
        if let Some(joined) = instant(&interval.join_date_time)
            && kept(&person.first_joined).is_none_or(|known| joined < known)
        {
            person.first_joined = Some(joined.to_string());
        }
        if let Some(left) = instant(&interval.leave_date_time)
            && kept(&person.last_left).is_none_or(|known| left > known)
        {
            person.last_left = Some(left.to_string());
        }
    }
}

const HEADERS: &[&str] = &["Name", "Email", "Role", "Minutes", "First joined", "Last left", "Registered"];

/// What was read last, as a CSV file that no spreadsheet runs; how many people it holds.
pub async fn export(desk: &Desk, id: &str, path: PathBuf) -> Result<usize, VirtualEventError> {
    let people = show(desk, id).await?.people;
    let count = people.len();
    blocking(move || {
        let text = csv_export::write(HEADERS, people.into_iter().map(cells));
        files::replace_private(&path, text.as_bytes()).map_err(|error| VirtualEventError::File {
            path: path.display().to_string(),
            doing: "written",
            detail: error.to_string(),
        })
    })
    .await??;
    Ok(count)
}

fn cells(person: Attendee) -> Vec<String> {
    let text = Option::unwrap_or_default;
    vec![
        person.name,
        text(person.email),
        text(person.role),
        (person.seconds / 60).to_string(),
        text(person.first_joined),
        text(person.last_left),
        if person.registered { "yes" } else { "no" }.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use lectern_microsoft::graph::{AnyIdentity, AttendanceInterval};

    use super::*;

    fn record(id: &str, email: Option<&str>, seconds: i64, join: &str, leave: &str) -> AttendanceRecord {
        AttendanceRecord {
            id: id.into(),
            email_address: email.map(str::to_owned),
            identity: Some(AnyIdentity { display_name: Some(format!("P{id}")), ..AnyIdentity::default() }),
            total_attendance_in_seconds: Some(seconds),
            attendance_intervals: vec![AttendanceInterval {
                join_date_time: Some(join.into()),
                leave_date_time: Some(leave.into()),
                duration_in_seconds: Some(seconds),
            }],
            ..AttendanceRecord::default()
        }
    }

    #[test]
    fn whoever_came_twice_is_one_person() {
        let found = people(vec![
            record("1", Some("A@example.org"), 600, "2026-12-01T12:00:00Z", "2026-12-01T12:10:00Z"),
            record("2", Some("a@example.org"), 300, "2026-12-01T13:00:00Z", "2026-12-01T13:05:00Z"),
            record("3", None, 60, "2026-12-01T12:00:00Z", "2026-12-01T12:01:00Z"),
            record("4", None, 60, "2026-12-01T12:00:00Z", "2026-12-01T12:01:00Z"),
        ]);
        assert_eq!(found.len(), 3, "two without an address may be two: {found:?}");
        assert_eq!(found[0].seconds, 900);
        assert_eq!(found[0].first_joined.as_deref(), Some("2026-12-01T12:00:00Z"));
        assert_eq!(found[0].last_left.as_deref(), Some("2026-12-01T13:05:00Z"));
    }
}
