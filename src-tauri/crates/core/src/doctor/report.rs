//! What can be passed on to whoever helps: no people, no addresses, nothing secret. What was found is left out, since it
//! names them; what is in it are our own words.

use super::{Check, CheckStatus};

/// All of it, with what it is about.
pub fn report(checks: &[Check]) -> String {
    let lines: String = checks.iter().map(|check| check.report.as_str()).collect();
    format!("Lectern {}, {}: doctor\n{lines}", env!("CARGO_PKG_VERSION"), std::env::consts::OS)
}

pub(super) fn told(mut check: Check) -> Check {
    let reason = check.reason.map_or_else(String::new, |reason| format!(" ({reason})"));
    let to_mend = matches!(check.status, CheckStatus::Failed | CheckStatus::Warning);
    let fix = check.fix.as_ref().filter(|_| to_mend);
    let fix = fix.map_or_else(String::new, |fix| format!("         {fix}\n"));
    check.report = format!("{:<8} {} [{}]{reason}\n{fix}", mark(check.status), check.title, check.id);
    check
}

fn mark(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Ok => "ok",
        CheckStatus::Warning => "warning",
        CheckStatus::Failed => "FAILED",
        CheckStatus::Skipped => "skipped",
        CheckStatus::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::super::machine::CLOCK;
    use super::*;

    #[test]
    fn a_report_has_the_reason_and_not_what_was_found() {
        let checks = [
            told(CLOCK.failed("wrongClock", "events@contoso.example is 2 h behind").fix("Set the clock.")),
            told(CLOCK.ok("Ana Reyes")),
        ];
        let text = report(&checks);
        assert!(text.contains("FAILED   Clock [clock] (wrongClock)"), "{text}");
        assert!(text.contains("Set the clock."), "{text}");
        assert!(!text.contains('@') && !text.contains("Ana"), "it goes to strangers: {text}");
    }
}
