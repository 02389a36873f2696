//! Why a trusted service gave nothing.

use std::time::Duration;

use crate::transport::TransportError;

/// A call to a trusted service that brought nothing to join with. None of its own words are here: they are a
/// stranger's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// Nothing was sent.
    #[error("that is not the address of a service")]
    Address,
    #[error("the service answered {status}")]
    Refused { status: u16, retry_after: Option<Duration> },
    #[error(transparent)]
    Transport(#[from] TransportError),
}
