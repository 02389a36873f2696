//! A rule as people say it.

use super::{Ending, Pattern, Recurrence, Weekday, Which};
use crate::language::{self, Language};

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
    /// As [`Self::words`], for whoever reads another language: "alle 2 Wochen am Dienstag und Donnerstag, bis 28. Januar
    /// 2027"
    pub fn words_in(&self, language: Language) -> String {
        match language {
            Language::English => self.words(),
            Language::German => self.german(),
        }
    }

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

    fn german(&self) -> String {
        let every = |once: &str, units: &str| match self.interval {
            1 => once.to_owned(),
            n => format!("alle {n} {units}"),
        };
        let months = || every("jeden Monat", "Monate");
        let years = || every("jedes Jahr", "Jahre");
        let how_often = match &self.pattern {
            Pattern::Daily => every("jeden Tag", "Tage"),
            Pattern::Weekly { days, .. } => {
                format!("{} am {}", every("jede Woche", "Wochen"), german_days(days, "und"))
            }
            Pattern::MonthlyOnDay { day } => format!("{} am {day}.", months()),
            Pattern::MonthlyOnWeekday { which, days } => {
                format!("{} am {} {}", months(), german_place(*which), german_days(days, "oder"))
            }
            Pattern::YearlyOnDay { month: of, day } => format!("{} am {day}. {}", years(), german_month(*of)),
            Pattern::YearlyOnWeekday { month: of, which, days } => {
                let (which, days) = (german_place(*which), german_days(days, "oder"));
                format!("{} am {which} {days} im {}", years(), german_month(*of))
            }
        };
        match &self.ending {
            Ending::Never => how_often,
            Ending::On { date } => {
                let month = german_month(u8::try_from(date.month()).unwrap_or(1));
                format!("{how_often}, bis {}. {month} {}", date.day(), date.year())
            }
            Ending::After { times: 1 } => format!("{how_often}, einmal"),
            Ending::After { times } => format!("{how_often}, {times}-mal"),
        }
    }
}

fn german_month(number: u8) -> &'static str {
    language::MONTHS[usize::from(number.clamp(1, 12)) - 1]
}

fn german_place(which: Which) -> &'static str {
    match which {
        Which::First => "ersten",
        Which::Second => "zweiten",
        Which::Third => "dritten",
        Which::Fourth => "vierten",
        Which::Last => "letzten",
    }
}

fn german_days(days: &[Weekday], word: &str) -> String {
    let german = |day| match day {
        Weekday::Monday => "Montag",
        Weekday::Tuesday => "Dienstag",
        Weekday::Wednesday => "Mittwoch",
        Weekday::Thursday => "Donnerstag",
        Weekday::Friday => "Freitag",
        Weekday::Saturday => "Samstag",
        Weekday::Sunday => "Sonntag",
    };
    joined(days, german, word).unwrap_or_else(|| "keinem Tag".to_owned())
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
    joined(days, name, word).unwrap_or_else(|| "no day".to_owned())
}

fn joined(days: &[Weekday], name: fn(Weekday) -> &'static str, word: &str) -> Option<String> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let names: Vec<_> = days.into_iter().map(name).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [first @ .., last] => Some(format!("{} {word} {last}", first.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_rule_is_said_in_german_as_well() {
        let said = |pattern, interval, ending: Ending| {
            Recurrence { pattern, interval, ending }.words_in(Language::German)
        };
        let weekly = |days: &[Weekday]| Pattern::Weekly { days: days.to_vec(), first_day: Weekday::Monday };
        assert_eq!(
            said(
                weekly(&[Weekday::Thursday, Weekday::Monday, Weekday::Tuesday]),
                2,
                Ending::On { date: date(2027, 3, 28) }
            ),
            "alle 2 Wochen am Montag, Dienstag und Donnerstag, bis 28. März 2027"
        );
        assert_eq!(said(Pattern::Daily, 1, Ending::After { times: 5 }), "jeden Tag, 5-mal");
        assert_eq!(
            said(Pattern::MonthlyOnDay { day: 15 }, 3, Ending::After { times: 1 }),
            "alle 3 Monate am 15., einmal"
        );
        let last_friday =
            Pattern::YearlyOnWeekday { month: 12, which: Which::Last, days: vec![Weekday::Friday] };
        assert_eq!(said(last_friday, 1, Ending::Never), "jedes Jahr am letzten Freitag im Dezember");
    }

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
