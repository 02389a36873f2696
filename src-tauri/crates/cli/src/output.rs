//! What the terminal is told: plain lines for people, one JSON object for programs, errors on standard error.

use std::io::Write as _;
use std::process::ExitCode;

use lectern_core::error::{CommandError, ErrorCode};
use lectern_domain::secret::Secret;
use serde::Serialize;

/// Exit codes; all of them are in the help and in the README.
pub const SIGN_IN: u8 = 3;
pub const REFUSED: u8 = 4;
pub const REMOTE: u8 = 5;

/// Where results go.
#[derive(Clone, Copy)]
pub struct Output {
    pub json: bool,
}

impl Output {
    /// One object for programs, or the sentence for people.
    pub fn result<T: Serialize>(self, value: &T, sentence: impl FnOnce(&T) -> String) {
        if self.json {
            line(
                &serde_json::to_string(value)
                    .unwrap_or_else(|error| format!("{{\"unprintable\":\"{error}\"}}")),
            );
        } else {
            line(&sentence(value));
        }
    }

    /// A word to people beside the result; programs find it in the result itself.
    pub fn note(self, sentence: &str) {
        if !self.json {
            drop(writeln!(std::io::stderr(), "{sentence}"));
        }
    }

    pub fn error(self, error: &CommandError) -> ExitCode {
        let told = if self.json {
            serde_json::json!({"code": error.code, "message": error.message, "retryAfter": error.retry_after})
                .to_string()
        } else {
            format!("lectern: {}", error.message)
        };
        drop(writeln!(std::io::stderr(), "{told}"));
        exit_code(error.code)
    }
}

/// One line on standard output. A reader that went away (`| head`) is no failure of ours.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{text}"));
    drop(out.flush());
}

/// What a person answers to a question on the terminal.
pub fn asked(question: &str) -> Result<String, CommandError> {
    let mut out = std::io::stdout().lock();
    drop(write!(out, "{question}"));
    drop(out.flush());
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| {
        CommandError::new(ErrorCode::Invalid, format!("Standard input can't be read: {error}"))
    })?;
    Ok(answer.trim().to_owned())
}

/// "Go ahead?" Only a yes is one.
pub fn agreed(question: &str) -> Result<bool, CommandError> {
    let answer = asked(&format!("{question} [y/N] "))?;
    Ok(matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// The first line of standard input: a secret that no list of processes shows.
pub fn from_stdin() -> Result<Secret<String>, CommandError> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| {
        CommandError::new(ErrorCode::Invalid, format!("Standard input can't be read: {error}"))
    })?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    if line.is_empty() {
        return Err(CommandError::new(ErrorCode::Invalid, "Nothing came in on standard input."));
    }
    Ok(Secret::new(line))
}

fn exit_code(code: ErrorCode) -> ExitCode {
    ExitCode::from(match code {
        ErrorCode::Invalid => 2,
        ErrorCode::SignInNeeded => SIGN_IN,
        ErrorCode::Refused
        | ErrorCode::ConsentNeeded
        | ErrorCode::Conflict
        | ErrorCode::KeychainLocked
        | ErrorCode::KeychainAbsent
        | ErrorCode::KeyGone
        | ErrorCode::NewerProfile => REFUSED,
        // A fault of our own as well: what was asked was right, and another try may do.
        ErrorCode::Offline
        | ErrorCode::Captive
        | ErrorCode::Throttled
        | ErrorCode::Remote
        | ErrorCode::DiskFull
        | ErrorCode::Waits
        | ErrorCode::Busy
        | ErrorCode::Internal => REMOTE,
        ErrorCode::NotFound => 6,
    })
}
