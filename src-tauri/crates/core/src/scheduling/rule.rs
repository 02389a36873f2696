//! The rule of a series, as the calendar is told it and as it tells it.

use jiff::civil::Date;
use lectern_domain::recurrence::{Ending, Pattern, Recurrence, Weekday, Which};
use lectern_microsoft::graph::{
    DayOfWeek, PatternKind, PatternedRecurrence, RangeKind, RecurrencePattern, RecurrenceRange, WeekIndex,
};

use super::create::windows_zone;

/// `first` is the series' first date: where the rule starts.
pub(super) fn told(rule: &Recurrence, first: Date, iana: &str) -> PatternedRecurrence {
    let mut pattern = RecurrencePattern {
        kind: PatternKind::Daily,
        interval: i32::from(rule.interval),
        month: None,
        day_of_month: None,
        days_of_week: Vec::new(),
        first_day_of_week: None,
        index: None,
    };
    let days = |days: &[Weekday]| days.iter().copied().map(day).collect();
    match &rule.pattern {
        Pattern::Daily => {}
        Pattern::Weekly { days: on, first_day } => {
            pattern.kind = PatternKind::Weekly;
            (pattern.days_of_week, pattern.first_day_of_week) = (days(on), Some(day(*first_day)));
        }
        Pattern::MonthlyOnDay { day } => {
            (pattern.kind, pattern.day_of_month) = (PatternKind::AbsoluteMonthly, Some(i32::from(*day)));
        }
        Pattern::MonthlyOnWeekday { which, days: on } => {
            pattern.kind = PatternKind::RelativeMonthly;
            (pattern.days_of_week, pattern.index) = (days(on), Some(index(*which)));
        }
        Pattern::YearlyOnDay { month, day } => {
            pattern.kind = PatternKind::AbsoluteYearly;
            (pattern.month, pattern.day_of_month) = (Some(i32::from(*month)), Some(i32::from(*day)));
        }
        Pattern::YearlyOnWeekday { month, which, days: on } => {
            (pattern.kind, pattern.month) = (PatternKind::RelativeYearly, Some(i32::from(*month)));
            (pattern.days_of_week, pattern.index) = (days(on), Some(index(*which)));
        }
    }
    let (kind, end_date, times) = match &rule.ending {
        Ending::Never => (RangeKind::NoEnd, None, None),
        Ending::On { date } => (RangeKind::EndDate, Some(date.to_string()), None),
        Ending::After { times } => (RangeKind::Numbered, None, Some(i32::from(*times))),
    };
    PatternedRecurrence {
        pattern,
        range: RecurrenceRange {
            kind,
            start_date: first.to_string(),
            end_date,
            recurrence_time_zone: Some(windows_zone(iana).to_owned()),
            number_of_occurrences: times,
        },
    }
}

/// `None` for a rule that this version does not know: such a series is shown by its dates alone.
pub(super) fn read(told: &PatternedRecurrence) -> Option<Recurrence> {
    let PatternedRecurrence { pattern, range } = told;
    let days = || pattern.days_of_week.iter().map(weekday).collect::<Option<Vec<_>>>();
    let small = |number: Option<i32>| u8::try_from(number?).ok();
    let which = || which(pattern.index.as_ref().unwrap_or(&WeekIndex::First));
    let kind = match pattern.kind {
        PatternKind::Daily => Pattern::Daily,
        PatternKind::Weekly => Pattern::Weekly {
            days: days()?,
            first_day: weekday(pattern.first_day_of_week.as_ref().unwrap_or(&DayOfWeek::Sunday))?,
        },
        PatternKind::AbsoluteMonthly => Pattern::MonthlyOnDay { day: small(pattern.day_of_month)? },
        PatternKind::RelativeMonthly => Pattern::MonthlyOnWeekday { which: which()?, days: days()? },
        PatternKind::AbsoluteYearly => {
            Pattern::YearlyOnDay { month: small(pattern.month)?, day: small(pattern.day_of_month)? }
        }
        PatternKind::RelativeYearly => {
            Pattern::YearlyOnWeekday { month: small(pattern.month)?, which: which()?, days: days()? }
        }
        PatternKind::Other(_) => return None,
    };
    let ending = match range.kind {
        RangeKind::NoEnd => Ending::Never,
        RangeKind::EndDate => Ending::On { date: range.end_date.as_deref()?.parse().ok()? },
        RangeKind::Numbered => Ending::After { times: u16::try_from(range.number_of_occurrences?).ok()? },
        RangeKind::Other(_) => return None,
    };
    Some(Recurrence { pattern: kind, interval: u16::try_from(pattern.interval).ok()?, ending })
}

