//! "Does Graph refuse a change of an event whose If-Match is out of date?"
//!
//! Outlook answers 412 for reasons of its own, so the same change is made with an etag that is up to date as well.

use lectern_microsoft::graph::{Event, EventPatch};

use super::made::preferences;
use super::{Answer, told};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;

pub(super) async fn ask(desk: &Desk, id: &str) -> Result<Answer, DeskError> {
    let old = match read(desk, id).await {
        Ok(event) => event.etag,
        Err(failure) => return told::open(failure),
    };
    if let Err(failure) = change(desk, id, "Lectern’s probe: changed once", None).await {
        return told::open(failure);
    }
    let new = match read(desk, id).await {
        Ok(event) => event.etag,
        Err(failure) => return told::open(failure),
    };
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(Answer::Open("Events came without an etag.".into()));
    };
    if old == new {
        return Ok(Answer::Open("The etag stayed the same over a change.".into()));
    }
    match change(desk, id, "Lectern’s probe: changed by an old etag", Some(&old)).await {
        Ok(_) => return Ok(Answer::word("ignored")),
        Err(GraphFailure::Graph(error)) if error.status() == Some(412) => {}
        Err(failure) => return told::open(failure),
    }
    match change(desk, id, "Lectern’s probe: changed by a new etag", Some(&new)).await {
        Ok(_) => Ok(Answer::word("honoured")),
        Err(GraphFailure::Graph(error)) if error.status() == Some(412) => {
            Ok(Answer::Open("412 came with an old etag and with the one just read.".into()))
        }
        Err(failure) => told::open(failure),
    }
}

async fn read(desk: &Desk, id: &str) -> Result<Event, GraphFailure> {
    desk.graph(|graph, token| async move {
        graph.as_user(&token).events().preferring(preferences()).get(id).await
    })
    .await
}

async fn change(desk: &Desk, id: &str, subject: &str, etag: Option<&str>) -> Result<Event, GraphFailure> {
    let patch = EventPatch { subject: Some(subject.to_owned()), ..EventPatch::default() };
    let patch = &patch;
    desk.graph(|graph, token| async move {
        graph.as_user(&token).events().preferring(preferences()).update(id, patch, etag).await
    })
    .await
}
