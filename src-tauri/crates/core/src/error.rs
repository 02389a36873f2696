//! What the window and the terminal are told when something does not work.

use serde::Serialize;
use ts_rs::TS;

/// Seconds: whoever holds the data longer than a write waits for it is at something large.
const BUSY: f64 = 5.0;

/// A code exists only where somebody acts on it: the window by what it offers next, the terminal by its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum ErrorCode {
    SignInNeeded,
    KeychainLocked,
    KeychainAbsent,
    /// The data is there and its key is not: the recovery key opens it.
    KeyGone,
    Offline,
    /// Somebody on the way answers in the service's place; a person can deal with it in a browser.
    Captive,
    Throttled,
    Refused,
    /// Nobody of the organization's administration has agreed to what is asked for.
    ConsentNeeded,
    Invalid,
    NotFound,
    Conflict,
    NewerProfile,
    /// The disk has no room; the service says so by a status of its own.
    DiskFull,
    /// Written down here: it goes to the service that decides as soon as that can be reached.
    Waits,
    /// Another window, terminal or process is at it: another try makes sense soon. The service asks for one.
    Busy,
    Remote,
    Internal,
}

/// One error as it crosses: what happened and what to do next, in words.
#[derive(Debug, Clone, Serialize, TS, thiserror::Error)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CommandError {
    pub code: ErrorCode,
    pub message: String,
    /// Seconds until another try makes sense, where the service named them.
    pub retry_after: Option<f64>,
    /// The field of the request that is at fault, where one is.
    pub field: Option<String>,
}

impl CommandError {
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after: None, field: None }
    }

    #[must_use]
    pub fn on(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }
}

/// What every room can run into, whatever it is doing.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("You are not signed in. Sign in, then try again.")]
    SignInNeeded,
    /// Somebody was signed in, and the service no longer takes it.
    #[error("Your sign-in was ended (revoked, or run out). Sign in again; nothing that was saved is lost.")]
    SignInEnded,
    #[error(
        "This event is on {owner}'s calendar, and another account is signed in here. Sign in as {owner} to go on with \
         it; nothing is lost until then."
    )]
    OtherAccount { owner: String },
    #[error(
        "This event of {owner} is another desk's: here is a copy. Change it at the desk that published it."
    )]
    OtherDesk { owner: String },
    #[error("{0}")]
    SignInBlocked(String),
    #[error(transparent)]
    Keychain(#[from] crate::keychain::KeychainError),
    #[error(transparent)]
    Store(#[from] lectern_store::StoreError),
    #[error(
        "{service} can't be reached from here ({detail}). Check the network and try again; nothing is lost."
    )]
    Offline { service: &'static str, detail: String },
    #[error(
        "Something on this network answers instead of {service}. Often it is a page that asks you to sign in to the \
         network first: open it, then try again. Nothing is lost. ({detail})"
    )]
    Captive { service: &'static str, detail: String },
    #[error(
        "The proxy of this network asks for a name and a password before {service} can be reached. Enter them where \
         your system's proxy is set (or in HTTPS_PROXY, as http://NAME:PASSWORD@HOST:PORT) and start Lectern again, or \
         ask whoever runs the network to let this computer through. Nothing is lost."
    )]
    Proxy { service: &'static str },
    #[error("{service} asks for a pause of {} s. It goes on by itself.", retry_after.unwrap_or(30.0))]
    Throttled { service: &'static str, retry_after: Option<f64> },
    #[error("{service} refused: {message}")]
    Refused { service: &'static str, message: String },
    #[error("{service} gave an answer that can't be used: {message}")]
    Remote { service: &'static str, message: String },
    #[error("{service} doesn't know this any more: {message}")]
    Gone { service: &'static str, message: String },
    #[error(
        "What is stored under this profile can't be opened with its key ({0}). The key in the keychain was changed."
    )]
    Seal(&'static str),
    #[error("The work was stopped inside ({0}). Please report this.")]
    Stopped(String),
}

impl DeskError {
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::SignInNeeded | Self::SignInEnded | Self::OtherAccount { .. } => ErrorCode::SignInNeeded,
            Self::Keychain(error) => error.code(),
            Self::Store(error) => store_code(error),
            Self::Offline { .. } | Self::Proxy { .. } => ErrorCode::Offline,
            Self::Captive { .. } => ErrorCode::Captive,
            Self::Throttled { .. } => ErrorCode::Throttled,
            Self::Refused { .. } | Self::SignInBlocked(_) | Self::OtherDesk { .. } => ErrorCode::Refused,
            Self::Remote { .. } => ErrorCode::Remote,
            Self::Gone { .. } => ErrorCode::NotFound,
            Self::Seal(_) | Self::Stopped(_) => ErrorCode::Internal,
        }
    }
}

fn store_code(error: &lectern_store::StoreError) -> ErrorCode {
    match error {
        lectern_store::StoreError::Newer { .. } => ErrorCode::NewerProfile,
        lectern_store::StoreError::WrongKey { .. } => ErrorCode::KeyGone,
        lectern_store::StoreError::NotFound { .. } => ErrorCode::NotFound,
        lectern_store::StoreError::DiskFull { .. } => ErrorCode::DiskFull,
        lectern_store::StoreError::Busy { .. } => ErrorCode::Busy,
        _ => ErrorCode::Internal,
    }
}

impl From<DeskError> for CommandError {
    fn from(error: DeskError) -> Self {
        let retry_after = match &error {
            DeskError::Throttled { retry_after, .. } => *retry_after,
            DeskError::Store(lectern_store::StoreError::Busy { .. }) => Some(BUSY),
            _ => None,
        };
        Self { code: error.code(), message: error.to_string(), retry_after, field: None }
    }
}
