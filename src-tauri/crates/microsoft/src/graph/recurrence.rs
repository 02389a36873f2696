//! The rule of a series. <https://learn.microsoft.com/graph/api/resources/patternedrecurrence>

use crate::open_enum::open_enum;
use serde::{Deserialize, Deserializer, Serialize};

open_enum! {
    PatternKind {
        Daily = "daily",
        Weekly = "weekly",
        AbsoluteMonthly = "absoluteMonthly",
        RelativeMonthly = "relativeMonthly",
        AbsoluteYearly = "absoluteYearly",
        RelativeYearly = "relativeYearly",
    }
}

open_enum! {
    DayOfWeek {
        Sunday = "sunday",
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
    }
}

open_enum! {
    /// Which of the days in the month.
    WeekIndex { First = "first", Second = "second", Third = "third", Fourth = "fourth", Last = "last" }
}

open_enum! {
    RangeKind { EndDate = "endDate", NoEnd = "noEnd", Numbered = "numbered" }
}

/// How often. In answers every property is there, those that mean nothing for the kind as 0 or their default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecurrencePattern {
    #[serde(rename = "type")]
    pub kind: PatternKind,
    pub interval: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_of_month: Option<i32>,
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub days_of_week: Vec<DayOfWeek>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day_of_week: Option<DayOfWeek>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<WeekIndex>,
}

/// From when to when. Dates as in `2026-12-01`; an answer's `0001-01-01` means none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecurrenceRange {
    #[serde(rename = "type")]
    pub kind: RangeKind,
    pub start_date: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence_time_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_occurrences: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternedRecurrence {
    pub pattern: RecurrencePattern,
    pub range: RecurrenceRange,
}

fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DayOfWeek>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_says_everything_and_a_request_what_it_means() {
        let answered: PatternedRecurrence = serde_json::from_value(json!({
            "pattern": {"type": "weekly", "interval": 1, "month": 0, "dayOfMonth": 0, "daysOfWeek": ["thursday"],
                "firstDayOfWeek": "sunday", "index": "first"},
            "range": {"type": "noEnd", "startDate": "2026-12-03", "endDate": "0001-01-01",
                "recurrenceTimeZone": "Romance Standard Time", "numberOfOccurrences": 0},
        }))
        .expect("a rule as documented");
        assert_eq!(answered.pattern.days_of_week, [DayOfWeek::Thursday]);
        let asked = PatternedRecurrence {
            pattern: RecurrencePattern {
                kind: PatternKind::Daily,
                interval: 2,
                month: None,
                day_of_month: None,
                days_of_week: Vec::new(),
                first_day_of_week: None,
                index: None,
            },
            range: RecurrenceRange {
                kind: RangeKind::Numbered,
                start_date: "2026-12-03".to_owned(),
                end_date: None,
                recurrence_time_zone: None,
                number_of_occurrences: Some(5),
            },
        };
        assert_eq!(
            serde_json::to_value(asked).expect("plain data"),
            json!({"pattern": {"type": "daily", "interval": 2},
                "range": {"type": "numbered", "startDate": "2026-12-03", "numberOfOccurrences": 5}}),
            "a property that nobody meant may be refused"
        );
    }
}
