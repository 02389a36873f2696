//! The meeting behind a calendar entry: found by its link, and told its first options.

use lectern_microsoft::cloud::Feature;
use lectern_microsoft::graph::{GraphError, OnlineMeeting, OnlineMeetingPatch, Presenters};
use lectern_store::events::{EventRecord, GraphIds};

use super::setup::Setup;
use super::{options, owner};
use crate::clouds;
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;
use crate::join::{allowed, dial_in};

/// Finds the meeting behind the link and sets its options.
pub(super) async fn look_up(desk: &Desk, record: &EventRecord, join_url: &str) -> Result<(), DeskError> {
    if clouds::lacks(desk, Feature::OnlineMeetings) {
        return without_options(desk, record).await;
    }
    let found: Result<Vec<OnlineMeeting>, GraphFailure> = desk
        .graph(
            |graph, token| async move { graph.as_user(&token).online_meetings().by_join_url(join_url).await },
        )
        .await;
    // Asking does no harm whoever asks; what "not yours" is answered with is not documented (403, or nobody's meeting).
    let nothing = match &found {
        Ok(found) => found.is_empty(),
        Err(GraphFailure::Graph(error)) => error.forbidden() || error.not_found(),
        Err(GraphFailure::Desk(_)) => false,
    };
    if nothing && !owner::is_ours(desk, record).await? {
        return Err(owner::others(record));
    }
    let found = match found {
        Err(GraphFailure::Graph(error)) if error.forbidden() => return Err(not_ours(&error)),
        found => found?,
    };
    let meeting = found.into_iter().next().ok_or_else(|| DeskError::Gone {
        service: "Teams",
        message: "the meeting behind this event can't be found by its link yet.".into(),
    })?;
    // What was taken over from the calendar keeps the options that its organizer gave it there.
    if !record.adopted {
        let (meeting_id, patch) = (&meeting.id, &options_at_first(record, &meeting)?);
        if *patch != OnlineMeetingPatch::default() {
            desk.graph(|graph, token| async move {
                graph.as_user(&token).online_meetings().update(meeting_id, patch).await
            })
            .await?;
        }
    }
    dial_in::keep(desk, &record.id, &meeting).await?;
    allowed::keep(desk, &record.id, &meeting).await?;
    let ids = GraphIds { meeting_id: Some(meeting.id.clone()), ..GraphIds::default() };
    let (id, now) = (record.id.clone(), desk.now());
    desk.write(move |w| {
        w.events().scheduled(&id, &ids, now)?;
        Ok::<_, DeskError>(w.events().set_setup(&id, None)?)
    })
    .await
}

/// The calendar's link is all there is of the meeting here; its options are set in Teams.
async fn without_options(desk: &Desk, record: &EventRecord) -> Result<(), DeskError> {
    let (id, now) = (record.id.clone(), desk.now());
    desk.write(move |w| {
        w.events().scheduled(&id, &GraphIds::default(), now)?;
        Ok::<_, DeskError>(w.events().set_setup(&id, None)?)
    })
    .await
}

/// Only the organizer presents, and joins are not announced, unless a template or the event that it is a copy of says
/// otherwise.
fn options_at_first(record: &EventRecord, meeting: &OnlineMeeting) -> Result<OnlineMeetingPatch, DeskError> {
    let by_default = || OnlineMeetingPatch {
        allowed_presenters: Some(Presenters::Organizer),
        is_entry_exit_announced: Some(false),
        ..OnlineMeetingPatch::default()
    };
    let setup = record.setup.as_deref().and_then(|kept| serde_json::from_str::<Setup>(kept).ok());
    let Some(values) = setup.and_then(|setup| setup.options) else { return Ok(by_default()) };
    options::patch(&values, meeting)
        .map_err(|error| DeskError::Refused { service: "Teams", message: error.to_string() })
}

fn not_ours(error: &GraphError) -> DeskError {
    DeskError::Refused {
        service: "Teams",
        message: format!("only the organizer may look a meeting up by its link ({error})."),
    }
}
