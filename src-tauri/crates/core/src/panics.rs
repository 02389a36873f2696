//! A panic's message is a crash report: slicing a text in the middle of a character prints that text, and the text may
//! be a join link.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};

use lectern_domain::join_link::redact;

/// From here on a panic is told without passcodes, contexts and tickets.
pub fn keep_secrets() {
    panic::set_hook(Box::new(|info| drop(writeln!(std::io::stderr(), "{}", report(info)))));
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let message = redact(info.payload_as_str().unwrap_or("no message"));
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => {
            format!("Lectern met a mistake of its own at {place}: {message}\n{backtrace}")
        }
        _ => format!("Lectern met a mistake of its own at {place}: {message}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_crash_report_says_where_and_not_the_way_in() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&told);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| sink.lock().expect("nobody panics here").push(report(info))));
        let links = [
            "https://teams.microsoft.com/meet/234?p=S3cret9é",
            "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Ft%2Fmeet%2F1%3Fp%3DS3cret9é",
            "lectern://join?ticket=S3cret9é",
            "/l/meetup-join/a/0?context={\"Tid\":\"S3cret9é",
        ];
        for link in links {
            let middle = link.len() - 1;
            assert!(panic::catch_unwind(|| link[..middle].len()).is_err(), "the case is a panic");
        }
        panic::set_hook(before);
        let told = told.lock().expect("nobody panics here");
        let ours: Vec<_> = told.iter().filter(|report| report.contains("panics.rs")).collect();
        assert_eq!(ours.len(), links.len(), "every panic is told, with its place: {told:?}");
        for report in ours {
            assert!(!report.contains("S3cret9"), "a crash report would let somebody in: {report}");
            assert!(report.contains("<redacted>"), "the text was there, and is known to have been: {report}");
        }
    }
}
