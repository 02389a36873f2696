//! "How many events has a page, where nobody asks for a size?" Only counted: nothing is created to fill one.

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::graph::{Event, ListEvents, Page};

use super::{Answer, Setting, told};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;

pub(super) async fn events(desk: &Desk) -> Result<Answer, DeskError> {
    size(
        desk.graph(|graph, token| async move {
            graph.as_user(&token).events().list(&ListEvents::default()).await
        })
        .await,
    )
}

/// Of the two years around today.
pub(super) async fn view(desk: &Desk) -> Result<Answer, DeskError> {
    let year = SignedDuration::from_hours(365 * 24);
    let from = desk.now().saturating_sub(year).unwrap_or(Timestamp::UNIX_EPOCH);
    let until = desk.now().saturating_add(year).unwrap_or(Timestamp::MAX);
    size(
        desk.graph(
            |graph, token| async move { graph.as_user(&token).events().calendar_view(from, until).await },
        )
        .await,
    )
}

fn size(page: Result<Page<Event>, GraphFailure>) -> Result<Answer, DeskError> {
    let page = match page {
        Ok(page) => page,
        Err(failure) => return told::open(failure),
    };
    // The last page says nothing: it holds what there is.
    match i64::try_from(page.value.len()) {
        Ok(size) if page.next_link.is_some() && size > 0 => Ok(Answer::Is(Setting::Number(size), None)),
        _ => Ok(Answer::Open("The calendar holds too few events to fill a page.".into())),
    }
}
