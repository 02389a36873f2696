//! A calendar item as the mailbox keeps it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::names;
use super::recurrence::Recurrence;
use super::zones::Zone;

/// An instant with the zone it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moment {
    pub at: Timestamp,
    /// The name as given, Windows' or IANA's.
    pub zone: String,
}

impl Moment {
    pub fn zone(&self) -> Zone {
        Zone::named(&self.zone).unwrap_or_else(Zone::utc)
    }

    pub fn local_date(&self) -> Date {
        self.zone().local(self.at).date()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub name: String,
    pub address: String,
}

/// One item: a single event or the master of a series.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    pub id: String,
    pub immutable_id: String,
    pub ical_uid: String,
    pub organizer: Person,
    pub is_organizer: bool,
    pub created: Timestamp,
    pub modified: Timestamp,
    /// Counts the item's changes; the change key is made of it.
    pub version: u64,
    /// The mailbox's change number of the last change: what delta tokens compare with.
    pub changed_at: u64,
    pub start: Moment,
    pub end: Moment,
    /// HTML as sent, without the document around it.
    pub body: String,
    pub recurrence: Option<Recurrence>,
    /// Dates of the series that were changed or taken out.
    pub exceptions: BTreeMap<Date, Exception>,
    pub is_online: bool,
    /// The id of its online meeting.
    pub meeting: Option<String>,
    pub join_url: Option<String>,
    pub is_cancelled: bool,
    /// The other plain properties, as they were sent.
    pub plain: Map<String, Value>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Exception {
    Removed,
    Changed(Box<Changed>),
}

/// What one date of a series has of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Changed {
    pub start: Moment,
    pub end: Moment,
    pub body: Option<String>,
    pub plain: Map<String, Value>,
    pub version: u64,
}

/// One thing that a view shows: a single event, or a date of a series.
#[derive(Debug, Clone)]
pub(crate) struct Instance<'a> {
    pub event: &'a Event,
    /// The date in the series' pattern; none for single events and masters.
    pub date: Option<Date>,
    pub start: Moment,
    pub end: Moment,
}

impl Event {
    pub fn change_key(&self) -> String {
        names::change_key(&self.id, self.version)
    }

    pub fn etag(&self) -> String {
        format!("W/\"{}\"", self.change_key())
    }

    /// The item itself, not expanded.
    pub fn itself(&self) -> Instance<'_> {
        Instance { event: self, date: None, start: self.start.clone(), end: self.end.clone() }
    }

    /// Notes a change at `now` that is the mailbox's `number`-th.
    pub fn touch(&mut self, now: Timestamp, number: u64) {
        self.version += 1;
        self.modified = now;
        self.changed_at = number;
    }

    /// What lies in the window `[from, until)`, series expanded, in the order of the start.
    pub fn instances(&self, from: Timestamp, until: Timestamp) -> Vec<Instance<'_>> {
        let mut found: Vec<Instance<'_>> = match &self.recurrence {
            None => vec![self.itself()],
            Some(recurrence) => {
                // A day more on either side, as the series' dates are those of its own zone.
                let last = Zone::utc().local(until).date().tomorrow().unwrap_or(Date::MAX);
                let dates = recurrence.dates(last);
                dates.into_iter().filter_map(|date| self.on(date)).collect()
            }
        };
        found.retain(|instance| {
            instance.start.at < until
                && (instance.end.at > from
                    || instance.start.at == instance.end.at && instance.start.at >= from)
        });
        found.sort_by_key(|instance| instance.start.at);
        found
    }

    /// The series on one of its dates; `None` where that date was taken out.
    pub fn on(&self, date: Date) -> Option<Instance<'_>> {
        let (start, end) = match self.exceptions.get(&date) {
            Some(Exception::Removed) => return None,
            Some(Exception::Changed(changed)) => (changed.start.clone(), changed.end.clone()),
            None => self.planned(date)?,
        };
        Some(Instance { event: self, date: Some(date), start, end })
    }

    fn planned(&self, date: Date) -> Option<(Moment, Moment)> {
        let zone = self.start.zone();
        let at = zone.instant(date.to_datetime(zone.local(self.start.at).time()))?;
        let length = self.end.at.duration_since(self.start.at);
        let end = at.checked_add(length).ok()?;
        let start = Moment { at, zone: self.start.zone.clone() };
        Some((start, Moment { at: end, zone: self.end.zone.clone() }))
    }

    /// Whether `date` is one of the series' and was not taken out.
    pub fn has_date(&self, date: Date) -> bool {
        self.recurrence.as_ref().is_some_and(|recurrence| recurrence.dates(date).contains(&date))
            && !matches!(self.exceptions.get(&date), Some(Exception::Removed))
    }

    /// A plain property as the instance has it.
    pub fn plain(&self, date: Option<Date>, name: &str) -> Option<&Value> {
        self.changed(date).and_then(|changed| changed.plain.get(name)).or_else(|| self.plain.get(name))
    }

    pub fn changed(&self, date: Option<Date>) -> Option<&Changed> {
        match self.exceptions.get(&date?) {
            Some(Exception::Changed(changed)) => Some(changed),
            _ => None,
        }
    }
}

impl Instance<'_> {
    pub fn id(&self) -> String {
        match self.date {
            Some(date) => names::occurrence_id(&self.event.id, date),
            None => self.event.id.clone(),
        }
    }

    pub fn immutable_id(&self) -> String {
        match self.date {
            Some(date) => names::occurrence_id(&self.event.immutable_id, date),
            None => self.event.immutable_id.clone(),
        }
    }

    pub fn kind(&self) -> &'static str {
        match (self.date, &self.event.recurrence) {
            (Some(date), _) if self.event.exceptions.contains_key(&date) => "exception",
            (Some(_), _) => "occurrence",
            (None, Some(_)) => "seriesMaster",
            (None, None) => "singleInstance",
        }
    }
}
