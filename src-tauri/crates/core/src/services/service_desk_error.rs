//! Why the service that decides could not be asked, or did not do it.

use lectern_microsoft::service::DeskServiceError;
use lectern_microsoft::transport::TransportError;
use url::Url;

use crate::error::{CommandError, DeskError, ErrorCode};
use crate::sign_in::tokens::unreachable_or_odd;

const SERVICE: &str = "The trusted service";

#[derive(Debug, thiserror::Error)]
pub enum ServiceDeskError {
    #[error(
        "This desk is paired with no service. Pair it first, in Settings, Services (or lectern service pair)."
    )]
    NotPaired,
    #[error(
        "{0:?} is not the address of a service: it reads https://events.contoso.com, and nothing behind it. A sandbox’s \
         service is on this computer."
    )]
    Address(String),
    #[error("A pairing code has 12 letters and digits, as in 4F7K-09XM-T2QA.")]
    NoCode,
    #[error("This desk is paired with {0}. Leave that service first (unpair), then pair with another one.")]
    Other(String),
    #[error(
        "{0} doesn’t take this pairing code: it was mistyped, used before, or its time is over. Ask for a new one."
    )]
    Code(String),
    #[error(
        "No answer came from {host} ({detail}), and it may have used up the code. Try it once more; if it is refused \
         then, ask for a new one."
    )]
    InDoubt { host: String, detail: String },
    #[error(
        "At {0} there is no service of Lectern’s that a desk can be paired with. Look at the address again."
    )]
    NotOurs(String),
    #[error(
        "{0} does not take this desk any more: it was revoked there. Pair it again with a new code; nothing that is kept \
         here is lost."
    )]
    Revoked(String),
    #[error("{host} refused: {message}")]
    Refused { host: String, code: ErrorCode, field: Option<String>, message: String },
    #[error("{host} asks for a pause of {} s.", retry_after.unwrap_or(30.0))]
    Throttled { host: String, retry_after: Option<f64> },
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl ServiceDeskError {
    /// `origin` is that of the service that was asked.
    pub fn of(origin: &str, error: DeskServiceError) -> Self {
        let host = host(origin);
        let problem = match error {
            DeskServiceError::Address => return Self::Address(origin.to_owned()),
            DeskServiceError::Transport(error) => return Self::Desk(unreachable_or_odd(SERVICE, &error)),
            DeskServiceError::Problem(problem) => problem,
        };
        let retry_after = problem.retry_after.map(|pause| pause.as_secs_f64());
        let code = match problem.status {
            401 => return Self::Revoked(host),
            429 => return Self::Throttled { host, retry_after },
            404 | 410 => ErrorCode::NotFound,
            409 => ErrorCode::Conflict,
            400 | 413 | 422 => ErrorCode::Invalid,
            400..500 => ErrorCode::Refused,
            _ => ErrorCode::Remote,
        };
        let message = problem.detail.unwrap_or_else(|| format!("it answered {}.", problem.status));
        Self::Refused { host, code, field: problem.field, message }
    }

    /// Nobody knows yet whose voice it is: none of its words are told.
    pub(super) fn while_pairing(origin: &str, error: DeskServiceError) -> Self {
        let host = host(origin);
        match error {
            DeskServiceError::Problem(problem) => match problem.status {
                403 if problem.code.is_some() => Self::Code(host),
                400..500 if problem.status != 429 && problem.code.is_none() => Self::NotOurs(host),
                _ => Self::of(origin, DeskServiceError::Problem(problem)),
            },
            DeskServiceError::Transport(error) if in_doubt(&error) => {
                Self::InDoubt { host, detail: error.to_string() }
            }
            DeskServiceError::Transport(
                TransportError::NotJson { .. } | TransportError::Malformed { .. },
            ) => Self::NotOurs(host),
            other => Self::of(origin, other),
        }
    }
}

/// The request left, and what became of it is not known.
fn in_doubt(error: &TransportError) -> bool {
    matches!(error, TransportError::Timeout { .. } | TransportError::Broken { .. })
}

/// With its port, where it has one.
pub(super) fn host(origin: &str) -> String {
    let url = Url::parse(origin).ok();
    let named = url.as_ref().and_then(|url| Some((url.host_str()?, url.port())));
    match named {
        Some((host, Some(port))) => format!("{host}:{port}"),
        Some((host, None)) => host.to_owned(),
        None => origin.to_owned(),
    }
}

impl From<ServiceDeskError> for CommandError {
    fn from(error: ServiceDeskError) -> Self {
        let told = error.to_string();
        match error {
            ServiceDeskError::Desk(inner) => inner.into(),
            ServiceDeskError::Address(_) | ServiceDeskError::NotOurs(_) => {
                Self::new(ErrorCode::Invalid, told).on("address")
            }
            ServiceDeskError::NoCode | ServiceDeskError::Code(_) => {
                Self::new(ErrorCode::Invalid, told).on("code")
            }
            ServiceDeskError::NotPaired | ServiceDeskError::Revoked(_) | ServiceDeskError::Other(_) => {
                Self::new(ErrorCode::Refused, told)
            }
            ServiceDeskError::InDoubt { .. } => Self::new(ErrorCode::Offline, told),
            ServiceDeskError::Refused { code, field, .. } => {
                let mut error = Self::new(code, told);
                error.field = field;
                error
            }
            ServiceDeskError::Throttled { retry_after, .. } => {
                let mut error = Self::new(ErrorCode::Throttled, told);
                error.retry_after = retry_after;
                error
            }
        }
    }
}
