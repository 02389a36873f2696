//! A panic's message is a crash report: slicing a text in the middle of a character prints that text, and the text may
//! be a join link, or a token.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};

use lectern_domain::join_link::redact;

/// From here on a panic is told without passcodes, contexts, tickets, tokens and keys.
pub fn keep_secrets() {
    panic::set_hook(Box::new(|info| drop(writeln!(std::io::stderr(), "{}", report(info)))));
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let message = without_tokens(&redact(info.payload_as_str().unwrap_or("no message")));
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => {
            format!("Lectern met a mistake of its own at {place}: {message}\n{backtrace}")
        }
        _ => format!("Lectern met a mistake of its own at {place}: {message}"),
    }
}

const REDACTED: &str = "<redacted>";
/// Shorter than any token or key that a service gives out.
const SHORTEST_TOKEN: usize = 24;
/// Names in code are shorter, or lack a digit or a capital letter.
const SHORTEST_KEY: usize = 40;

/// Takes out what looks like a JSON Web Token, whole or cut off (`eyJ…`: an object's beginning in base64), and long runs
/// of letters and digits that no person writes: other tokens, and keys. Rather takes too much than too little.
fn without_tokens(text: &str) -> String {
    let in_token = |c: char| c.is_ascii_alphanumeric() || "-_.+=~".contains(c);
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(in_token) {
        let end = rest[start..].find(|c| !in_token(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        told.push_str(&rest[..start]);
        told.push_str(if is_token(word) || is_key(word) { REDACTED } else { word });
        rest = &rest[end..];
    }
    told.push_str(rest);
    told
}

/// `{` in base64 is `e`, and one of these.
fn is_token(word: &str) -> bool {
    let after = word.strip_prefix('e').and_then(|rest| rest.chars().next());
    word.len() >= SHORTEST_TOKEN
        && word.contains('.')
        && after.is_some_and(|c| matches!(c, 'w'..='z' | '0'..='9' | '-' | '_'))
}

fn is_key(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    word.len() >= SHORTEST_KEY
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_crash_report_holds_no_token_and_no_key() {
        let claims = "eyJza3lwZWlkIjoiYWNzOjEyMyIsImV4cCI6MTc5NjE1Mzk3OX0";
        let token = format!("eyJhbGciOiJSUzI1NiJ9.{claims}.c2lnbmF0dXJlLXdpdGgtbWFueS1ieXRlcw");
        for secret in [
            token.as_str(),
            &token[..60],
            &format!("e30.{claims}.c2ln"),
            "0.AXoAqr8kT1zL5EmJ2g9hYw7cVd3sQxNn4bPfRtGu6iKo",
            "Zm9ydHktZWlnaHQgYnl0ZXMgb2YgYSBrZXkgdGhhdCBzaWducyBldmVyeXRoaW5nLi4u==",
        ] {
            for around in [format!("`{secret}`"), format!("token={secret}&x"), format!("\"t\":\"{secret}\",")]
            {
                let told = without_tokens(&around);
                let part = &secret[secret.len() - 8..];
                assert!(!told.contains(part) && told.contains(REDACTED), "it would let somebody in: {told}");
            }
        }
        for plain in [
            "byte index 41 is not a char boundary; it is inside 'é' (bytes 40..42)",
            "called `Option::unwrap()` on a `None` value",
            "a_page_that_goes_silent_a_browser_that_ends_or_is_killed_is_told 1796153979",
            "00000000-0000-0000-0000-000000000001, lectern_core::join::passes::service",
        ] {
            assert_eq!(without_tokens(plain), plain, "the rest is what a report is for");
        }
        assert!(told_of_a_sliced(&format!("{token}é")).iter().all(|report| !report.contains(claims)));
    }

    /// The report of a real panic over a text that is cut in the middle of a character.
    fn told_of_a_sliced(text: &str) -> Vec<String> {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _alone = ONE_AT_A_TIME.lock();
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&told);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| sink.lock().expect("nobody panics here").push(report(info))));
        let middle = text.len() - 1;
        assert!(panic::catch_unwind(|| text[..middle].len()).is_err(), "the case is a panic");
        panic::set_hook(before);
        let told = told.lock().expect("nobody panics here");
        told.iter().filter(|report| report.contains("panics.rs")).cloned().collect()
    }

    #[test]
    fn a_crash_report_says_where_and_not_the_way_in() {
        let links = [
            "https://teams.microsoft.com/meet/234?p=S3cret9é",
            "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Ft%2Fmeet%2F1%3Fp%3DS3cret9é",
            "lectern://join?ticket=S3cret9é",
            "/l/meetup-join/a/0?context={\"Tid\":\"S3cret9é",
        ];
        for link in links {
            let reports = told_of_a_sliced(link);
            assert_eq!(reports.len(), 1, "every panic is told, with its place");
            for report in reports {
                assert!(!report.contains("S3cret9"), "a crash report would let somebody in: {report}");
                assert!(
                    report.contains("<redacted>"),
                    "the text was there, and is known to have been: {report}"
                );
            }
        }
    }
}
