//! "Does the registration of meetings, which Microsoft has retired, still answer?"
//!
//! Only opening one can tell: a meeting without registration answers 404, as a tenant may that has it no more. It is
//! opened for the probe's own meeting, and closed again; whatever closing leaves goes with the meeting.

use lectern_microsoft::graph::{GraphError, MeetingAudience};
use lectern_microsoft::transport::TransportError;

use super::{Answer, Setting, made, told};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;
use crate::profile::CloudName;

const POLICY: &str = "A policy of your tenant (AllowMeetingRegistration) may answer the same.";

pub(super) async fn ask(desk: &Desk, link: &str) -> Result<Answer, DeskError> {
    if desk.profile().registration().is_some_and(|registration| registration.cloud != CloudName::Global) {
        return Ok(Answer::NotAsked("It was in the global cloud only.".into()));
    }
    let Some(meeting) = made::meetings(desk, link).await?.into_iter().next() else {
        return Ok(Answer::NotAsked("The probe’s meeting was not found by its link.".into()));
    };
    let id = meeting.as_str();
    let opened = desk
        .graph(|graph, token| async move {
            graph.as_user(&token).external_registrations().open(id, &MeetingAudience::Everyone).await
        })
        .await;
    match opened {
        Ok(_) => {}
        Err(GraphFailure::Graph(error)) => return Ok(refused(&error)),
        Err(GraphFailure::Desk(error)) => return Err(error),
    }
    let closed = desk
        .graph(|graph, token| async move { graph.as_user(&token).external_registrations().close(id).await })
        .await;
    match closed {
        Err(GraphFailure::Desk(error)) => Err(error),
        Err(GraphFailure::Graph(error)) => {
            let more = format!("It could not be closed again: {}", told::graph(&error));
            Ok(Answer::Is(Setting::word("served"), Some(more)))
        }
        Ok(()) => Ok(Answer::word("served")),
    }
}

fn refused(error: &GraphError) -> Answer {
    let word = match error.status() {
        Some(400) => "retired400",
        Some(403) => return Answer::Is(Setting::word("retired403"), Some(POLICY.to_owned())),
        Some(404) => "retired404",
        Some(410) => "retired410",
        Some(501) => "retired501",
        // A success without what was made.
        None if is_empty(error) => "empty",
        _ => return Answer::Open(told::graph(error)),
    };
    Answer::word(word)
}

fn is_empty(error: &GraphError) -> bool {
    matches!(error, GraphError::Transport(TransportError::Malformed { .. } | TransportError::NotJson { .. }))
}
