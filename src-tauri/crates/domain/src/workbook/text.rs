//! A cell's value as people see it, as far as a list of people needs: dates as dates, numbers without their floating
//! point. Number formats of the person's own (currencies, thousands) are not followed.

use calamine::{DataRef, ExcelDateTime};

pub(super) fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => digits(*number),
        DataRef::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => date(moment),
        // #N/A and the like are no value.
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// As a spreadsheet shows them: fifteen digits, and telephone numbers never with an exponent.
fn digits(number: f64) -> String {
    let fifteen: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{fifteen}")
}

fn date(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        let minutes = (moment.as_f64() * 24.0 * 60.0).round();
        return format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    // A time of day is a part of no day.
    if (0.0..1.0).contains(&moment.as_f64()) {
        return time;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    if time == "00:00" { day } else { format!("{day} {time}") }
}

#[cfg(test)]
mod tests {
    use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};

    use super::shown;

    #[test]
    fn numbers_and_dates_read_as_they_look() {
        let moment = |value, kind| DataRef::DateTime(ExcelDateTime::new(value, kind, false));
        for (value, expected) in [
            (DataRef::Float(4_917_012_345_678.0), "4917012345678"),
            (DataRef::Float(0.1 + 0.2), "0.3"),
            (DataRef::Float(-1.5), "-1.5"),
            (DataRef::Int(7), "7"),
            (DataRef::Bool(true), "TRUE"),
            (moment(46_357.0, ExcelDateTimeType::DateTime), "2026-12-01"),
            (moment(46_357.604_166_666_664, ExcelDateTimeType::DateTime), "2026-12-01 14:30"),
            (moment(0.604_166_666_666_667, ExcelDateTimeType::DateTime), "14:30"),
            (moment(1.0 + 1.0 / 24.0, ExcelDateTimeType::TimeDelta), "25:00"),
            (DataRef::Error(calamine::CellErrorType::NA), ""),
        ] {
            assert_eq!(shown(&value), expected, "{value:?}: a phone number with an exponent calls nobody");
        }
    }
}
