//! A rule as people say it.

use super::{Ending, Pattern, Recurrence, Weekday, Which};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Recurrence {
    /// "every 2 weeks on Tuesday and Thursday, until 28 January 2027"
    pub fn words(&self) -> String {
        let every = |unit: &str| match self.interval {
            1 => format!("every {unit}"),
            n => format!("every {n} {unit}s"),
        };
        let how_often = match &self.pattern {
            Pattern::Daily => every("day"),
            Pattern::Weekly { days, .. } => format!("{} on {}", every("week"), listed(days, "and")),
            Pattern::MonthlyOnDay { day } => format!("{} on day {day}", every("month")),
            Pattern::MonthlyOnWeekday { which, days } => {
                format!("{} on the {} {}", every("month"), place(*which), listed(days, "or"))
            }
            Pattern::YearlyOnDay { month: of, day } => format!("{} on {day} {}", every("year"), month(*of)),
            Pattern::YearlyOnWeekday { month: of, which, days } => {
                let day = listed(days, "or");
                format!("{} on the {} {day} of {}", every("year"), place(*which), month(*of))
            }
        };
        match &self.ending {
            Ending::Never => how_often,
            Ending::On { date } => format!("{how_often}, until {}", date.strftime("%-d %B %Y")),
            Ending::After { times: 1 } => format!("{how_often}, once"),
            Ending::After { times } => format!("{how_often}, {times} times"),
        }
    }
}

fn month(number: u8) -> &'static str {
    MONTHS[usize::from(number.clamp(1, 12)) - 1]
}

fn place(which: Which) -> &'static str {
    match which {
        Which::First => "first",
        Which::Second => "second",
        Which::Third => "third",
        Which::Fourth => "fourth",
        Which::Last => "last",
    }
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn listed(days: &[Weekday], word: &str) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let names: Vec<_> = days.into_iter().map(name).collect();
    match names.as_slice() {
        [] => "no day".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_rule_is_said_as_people_say_it() {
        let said = |pattern, interval, ending: &Ending| {
            Recurrence { pattern, interval, ending: ending.clone() }.words()
        };
        let weekly = |days: &[Weekday]| Pattern::Weekly { days: days.to_vec(), first_day: Weekday::Monday };
        let until = Ending::On { date: date(2027, 1, 28) };
        assert_eq!(
            said(weekly(&[Weekday::Thursday, Weekday::Tuesday]), 2, &until),
            "every 2 weeks on Tuesday and Thursday, until 28 January 2027"
        );
        assert_eq!(said(Pattern::Daily, 1, &Ending::After { times: 5 }), "every day, 5 times");
        assert_eq!(
            said(
                Pattern::MonthlyOnWeekday { which: Which::Last, days: vec![Weekday::Friday] },
                1,
                &Ending::Never
            ),
            "every month on the last Friday"
        );
        assert_eq!(
            said(Pattern::YearlyOnDay { month: 2, day: 29 }, 1, &Ending::Never),
            "every year on 29 February"
        );
    }
}
