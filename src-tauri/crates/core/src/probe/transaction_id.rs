//! "What does Graph do with a second event under the same transactionId?"

use lectern_microsoft::graph::{DateTimeTimeZone, Event, NewEvent};

use super::made::{self, Made};
use super::{Answer, told};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;

pub(super) const SUBJECT: &str = "Lectern’s probe: this is deleted in a moment";

/// Also the event that other questions are about, where it could be made.
pub(super) async fn ask(desk: &Desk, made: &mut Made) -> Result<(Answer, Option<Event>), DeskError> {
    let first = match post(desk, made).await {
        Ok(event) => event,
        Err(failure) => return Ok((told::open(failure)?, None)),
    };
    keep(desk, made, &first).await?;
    let answer = match post(desk, made).await {
        Ok(second) if second.id == first.id => Answer::word("returnsExisting"),
        Ok(second) => {
            keep(desk, made, &second).await?;
            Answer::word("createsSecond")
        }
        Err(GraphFailure::Graph(error)) if error.status() == Some(409) => Answer::word("conflict409"),
        Err(failure) => told::open(failure)?,
    };
    Ok((answer, Some(first)))
}

async fn post(desk: &Desk, made: &Made) -> Result<Event, GraphFailure> {
    let at = |instant: jiff::Timestamp| DateTimeTimeZone {
        date_time: instant.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        time_zone: "UTC".to_owned(),
    };
    let new = NewEvent::teams(SUBJECT, at(made.start), at(made.end), &made.transaction_id);
    desk.graph(|graph, token| {
        let new = new.clone();
        async move { graph.as_user(&token).events().preferring(made::preferences()).create(&new).await }
    })
    .await
}

async fn keep(desk: &Desk, made: &mut Made, event: &Event) -> Result<(), DeskError> {
    made.event_ids.push(event.id.clone());
    made::note(desk, made).await
}
