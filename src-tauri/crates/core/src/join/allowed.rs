//! What a meeting's organizer lets attendees do: chat, react, switch camera and microphone on. Teams enforces it; here it
//! is said before anybody joins.

use lectern_domain::event::EventState;
use lectern_microsoft::graph::{ChatMode, OnlineMeeting};
use lectern_store::Reader;
use lectern_store::events::EventRecord;
use lectern_store::notices::AllowedRecord;
use serde::Serialize;
use ts_rs::TS;

use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;
use crate::scheduling::series;
use crate::sign_in::account;

/// More events than anybody is about to hold; the others are looked at when their time comes nearer.
const MOST_EVENTS: usize = 20;

/// What a meeting may deny its attendees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Forbidden {
    Chat,
    Camera,
    Microphone,
    Reactions,
}

/// Keeps what Teams tells of the meeting's options.
pub(crate) async fn keep(desk: &Desk, event_id: &str, meeting: &OnlineMeeting) -> Result<(), DeskError> {
    let (id, record) = (event_id.to_owned(), record(meeting));
    desk.write(move |w| Ok::<_, DeskError>(w.notices().set_allowed(&id, &record)?)).await
}

/// Organizers set these options in Teams, at any time: asks once more for the next events of whoever is signed in. One
/// meeting that is gone does not keep the others from being asked for. Tells how many answered.
pub async fn look_again(desk: &Desk) -> Result<usize, DeskError> {
    let Some(account) = account::current(desk).await? else { return Ok(0) };
    let now = desk.now();
    let ours = |event: &EventRecord| {
        event.owner_id.as_ref().is_none_or(|owner| owner.eq_ignore_ascii_case(&account.user_id))
    };
    let at_their_date = move |r: &Reader<'_>| {
        let events = r.events().list()?.into_iter();
        events.map(|event| series::current(r, event, now)).collect::<Result<Vec<_>, _>>()
    };
    let mut next = desk.read(at_their_date).await?;
    next.retain(|event| event.state == EventState::Scheduled && event.end > now && ours(event));
    next.sort_by_key(|event| event.start);
    let mut answered = 0;
    for event in next.into_iter().take(MOST_EVENTS) {
        let Some(meeting_id) = &event.meeting_id else { continue };
        let found: Result<OnlineMeeting, GraphFailure> = desk
            .graph(
                |graph, token| async move { graph.as_user(&token).online_meetings().get(meeting_id).await },
            )
            .await;
        match found {
            Ok(meeting) => {
                keep(desk, &event.id, &meeting).await?;
                answered += 1;
            }
            Err(GraphFailure::Graph(error)) => {
                tracing::info!(event = event.id, %error, "the meeting's options stay as they were");
            }
            Err(GraphFailure::Desk(error)) => return Err(error),
        }
    }
    Ok(answered)
}

fn record(meeting: &OnlineMeeting) -> AllowedRecord {
    AllowedRecord {
        // "Limited" is a chat during the meeting, which is all that a guest has anyway.
        chat: meeting.allow_meeting_chat.as_ref().map(|mode| *mode != ChatMode::Disabled),
        camera: meeting.allow_attendee_to_enable_camera,
        microphone: meeting.allow_attendee_to_enable_mic,
        reactions: meeting.allow_teamwork_reactions,
    }
}

/// What Teams did not say is not said to be forbidden.
pub(super) fn forbidden(record: AllowedRecord) -> Vec<Forbidden> {
    [
        (record.chat, Forbidden::Chat),
        (record.camera, Forbidden::Camera),
        (record.microphone, Forbidden::Microphone),
        (record.reactions, Forbidden::Reactions),
    ]
    .into_iter()
    .filter_map(|(allowed, what)| (allowed == Some(false)).then_some(what))
    .collect()
}

/// As a list in a sentence: "the chat and cameras".
pub(super) fn words(forbidden: &[Forbidden]) -> String {
    let names: Vec<&str> = forbidden
        .iter()
        .map(|what| match what {
            Forbidden::Chat => "the chat",
            Forbidden::Camera => "cameras",
            Forbidden::Microphone => "microphones",
            Forbidden::Reactions => "reactions",
        })
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_teams_denies_is_forbidden() {
        assert_eq!(forbidden(AllowedRecord::default()), [], "what nobody said is not forbidden");
        let all = AllowedRecord {
            chat: Some(false),
            camera: Some(false),
            microphone: Some(false),
            reactions: Some(false),
        };
        let found = forbidden(all);
        assert_eq!(words(&found), "the chat, cameras, microphones and reactions");
        assert_eq!(words(&found[..1]), "the chat");
        let some = AllowedRecord { chat: Some(true), ..all };
        assert_eq!(words(&forbidden(some)[..2]), "cameras and microphones");
    }
}
