//! How a series is said in the terminal.

use clap::{Args, ValueEnum};
use lectern_core::error::CommandError;
use lectern_domain::recurrence::{Ending, Pattern, Recurrence, Weekday, Which};

use crate::opening::invalid;

#[derive(Args, Clone)]
pub struct RepeatArgs {
    /// Makes a series: how often.
    #[arg(long, value_enum, value_name = "HOW-OFTEN")]
    pub repeat: Option<HowOften>,
    /// Every so many days, weeks, months or years.
    #[arg(long, default_value_t = 1, requires = "repeat", value_name = "N")]
    pub every: u16,
    /// Days of the week, as in tuesday,thursday. Default of weekly: the start's day.
    #[arg(long, value_enum, value_delimiter = ',', requires = "repeat", value_name = "DAY,…")]
    pub on: Vec<DayName>,
    /// With --on: which of them in the month.
    #[arg(long, value_enum, requires = "on")]
    pub which: Option<WhichName>,
    /// The last day on which it may happen, as in 2027-01-28. Without this and --times it goes on for ever.
    #[arg(long, requires = "repeat", conflicts_with = "times", value_name = "DATE")]
    pub until: Option<String>,
    /// How often in all.
    #[arg(long, requires = "repeat", value_name = "N")]
    pub times: Option<u16>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum HowOften {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum DayName {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum WhichName {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

impl RepeatArgs {
    /// `start` (`2026-12-01T18:00`) gives the day where none is named. `None`: no series is meant.
    pub fn rule(&self, start: &str) -> Result<Option<Recurrence>, CommandError> {
        let Some(how_often) = self.repeat else { return Ok(None) };
        let date: jiff::civil::Date = start
            .get(..10)
            .and_then(|day| day.parse().ok())
            .ok_or_else(|| invalid("--repeat needs --start, as in 2026-12-01T18:00."))?;
        let named: Vec<Weekday> = self.on.iter().map(|day| weekday(*day)).collect();
        let month = u8::try_from(date.month()).unwrap_or(1);
        let day = u8::try_from(date.day()).unwrap_or(1);
        let which = which(self.which.unwrap_or(WhichName::First));
        let pattern = match how_often {
            HowOften::Daily if named.is_empty() => Pattern::Daily,
            HowOften::Daily => return Err(invalid("--on goes with weekly, monthly or yearly.")),
            HowOften::Weekly => {
                let days = if named.is_empty() { vec![day_of(date)] } else { named };
                Pattern::Weekly { days, first_day: Weekday::Monday }
            }
            HowOften::Monthly if named.is_empty() => Pattern::MonthlyOnDay { day },
            HowOften::Monthly => Pattern::MonthlyOnWeekday { which, days: named },
            HowOften::Yearly if named.is_empty() => Pattern::YearlyOnDay { month, day },
            HowOften::Yearly => Pattern::YearlyOnWeekday { month, which, days: named },
        };
        let ending = match (&self.until, self.times) {
            (Some(until), _) => {
                let date = until.parse().map_err(|_| invalid("--until is a day, as in 2027-01-28."))?;
                Ending::On { date }
            }
            (None, Some(times)) => Ending::After { times },
            (None, None) => Ending::Never,
        };
        Ok(Some(Recurrence { pattern, interval: self.every, ending }))
    }
}

fn weekday(day: DayName) -> Weekday {
    match day {
        DayName::Monday => Weekday::Monday,
        DayName::Tuesday => Weekday::Tuesday,
        DayName::Wednesday => Weekday::Wednesday,
        DayName::Thursday => Weekday::Thursday,
        DayName::Friday => Weekday::Friday,
        DayName::Saturday => Weekday::Saturday,
        DayName::Sunday => Weekday::Sunday,
    }
}

fn day_of(date: jiff::civil::Date) -> Weekday {
    use jiff::civil::Weekday as Civil;
    match date.weekday() {
        Civil::Monday => Weekday::Monday,
        Civil::Tuesday => Weekday::Tuesday,
        Civil::Wednesday => Weekday::Wednesday,
        Civil::Thursday => Weekday::Thursday,
        Civil::Friday => Weekday::Friday,
        Civil::Saturday => Weekday::Saturday,
        Civil::Sunday => Weekday::Sunday,
    }
}

fn which(name: WhichName) -> Which {
    match name {
        WhichName::First => Which::First,
        WhichName::Second => Which::Second,
        WhichName::Third => Which::Third,
        WhichName::Fourth => Which::Fourth,
        WhichName::Last => Which::Last,
    }
}
