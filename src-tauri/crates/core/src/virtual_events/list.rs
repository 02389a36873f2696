//! Webinars and town halls as the list and their page show them: from the store, network or not.

use lectern_store::virtual_events::{Part, VirtualEventRecord};

use super::co_organizers::CO_ORGANIZERS;
use super::colleagues::Colleague;
use super::invited::{INVITED, Invited};
use super::presenters::{PRESENTERS, Presenter};
use super::questions::{QUESTIONS, Question};
use super::refresh::{PAGE, SESSIONS};
use super::{
    EnrolmentOffer, RegistrationPage, Session, VirtualEventDetail, VirtualEventError, VirtualEventSummary,
    credential, teams,
};
use crate::desk::Desk;
use crate::error::DeskError;

/// Whether this profile's cloud has them; where it has none, nothing of them is shown.
pub fn offered(desk: &Desk) -> bool {
    teams::offered(desk).is_ok()
}

pub async fn all(desk: &Desk) -> Result<Vec<VirtualEventSummary>, DeskError> {
    Ok(desk.read(|r| r.virtual_events().list()).await?.iter().map(summary).collect())
}

pub async fn one(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let event = teams::record(desk, id).await?;
    let wanted = id.to_owned();
    let (page, sessions, questions, presenters, co_organizers, invited) = desk
        .read(move |r| {
            let events = r.virtual_events();
            Ok((
                events.part::<RegistrationPage>(&wanted, PAGE)?,
                events.part::<Vec<Session>>(&wanted, SESSIONS)?,
                events.part::<Vec<Question>>(&wanted, QUESTIONS)?,
                events.part::<Vec<Presenter>>(&wanted, PRESENTERS)?,
                events.part::<Vec<Colleague>>(&wanted, CO_ORGANIZERS)?,
                events.part::<Invited>(&wanted, INVITED)?,
            ))
        })
        .await?;
    let enrolment = offer(desk, &event).await?;
    Ok(VirtualEventDetail {
        summary: summary(&event),
        description: event.words.description,
        audience: event.words.audience,
        attendee_mail: event.attendee_mail,
        event_id: event.graph_id,
        read_at: sessions.as_ref().map(|part| part.read_at.to_string()),
        page: page.map(|part| part.value),
        sessions: value(sessions),
        questions: value(questions),
        presenters: value(presenters),
        co_organizers: value(co_organizers),
        co_organized: event.co_organized,
        adopted: event.adopted,
        invited: invited.map(|part| part.value),
        created_at: event.created_at.to_string(),
        problem: event.problem,
        setting_up: event.setup.is_some(),
        enrolment,
    })
}

fn value<T>(part: Option<Part<Vec<T>>>) -> Vec<T> {
    part.map(|part| part.value).unwrap_or_default()
}

/// A delegated token can neither enrol outsiders nor list who registered: an application can.
async fn offer(desk: &Desk, event: &VirtualEventRecord) -> Result<EnrolmentOffer, VirtualEventError> {
    let why = if event.kind == super::EventKind::TownHall {
        Some("Microsoft documents no enrolment for town halls.".to_owned())
    } else if credential::kept(desk).await?.is_none() {
        Some(credential::WHY_NOT.to_owned())
    } else {
        None
    };
    Ok(EnrolmentOffer { possible: why.is_none(), why })
}

pub(crate) fn summary(event: &VirtualEventRecord) -> VirtualEventSummary {
    VirtualEventSummary {
        id: event.id.clone(),
        kind: event.kind,
        title: event.words.title.clone(),
        start: event.words.start.to_string(),
        end: event.words.end.to_string(),
        zone: event.words.zone.clone(),
        state: event.state,
        organizer: event.organizer_name.clone().unwrap_or_default(),
    }
}
