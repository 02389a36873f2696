//! Series: how often something happens, which dates that means, and how it is said.
//!
//! The rules are those of Outlook's calendar: a month that is too short for a day has it on its last one, and of several
//! weekdays "the first" is the first of any of them. Times stay the same on the clocks of the series' zone.

mod words;

use jiff::civil::{Date, Weekday as CivilDay};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::zone;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Which of the days in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum Which {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum Pattern {
    Daily,
    /// `first_day` matters where more than one week lies between the dates.
    Weekly {
        days: Vec<Weekday>,
        first_day: Weekday,
    },
    MonthlyOnDay {
        day: u8,
    },
    MonthlyOnWeekday {
        which: Which,
        days: Vec<Weekday>,
    },
    YearlyOnDay {
        month: u8,
        day: u8,
    },
    YearlyOnWeekday {
        month: u8,
        which: Which,
        days: Vec<Weekday>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum Ending {
    Never,
    /// The last day on which it may happen, as in `2027-01-28`.
    On {
        #[ts(type = "string")]
        date: Date,
    },
    After {
        times: u16,
    },
}

/// The rule of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub struct Recurrence {
    pub pattern: Pattern,
    /// Every so many days, weeks, months or years.
    pub interval: u16,
    pub ending: Ending,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    #[error("Between two dates there can be 1 to 99 days, weeks, months or years.")]
    Interval,
    #[error("Choose at least one day of the week.")]
    NoDays,
    #[error("A day of the month is 1 to 31.")]
    Day,
    #[error("A month is 1 to 12.")]
    Month,
    #[error("A series has 1 to 999 dates.")]
    Times,
    #[error("This series has no date at all: it ends before its first one. Choose a later last day.")]
    Empty,
}

/// Outlook takes so many; nothing is expanded further.
const MOST: usize = 999;

impl Weekday {
    fn civil(self) -> CivilDay {
        match self {
            Self::Monday => CivilDay::Monday,
            Self::Tuesday => CivilDay::Tuesday,
            Self::Wednesday => CivilDay::Wednesday,
            Self::Thursday => CivilDay::Thursday,
            Self::Friday => CivilDay::Friday,
            Self::Saturday => CivilDay::Saturday,
            Self::Sunday => CivilDay::Sunday,
        }
    }
}

impl Recurrence {
    /// The first date of a series that is planned from `start` on: the calendar's event begins on it.
    pub fn first(&self, start: Date) -> Result<Date, RecurrenceError> {
        self.check()?;
        let far = start.checked_add(101.years()).unwrap_or(Date::MAX);
        self.dates(start, far, 1).first().copied().ok_or(RecurrenceError::Empty)
    }

    fn check(&self) -> Result<(), RecurrenceError> {
        if !(1..=99).contains(&self.interval) {
            return Err(RecurrenceError::Interval);
        }
        if matches!(self.ending, Ending::After { times } if !(1..=999).contains(&times)) {
            return Err(RecurrenceError::Times);
        }
        let (days, day, month) = match &self.pattern {
            Pattern::Daily => (None, None, None),
            Pattern::Weekly { days, .. } | Pattern::MonthlyOnWeekday { days, .. } => (Some(days), None, None),
            Pattern::MonthlyOnDay { day } => (None, Some(*day), None),
            Pattern::YearlyOnDay { month, day } => (None, Some(*day), Some(*month)),
            Pattern::YearlyOnWeekday { month, days, .. } => (Some(days), None, Some(*month)),
        };
        if days.is_some_and(Vec::is_empty) {
            return Err(RecurrenceError::NoDays);
        }
        if day.is_some_and(|day| !(1..=31).contains(&day)) {
            return Err(RecurrenceError::Day);
        }
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(RecurrenceError::Month);
        }
        Ok(())
    }

    /// The dates from `start` up to and with `until`, `most` at most.
    pub fn dates(&self, start: Date, until: Date, most: usize) -> Vec<Date> {
        let (until, most) = match &self.ending {
            Ending::Never => (until, most.min(MOST)),
            Ending::On { date } => (until.min(*date), most.min(MOST)),
            Ending::After { times } => (until, most.min(usize::from(*times))),
        };
        let mut found = Vec::new();
        if self.check().is_err() {
            return found;
        }
        for turn in 0..i32::MAX {
            let Some(dates) = self.turn(start, turn) else { break };
            for date in dates {
                if date > until || found.len() >= most {
                    return found;
                }
                if date >= start {
                    found.push(date);
                }
            }
        }
        found
    }

    /// What the n-th day, week, month or year brings; `None` at the end of time.
    fn turn(&self, start: Date, turn: i32) -> Option<Vec<Date>> {
        let steps = turn.checked_mul(i32::from(self.interval))?;
        let in_month = |steps: i32| start.first_of_month().checked_add(steps.months()).ok();
        let in_year = |month: u8| {
            let first = start.with().month(i8::try_from(month).ok()?).day(1).build().ok()?;
            first.checked_add(steps.years()).ok()
        };
        Some(match &self.pattern {
            Pattern::Daily => vec![start.checked_add(steps.days()).ok()?],
            Pattern::Weekly { days, first_day } => {
                let back = i32::from(start.weekday().since(first_day.civil()));
                let week = start.checked_add((steps.checked_mul(7)? - back).days()).ok()?;
                (0..7)
                    .filter_map(|n: i32| week.checked_add(n.days()).ok())
                    .filter(|date| is_one_of(days, *date))
                    .collect()
            }
            Pattern::MonthlyOnDay { day } => vec![on_day(in_month(steps)?, *day)],
            Pattern::MonthlyOnWeekday { which, days } => vec![on_weekday(in_month(steps)?, *which, days)?],
            Pattern::YearlyOnDay { month, day } => vec![on_day(in_year(*month)?, *day)],
            Pattern::YearlyOnWeekday { month, which, days } => {
                vec![on_weekday(in_year(*month)?, *which, days)?]
            }
        })
    }

    /// The dates as instants: those that end after `from`, `most` at most. `start` and `end` are the first date's.
    pub fn occurrences(
        &self,
        (start, end): (Timestamp, Timestamp),
        iana: &str,
        from: Timestamp,
        most: usize,
    ) -> Vec<(Timestamp, Timestamp)> {
        let local = zone::local(start, iana);
        let Some((date, clock)) = local.split_once('T') else { return Vec::new() };
        let Ok(date) = date.parse::<Date>() else { return Vec::new() };
        let length = end.duration_since(start);
        self.dates(date, Date::MAX, MOST)
            .into_iter()
            .filter_map(|date| {
                let begins = at_clock(date, clock, iana)?;
                Some((begins, begins.checked_add(length).ok()?))
            })
            .filter(|(_, ends)| *ends > from)
            .take(most)
            .collect()
    }
}

/// A time that clocks skip is the one after it, as much later as it lay in the gap; of two the first, as Outlook has it.
fn at_clock(date: Date, clock: &str, iana: &str) -> Option<Timestamp> {
    let local = format!("{date}T{clock}");
    match zone::resolve(&local, iana, Some(zone::Fold::Earlier)) {
        Ok(at) => Some(at),
        Err(zone::ZoneError::Gap { .. }) => {
            let before = zone::resolve(&format!("{}T{clock}", date.yesterday().ok()?), iana, None).ok()?;
            before.checked_add(SignedDuration::from_hours(24)).ok()
        }
        Err(_) => None,
    }
}

fn is_one_of(days: &[Weekday], date: Date) -> bool {
    days.iter().any(|day| day.civil() == date.weekday())
}

fn on_day(first: Date, day: u8) -> Date {
    let day = i8::try_from(day).unwrap_or(31).min(first.days_in_month());
    first.with().day(day).build().unwrap_or(first)
}

fn on_weekday(first: Date, which: Which, days: &[Weekday]) -> Option<Date> {
    let month = (1..=first.days_in_month()).filter_map(|day| first.with().day(day).build().ok());
    let mut wanted = month.filter(|date| is_one_of(days, *date));
    match which {
        Which::First => wanted.next(),
        Which::Second => wanted.nth(1),
        Which::Third => wanted.nth(2),
        Which::Fourth => wanted.nth(3),
        Which::Last => wanted.next_back(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn series(pattern: Pattern, interval: u16, ending: Ending) -> Recurrence {
        Recurrence { pattern, interval, ending }
    }

    fn written(dates: &[Date]) -> Vec<String> {
        dates.iter().map(Date::to_string).collect()
    }

    #[test]
    fn every_other_week_is_counted_from_the_weeks_first_day() {
        let on = |first_day| {
            let days = vec![Weekday::Sunday, Weekday::Tuesday];
            let rule = series(Pattern::Weekly { days, first_day }, 2, Ending::Never);
            written(&rule.dates(date(2026, 12, 1), date(2026, 12, 31), 4))
        };
        assert_eq!(on(Weekday::Sunday), ["2026-12-01", "2026-12-13", "2026-12-15", "2026-12-27"]);
        assert_eq!(
            on(Weekday::Monday),
            ["2026-12-01", "2026-12-06", "2026-12-15", "2026-12-20"],
            "where a week begins decides which of its Sundays count"
        );
    }

    #[test]
    fn short_months_have_the_31st_on_their_last_day() {
        let rule = series(Pattern::MonthlyOnDay { day: 31 }, 1, Ending::After { times: 4 });
        assert_eq!(
            written(&rule.dates(date(2027, 1, 31), Date::MAX, MOST)),
            ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
        );
        let last =
            Pattern::MonthlyOnWeekday { which: Which::Last, days: vec![Weekday::Monday, Weekday::Friday] };
        assert_eq!(
            written(&series(last, 1, Ending::Never).dates(date(2026, 12, 1), Date::MAX, 2)),
            ["2026-12-28", "2027-01-29"],
            "the last of either day"
        );
    }

    #[test]
    fn a_series_begins_on_its_first_date_and_keeps_its_time_on_the_clock() {
        let days = vec![Weekday::Sunday];
        let rule = series(
            Pattern::Weekly { days, first_day: Weekday::Monday },
            1,
            Ending::On { date: date(2027, 4, 4) },
        );
        assert_eq!(rule.first(date(2027, 3, 17)), Ok(date(2027, 3, 21)), "the form said Wednesday");
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let first = (at("2027-03-21T01:30:00Z"), at("2027-03-21T02:30:00Z"));
        let found = rule.occurrences(first, "Europe/Berlin", at("2027-03-22T00:00:00Z"), 9);
        assert_eq!(
            found.iter().map(|(start, _)| start.to_string()).collect::<Vec<_>>(),
            ["2027-03-28T01:30:00Z", "2027-04-04T00:30:00Z"],
            "2:30 does not exist on the 28th: it is 3:30 then, and 2:30 again a week later"
        );
        assert!(found.iter().all(|(start, end)| end.duration_since(*start).as_hours() == 1));
    }

    #[test]
    fn what_is_no_rule_is_named() {
        let daily = |interval, ending| series(Pattern::Daily, interval, ending).first(date(2027, 1, 1));
        assert_eq!(daily(0, Ending::Never), Err(RecurrenceError::Interval));
        assert_eq!(daily(1, Ending::After { times: 0 }), Err(RecurrenceError::Times));
        assert_eq!(daily(1, Ending::On { date: date(2026, 12, 31) }), Err(RecurrenceError::Empty));
        let none = Pattern::Weekly { days: Vec::new(), first_day: Weekday::Monday };
        assert_eq!(series(none, 1, Ending::Never).first(date(2027, 1, 1)), Err(RecurrenceError::NoDays));
    }
}
