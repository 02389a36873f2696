//! `lectern doctor`: what works here, what does not, and how to mend it.

use std::process::ExitCode;

use lectern_core::desk::Desk;
use lectern_core::doctor::{self, Check, CheckStatus};
use lectern_core::error::CommandError;
use lectern_core::sign_in::account;
use serde_json::json;

use crate::arguments::DoctorArgs;
use crate::output::{Output, REFUSED, SIGN_IN};

pub async fn run(desk: &Desk, args: &DoctorArgs, output: Output) -> Result<ExitCode, CommandError> {
    let checks = match &args.only {
        Some(id) => vec![doctor::run::one(desk, None, id).await?],
        None => doctor::run::run(desk).await,
    };
    let well = checks.iter().all(|check| check.status != CheckStatus::Failed);
    let report = doctor::report(&checks);
    let found = json!({"ok": well, "checks": checks, "report": report});
    output.result(&found, |_| if args.report { report.trim_end().to_owned() } else { lines(&checks) });
    if well {
        return Ok(ExitCode::SUCCESS);
    }
    let signed_in = account::current(desk).await?.is_some_and(|account| !account.needs_sign_in);
    Ok(ExitCode::from(if signed_in { REFUSED } else { SIGN_IN }))
}

fn lines(checks: &[Check]) -> String {
    let mut lines = Vec::new();
    for check in checks {
        let mark = match check.status {
            CheckStatus::Ok => "ok     ",
            CheckStatus::Warning => "warning",
            CheckStatus::Failed => "FAILED ",
            CheckStatus::Skipped => "skipped",
            CheckStatus::Unknown => "unknown",
        };
        lines.push(format!("{mark}  {}: {}", check.title, check.detail));
        lines.extend(check.fix.iter().map(|fix| format!("         {fix}")));
        lines.extend(check.link.iter().map(|link| format!("         {}: {}", link.label, link.address)));
        lines.extend(check.command.iter().map(|command| format!("         $ {command}")));
    }
    lines.join("\n")
}
