//! Series: the pattern and range of `patternedRecurrence`, and the dates they mean.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::refusal::{Outcome, Refusal};

/// No expansion goes further than this: a calendar view spans 1825 days at most.
const MOST_OCCURRENCES: usize = 4000;

/// A validated recurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recurrence {
    frequency: Frequency,
    interval: i32,
    month: i8,
    day_of_month: i8,
    days: Vec<String>,
    first_day: String,
    index: String,
    start: Date,
    ending: Ending,
    zone: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Frequency {
    Daily,
    Weekly,
    AbsoluteMonthly,
    RelativeMonthly,
    AbsoluteYearly,
    RelativeYearly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Ending {
    Never,
    On(Date),
    After(i64),
}

impl Recurrence {
    /// Reads a recurrence whose shape was checked; `start` and `zone` are the event's own.
    pub fn read(value: &Value, start: Date, zone: &str) -> Outcome<Self> {
        let pattern = value["pattern"].as_object().ok_or_else(Refusal::invalid_property)?;
        let range = value["range"].as_object().ok_or_else(Refusal::invalid_property)?;
        let recurrence = Self {
            frequency: serde_json::from_value(pattern.get("type").cloned().unwrap_or_default())
                .map_err(|_| Refusal::invalid_property())?,
            interval: number(pattern, "interval")?.unwrap_or(1),
            month: number(pattern, "month")?.unwrap_or(0),
            day_of_month: number(pattern, "dayOfMonth")?.unwrap_or(0),
            days: pattern
                .get("daysOfWeek")
                .and_then(Value::as_array)
                .map(|days| days.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default(),
            first_day: text(pattern, "firstDayOfWeek").unwrap_or("sunday").to_owned(),
            index: text(pattern, "index").unwrap_or("first").to_owned(),
            start: text(range, "startDate").and_then(|date| date.parse().ok()).unwrap_or(start),
            ending: Ending::read(range)?,
            zone: text(range, "recurrenceTimeZone").unwrap_or(zone).to_owned(),
        };
        if recurrence.sound() { Ok(recurrence) } else { Err(Refusal::invalid_property()) }
    }

    fn sound(&self) -> bool {
        let needs_days = matches!(
            self.frequency,
            Frequency::Weekly | Frequency::RelativeMonthly | Frequency::RelativeYearly
        );
        let needs_day = matches!(self.frequency, Frequency::AbsoluteMonthly | Frequency::AbsoluteYearly);
        let needs_month = matches!(self.frequency, Frequency::AbsoluteYearly | Frequency::RelativeYearly);
        let ends_after_start = match self.ending {
            Ending::On(end) => end >= self.start,
            Ending::After(count) => (1..=999).contains(&count),
            Ending::Never => true,
        };
        (1..=999).contains(&self.interval)
            && (!needs_days || !self.days.is_empty())
            && (!needs_day || (1..=31).contains(&self.day_of_month))
            && (!needs_month || (1..=12).contains(&self.month))
            && ends_after_start
    }

    /// The dates of the series from its start up to and with `until`.
    pub fn dates(&self, until: Date) -> Vec<Date> {
        let (until, most) = match self.ending {
            Ending::On(end) => (until.min(end), MOST_OCCURRENCES),
            Ending::After(count) => (until, usize::try_from(count).unwrap_or(MOST_OCCURRENCES)),
            Ending::Never => (until, MOST_OCCURRENCES),
        };
        let mut dates = Vec::new();
        for turn in 0.. {
            let Some(candidates) = self.turn(turn) else { break };
            for date in candidates {
                if date > until || dates.len() >= most {
                    return dates;
                }
                if date >= self.start {
                    dates.push(date);
                }
            }
        }
        dates
    }

    /// The dates of the n-th day, week, month or year that the pattern touches; `None` at the end of time.
    fn turn(&self, turn: i32) -> Option<Vec<Date>> {
        let steps = turn.checked_mul(self.interval)?;
        match self.frequency {
            Frequency::Daily => Some(vec![self.start.checked_add(steps.days()).ok()?]),
            Frequency::Weekly => {
                let first = weekday(&self.first_day);
                let back = i32::from(self.start.weekday().since(first));
                let week = self.start.checked_add((steps.checked_mul(7)? - back).days()).ok()?;
                let days = (0..7).filter_map(|day: i32| week.checked_add(day.days()).ok());
                Some(days.filter(|date| self.wants(*date)).collect())
            }
            Frequency::AbsoluteMonthly | Frequency::RelativeMonthly => {
                self.in_month(self.start.first_of_month(), steps.months())
            }
            Frequency::AbsoluteYearly | Frequency::RelativeYearly => {
                let january = self.start.with().month(self.month).day(1).build().ok()?;
                self.in_month(january, steps.years())
            }
        }
    }

    fn in_month(&self, first: Date, step: Span) -> Option<Vec<Date>> {
        let month = first.checked_add(step).ok()?;
        if matches!(self.frequency, Frequency::AbsoluteMonthly | Frequency::AbsoluteYearly) {
            let day = self.day_of_month.min(month.days_in_month());
            return Some(vec![month.with().day(day).build().ok()?]);
        }
        let wanted: Vec<Date> = (1..=month.days_in_month())
            .filter_map(|day| month.with().day(day).build().ok())
            .filter(|date| self.wants(*date))
            .collect();
        let place = ["first", "second", "third", "fourth"].iter().position(|name| *name == self.index);
        let date = place.map_or(wanted.last(), |place| wanted.get(place));
        Some(date.copied().into_iter().collect())
    }

    fn wants(&self, date: Date) -> bool {
        self.days.iter().any(|day| weekday(day) == date.weekday())
    }

    /// The recurrence as Graph answers it, every property present.
    pub fn render(&self) -> Value {
        let (kind, end, count) = match self.ending {
            Ending::Never => ("noEnd", "0001-01-01".to_owned(), 0),
            Ending::On(end) => ("endDate", end.to_string(), 0),
            Ending::After(count) => ("numbered", "0001-01-01".to_owned(), count),
        };
        let mut pattern = json!({
            "type": self.frequency, "interval": self.interval, "month": self.month,
            "dayOfMonth": self.day_of_month, "firstDayOfWeek": self.first_day, "index": self.index,
        });
        if !self.days.is_empty() {
            pattern["daysOfWeek"] = json!(self.days);
        }
        json!({
            "pattern": pattern,
            "range": {
                "type": kind, "startDate": self.start.to_string(), "endDate": end,
                "recurrenceTimeZone": self.zone, "numberOfOccurrences": count,
            },
        })
    }
}

impl Ending {
    fn read(range: &Map<String, Value>) -> Outcome<Self> {
        match text(range, "type") {
            Some("endDate") => text(range, "endDate")
                .and_then(|date| date.parse().ok())
                .map(Self::On)
                .ok_or_else(Refusal::invalid_property),
            Some("numbered") => range
                .get("numberOfOccurrences")
                .and_then(Value::as_i64)
                .map(Self::After)
                .ok_or_else(Refusal::invalid_property),
            Some("noEnd") => Ok(Self::Never),
            _ => Err(Refusal::invalid_property()),
        }
    }
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}

fn number<T: TryFrom<i64>>(object: &Map<String, Value>, name: &str) -> Outcome<Option<T>> {
    match object.get(name).and_then(Value::as_i64) {
        Some(value) => T::try_from(value).map(Some).map_err(|_| Refusal::invalid_property()),
        None => Ok(None),
    }
}

fn weekday(name: &str) -> Weekday {
    match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        _ => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn dates(pattern: &Value, range: &Value, until: Date) -> Vec<String> {
        let value = json!({"pattern": pattern, "range": range});
        let recurrence = Recurrence::read(&value, date(2026, 12, 1), "UTC").expect("a sound recurrence");
        recurrence.dates(until).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_pattern_means_its_dates() {
        let forever = json!({"type": "noEnd", "startDate": "2026-12-01"});
        let far = date(2027, 3, 1);
        let weekly =
            json!({"type": "weekly", "interval": 2, "daysOfWeek": ["tuesday"], "firstDayOfWeek": "monday"});
        assert_eq!(
            dates(&weekly, &forever, date(2027, 1, 5)),
            ["2026-12-01", "2026-12-15", "2026-12-29"],
            "a fortnightly Tuesday"
        );
        let last = json!({"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 31});
        assert_eq!(
            dates(&last, &forever, far),
            ["2026-12-31", "2027-01-31", "2027-02-28"],
            "Exchange moves the 31st to the end of a shorter month"
        );
        let relative =
            json!({"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["thursday"], "index": "last"});
        assert_eq!(dates(&relative, &forever, far), ["2026-12-31", "2027-01-28", "2027-02-25"]);
        let thrice = json!({"type": "numbered", "startDate": "2026-12-01", "numberOfOccurrences": 3});
        assert_eq!(
            dates(&json!({"type": "daily", "interval": 10}), &thrice, date(2030, 1, 1)),
            ["2026-12-01", "2026-12-11", "2026-12-21"],
            "a numbered series ends by itself"
        );
    }

    #[test]
    fn a_pattern_without_what_it_needs_is_refused() {
        let range = json!({"type": "noEnd", "startDate": "2026-12-01"});
        for pattern in [
            json!({"type": "weekly", "interval": 1}),
            json!({"type": "absoluteMonthly", "interval": 1}),
            json!({"type": "daily", "interval": 0}),
        ] {
            let value = json!({"pattern": pattern, "range": range});
            let read = Recurrence::read(&value, date(2026, 12, 1), "UTC");
            assert!(read.is_err(), "{pattern} says too little to expand");
        }
    }
}
