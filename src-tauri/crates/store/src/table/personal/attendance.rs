//! People in the attendance reports that Teams gave, which are kept as the core's JSON: `people`, each with `name` and
//! `email`.

use lectern_domain::email_address::EmailAddress;
use rusqlite::params;
use serde_json::{Value, json};

use super::{Attended, Whom, has};
use crate::db::Db;
use crate::error::StoreError;

const SELECT: &str = "SELECT e.id, e.title, p.event_number, p.value FROM virtual_event_parts p
    JOIN virtual_events e ON e.number = p.event_number WHERE p.part = 'attendance'";

struct Report {
    event_id: String,
    event_title: String,
    number: i64,
    value: Value,
}

fn reports(db: &Db<'_>) -> Result<Vec<Report>, StoreError> {
    if !has(db, "virtual_event_parts", "value")? {
        return Ok(Vec::new());
    }
    db.all(SELECT, [], |row| {
        let text: String = row.get(3)?;
        Ok(Report {
            event_id: row.get(0)?,
            event_title: row.get(1)?,
            number: row.get(2)?,
            value: serde_json::from_str(&text).unwrap_or(Value::Null),
        })
    })
}

fn people(value: &Value) -> &[Value] {
    value["people"].as_array().map_or(&[], Vec::as_slice)
}

fn is(line: &Value, email: &str) -> bool {
    let typed = line["email"].as_str().unwrap_or_default();
    EmailAddress::parse(typed).is_ok_and(|found| found.normalized() == email)
}

pub(super) fn of(db: &Db<'_>, email: &str) -> Result<Vec<Attended>, StoreError> {
    let mut found = Vec::new();
    for Report { event_id, event_title, value, .. } in reports(db)? {
        found.extend(people(&value).iter().filter(|line| is(line, email)).map(|line| Attended {
            event_id: event_id.clone(),
            event_title: event_title.clone(),
            line: line.clone(),
        }));
    }
    Ok(found)
}

/// Everybody's who is named in a report, as an address is compared.
pub(super) fn addresses(db: &Db<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for report in reports(db)? {
        let typed = people(&report.value).iter().filter_map(|line| line["email"].as_str());
        found
            .extend(typed.filter_map(|email| Some(EmailAddress::parse(email).ok()?.normalized().to_owned())));
    }
    Ok(found)
}

/// Those of an event's report who were not erased.
pub(super) fn count(db: &Db<'_>, event_id: &str) -> Result<u32, StoreError> {
    let named = |line: &&Value| !is_masked(line);
    let mut found = reports(db)?;
    found.retain(|report| report.event_id == event_id);
    let count: usize = found.iter().map(|report| people(&report.value).iter().filter(named).count()).sum();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many lines were masked.
pub(super) fn erase(db: &Db<'_>, whom: &Whom, names: &dyn Fn(&str) -> String) -> Result<usize, StoreError> {
    let mut masked = 0;
    for mut report in reports(db)? {
        let everybody = matches!(whom, Whom::Event { id } if *id == report.event_id);
        let mut here = 0;
        for line in report.value["people"].as_array_mut().into_iter().flatten() {
            let meant = match whom {
                Whom::Person { email, .. } => is(line, email),
                Whom::Event { .. } => everybody && !is_masked(line),
                Whom::Rows { .. } => false,
            };
            if meant {
                mask(line, names);
                here += 1;
            }
        }
        if here > 0 {
            let sql =
                "UPDATE virtual_event_parts SET value = ?2 WHERE event_number = ?1 AND part = 'attendance'";
            db.run(sql, params![report.number, report.value.to_string()])?;
        }
        masked += here;
    }
    Ok(masked)
}

fn is_masked(line: &Value) -> bool {
    line["name"].as_str().unwrap_or_default().starts_with(super::erase::NAME)
}

/// When somebody came and left is told of a pseudonym from now on.
fn mask(line: &mut Value, names: &dyn Fn(&str) -> String) {
    let typed = line["email"].as_str().unwrap_or_default();
    let pseudonym = EmailAddress::parse(typed).map(|email| names(email.normalized())).unwrap_or_default();
    line["name"] = json!(super::erase::name(&pseudonym));
    line["email"] = Value::Null;
}