/// As the store keeps it.
pub(super) fn kept(rule: &Recurrence) -> String {
    serde_json::to_string(rule).unwrap_or_else(|_| "null".to_owned())
}

/// What the store kept; `None` for none, and for one that a newer version wrote.
pub(crate) fn of(kept: Option<&str>) -> Option<Recurrence> {
    serde_json::from_str(kept?).ok()
}

fn day(day: Weekday) -> DayOfWeek {
    match day {
        Weekday::Monday => DayOfWeek::Monday,
        Weekday::Tuesday => DayOfWeek::Tuesday,
        Weekday::Wednesday => DayOfWeek::Wednesday,
        Weekday::Thursday => DayOfWeek::Thursday,
        Weekday::Friday => DayOfWeek::Friday,
        Weekday::Saturday => DayOfWeek::Saturday,
        Weekday::Sunday => DayOfWeek::Sunday,
    }
}

fn weekday(day: &DayOfWeek) -> Option<Weekday> {
    Some(match day {
        DayOfWeek::Monday => Weekday::Monday,
        DayOfWeek::Tuesday => Weekday::Tuesday,
        DayOfWeek::Wednesday => Weekday::Wednesday,
        DayOfWeek::Thursday => Weekday::Thursday,
        DayOfWeek::Friday => Weekday::Friday,
        DayOfWeek::Saturday => Weekday::Saturday,
        DayOfWeek::Sunday => Weekday::Sunday,
        DayOfWeek::Other(_) => return None,
    })
}

fn index(which: Which) -> WeekIndex {
    match which {
        Which::First => WeekIndex::First,
        Which::Second => WeekIndex::Second,
        Which::Third => WeekIndex::Third,
        Which::Fourth => WeekIndex::Fourth,
        Which::Last => WeekIndex::Last,
    }
}

fn which(index: &WeekIndex) -> Option<Which> {
    Some(match index {
        WeekIndex::First => Which::First,
        WeekIndex::Second => Which::Second,
        WeekIndex::Third => Which::Third,
        WeekIndex::Fourth => Which::Fourth,
        WeekIndex::Last => Which::Last,
        WeekIndex::Other(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_read_the_same() {
        let days = vec![Weekday::Tuesday, Weekday::Sunday];
        let first: Date = "2026-12-01".parse().expect("a date");
        for pattern in [
            Pattern::Daily,
            Pattern::Weekly { days: days.clone(), first_day: Weekday::Sunday },
            Pattern::MonthlyOnDay { day: 31 },
            Pattern::MonthlyOnWeekday { which: Which::Last, days: days.clone() },
            Pattern::YearlyOnDay { month: 2, day: 29 },
            Pattern::YearlyOnWeekday { month: 12, which: Which::Second, days },
        ] {
            for ending in [Ending::Never, Ending::On { date: first }, Ending::After { times: 7 }] {
                let rule = Recurrence { pattern: pattern.clone(), interval: 3, ending };
                let told = told(&rule, first, "Europe/Paris");
                assert_eq!(read(&told), Some(rule.clone()), "it would drift with every change: {told:?}");
                assert_eq!(of(Some(&kept(&rule))), Some(rule), "so would it on the disk");
            }
        }
    }
}
