//! "Which form does a new meeting's link have, and what is answered to the filter by a link?"

use std::time::Duration;

use lectern_microsoft::graph::{Event, OnlineMeeting};
use uuid::Uuid;

use super::made::preferences;
use super::{Answer, Setting, told};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;

/// Teams may take a moment to add the meeting to a new event.
const WAITS: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(4)];

/// The link of the event's meeting, as Graph has it.
pub(super) async fn of(desk: &Desk, event: &Event) -> Result<Option<String>, DeskError> {
    for wait in WAITS {
        tokio::time::sleep(wait).await;
        let id = &event.id;
        let read = desk
            .graph(|graph, token| async move {
                graph.as_user(&token).events().preferring(preferences()).get(id).await
            })
            .await;
        match read {
            Ok(event) => {
                if let Some(link) = event.online_meeting.and_then(|meeting| meeting.join_url) {
                    return Ok(Some(link));
                }
            }
            Err(GraphFailure::Desk(error)) => return Err(error),
            Err(GraphFailure::Graph(error)) => tracing::info!(%error, "the probe's event can't be read"),
        }
    }
    Ok(None)
}

pub(super) fn form(link: &str) -> Answer {
    match link.split('/').nth(3) {
        Some("meet") => Answer::word("short"),
        Some("l") => Answer::word("long"),
        _ => Answer::Open("The link has neither of the forms that are known.".into()),
    }
}

pub(super) async fn by_short(desk: &Desk, link: &str) -> Result<Answer, DeskError> {
    if !matches!(form(link), Answer::Is(Setting::Word(form), _) if form == "short") {
        return Ok(Answer::NotAsked("This tenant gives long links.".into()));
    }
    Ok(match filter(desk, link).await {
        Ok(meetings) if meetings.is_empty() => Answer::word("emptyList"),
        Ok(_) => Answer::word("found"),
        Err(failure) => told::open(failure)?,
    })
}

/// A link as a tenant gives it, but of a meeting that there is not.
pub(super) async fn nobodys(desk: &Desk) -> Result<Answer, DeskError> {
    let link = format!(
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_{nobody}%40thread.v2/0?context=%7b%22Tid%22%3a%22{nobody}%22%2c%22Oid%22%3a%22{nobody}%22%7d",
        nobody = Uuid::nil()
    );
    Ok(match filter(desk, &link).await {
        Ok(meetings) if meetings.is_empty() => Answer::word("emptyList"),
        Ok(_) => Answer::Open("A meeting was found by a link that belongs to none.".into()),
        Err(GraphFailure::Graph(error)) if error.status() == Some(404) => Answer::word("notFound404"),
        Err(failure) => told::open(failure)?,
    })
}

pub(super) async fn others(desk: &Desk, link: Option<&str>) -> Result<Answer, DeskError> {
    let Some(link) = link else {
        return Ok(Answer::NotAsked(
            "The link of a meeting that somebody else has scheduled is needed.".into(),
        ));
    };
    Ok(match filter(desk, link).await {
        Ok(meetings) if meetings.is_empty() => Answer::word("emptyList"),
        Ok(_) => Answer::Open("The meeting was found: it is this account’s own, or shared with it.".into()),
        Err(GraphFailure::Graph(error)) if error.status() == Some(403) => Answer::word("forbidden403"),
        Err(failure) => told::open(failure)?,
    })
}

async fn filter(desk: &Desk, link: &str) -> Result<Vec<OnlineMeeting>, GraphFailure> {
    desk.graph(|graph, token| async move { graph.as_user(&token).online_meetings().by_join_url(link).await })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_link_is_told_by_its_path() {
        for (link, expected) in [
            ("https://teams.microsoft.com/l/meetup-join/19%3ax/0", Some("long")),
            ("https://teams.microsoft.com/meet/2345?p=abc", Some("short")),
            ("https://teams.microsoft.com/dl/x", None),
            ("", None),
        ] {
            let said = match form(link) {
                Answer::Is(Setting::Word(word), _) => Some(word),
                _ => None,
            };
            assert_eq!(said.as_deref(), expected, "{link}: a sandbox would give links of another form");
        }
    }
}
