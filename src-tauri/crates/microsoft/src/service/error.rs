//! Why a trusted service gave nothing.

use std::time::Duration;

use serde::Deserialize;

use crate::transport::{Response, TransportError};

/// No sentence of a service's is longer, in letters.
const LONGEST_DETAIL: usize = 500;

/// What a service says of a ticket beside its status. Its sentences are not read, and a word that is not known here says
/// nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// The doors are not open yet.
    Early,
    Cancelled,
    Over,
    Revoked,
    /// What Teams keeps to itself: a webinar, a town hall.
    HandOver,
    /// Many come at once; there is a place in the line for this ticket.
    Queued,
    /// No tokens are to be had now.
    UseTeams,
    #[serde(other)]
    Other,
}

/// A call to a trusted service that brought nothing to join with. None of its own words are here: they are a
/// stranger's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// Nothing was sent.
    #[error("that is not the address of a service")]
    Address,
    #[error("the service answered {status}")]
    Refused { status: u16, retry_after: Option<Duration>, reason: Option<Reason> },
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// What a service said instead of an answer, as RFC 9457 has it; without any of that where it is no Lectern's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub status: u16,
    /// One of Lectern's codes.
    pub code: Option<String>,
    /// For people.
    pub detail: Option<String>,
    /// The part of the request that is at fault.
    pub field: Option<String>,
    pub retry_after: Option<Duration>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireProblem {
    code: Option<String>,
    detail: Option<String>,
    field: Option<String>,
}

impl Problem {
    pub(super) fn read(answer: &Response) -> Self {
        let wire: WireProblem = serde_json::from_slice(&answer.body).unwrap_or_default();
        let clean = |text: String| {
            let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
            let plain: String = plain.take(LONGEST_DETAIL).collect();
            Some(plain.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            status: answer.status,
            code: wire.code.and_then(clean),
            detail: wire.detail.and_then(clean),
            field: wire.field.and_then(clean),
            retry_after: answer.retry_after(),
        }
    }
}

/// A call to the service that this desk is paired with, or is to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskServiceError {
    /// Nothing was sent.
    #[error("that is not the address of a service")]
    Address,
    #[error("the service answered {}", .0.status)]
    Problem(Problem),
    #[error(transparent)]
    Transport(#[from] TransportError),
}

impl From<Problem> for DeskServiceError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
