//! "What does a person's own token see of a webinar's registrations?" Asked of a published webinar that the person
//! names: a draft takes no registrations, and a webinar that Graph has made can be cancelled and never deleted, so the
//! probe makes none. It registers the person, asks, and takes the person off again.

use lectern_domain::event::{EventKind, VirtualEventState};
use lectern_microsoft::AccessToken;
use lectern_microsoft::graph::{
    ExternalRegistrationInformation, Graph, GraphError, NewOwnRegistration, VirtualEventKind, VirtualEvents,
};
use lectern_store::virtual_events::VirtualEventRecord;

use super::made::{self, Made};
use super::{Answer, ProbeError, ProbeWebinar, told};
use crate::desk::{Desk, IncrementalFailure};
use crate::error::DeskError;
use crate::sign_in::tokens::ResourceError;

const MANAGE: &str = "VirtualEvent.ReadWrite";
const REFERRER: &str = "lectern-probe";

pub(super) const NONE_NAMED: &str = "A published webinar of yours is needed.";

/// The answers to the three questions, in their order.
pub(super) struct Answers {
    pub list: Answer,
    pub sessions: Answer,
    pub expanded: Answer,
}

impl Answers {
    pub(super) fn all(answer: impl Fn() -> Answer) -> Self {
        Self { list: answer(), sessions: answer(), expanded: answer() }
    }
}

/// Those that can be asked about: one's own, published, not over.
pub async fn those(desk: &Desk) -> Result<Vec<ProbeWebinar>, DeskError> {
    let (account, now) = (desk.read(|r| r.accounts().get()).await?, desk.now());
    let Some(account) = account else { return Ok(Vec::new()) };
    let events = desk.read(|r| r.virtual_events().list()).await?;
    let own = |event: &VirtualEventRecord| {
        event.kind == EventKind::Webinar
            && event.state == VirtualEventState::Published
            && event.graph_id.is_some()
            && event.words.end > now
            && event.owner_id.as_ref().is_some_and(|owner| owner.eq_ignore_ascii_case(&account.user_id))
    };
    Ok(events
        .into_iter()
        .filter(own)
        .map(|event| ProbeWebinar { id: event.id, title: event.words.title })
        .collect())
}

/// Graph's id of the one that is named.
pub(super) async fn named(desk: &Desk, id: &str) -> Result<String, ProbeError> {
    let wanted = id.to_owned();
    let known = those(desk).await?.iter().any(|webinar| webinar.id == id);
    let record = desk.read(move |r| r.virtual_events().by_id(&wanted)).await?;
    match record.and_then(|record| record.graph_id) {
        Some(graph_id) if known => Ok(graph_id),
        _ => Err(ProbeError::Webinar(id.to_owned())),
    }
}

pub(super) async fn ask(desk: &Desk, made: &mut Made, webinar: &str) -> Result<Answers, DeskError> {
    let list =
        match call(desk, |graph, token| async move { webinars(&graph, &token).registrations(webinar).await })
            .await
        {
            Ok(_) => Answer::word("served"),
            Err(Failed::NotAsked(why)) => return Ok(Answers::all(|| Answer::NotAsked(why.clone()))),
            Err(failed) => failed.read(&[(403, "forbidden403")])?,
        };
    let registration = match registered(desk, made, webinar).await? {
        Ok(registration) => registration,
        Err(why) => {
            return Ok(Answers {
                list,
                sessions: Answer::NotAsked(why.clone()),
                expanded: Answer::NotAsked(why),
            });
        }
    };
    let id = registration.as_str();
    let sessions = match call(desk, |graph, token| async move {
        webinars(&graph, &token).registration_sessions(webinar, id).await
    })
    .await
    {
        Ok(_) => Answer::word("served"),
        Err(failed) => failed.read(&[(403, "forbidden403")])?,
    };
    let expanded = match call(desk, |graph, token| async move {
        webinars(&graph, &token).expanded_registration(webinar, id).await
    })
    .await
    {
        Ok(found) if found.sessions.is_some() => Answer::word("served"),
        Ok(_) => Answer::word("ignored"),
        Err(failed) => failed.read(&[(403, "forbidden403")])?,
    };
    Ok(Answers { list, sessions, expanded })
}

/// The person's registration, or why there is none. It is written down first: nobody but an application could find it
/// afterwards.
async fn registered(
    desk: &Desk,
    made: &mut Made,
    webinar: &str,
) -> Result<Result<String, String>, DeskError> {
    made.webinar = Some(webinar.to_owned());
    made::note(desk, made).await?;
    let registration = &NewOwnRegistration {
        preferred_timezone: "UTC".to_owned(),
        preferred_language: "en-us".to_owned(),
        external_registration_information: ExternalRegistrationInformation {
            referrer: Some(REFERRER.to_owned()),
            registration_id: Some(made.transaction_id.clone()),
        },
    };
    let answer = call(desk, |graph, token| async move {
        webinars(&graph, &token).register_oneself(webinar, registration).await
    })
    .await;
    let known = match answer {
        Ok(known) => known,
        Err(failed) => {
            if failed.refused() {
                made.webinar = None;
                made::note(desk, made).await?;
            }
            let why = match failed.read(&[])? {
                Answer::Open(why) => format!("You could not be registered for it. {why}"),
                _ => "You could not be registered for it.".to_owned(),
            };
            return Ok(Err(why));
        }
    };
    let tag = known.external_registration_information.and_then(|told| told.registration_id);
    // One that was there before is the person's own, and stays.
    made.registration = (tag.as_deref() == Some(&made.transaction_id)).then(|| known.id.clone());
    if made.registration.is_none() {
        made.webinar = None;
    }
    made::note(desk, made).await?;
    Ok(Ok(known.id))
}

/// Takes the person off again. Whether nothing of it is left.
pub(super) async fn undo(desk: &Desk, made: &Made) -> Result<bool, DeskError> {
    let Some(webinar) = made.webinar.as_deref() else { return Ok(true) };
    let Some(registration) = made.registration.as_deref() else { return Ok(false) };
    match call(desk, |graph, token| async move {
        webinars(&graph, &token).cancel_registration(webinar, registration).await
    })
    .await
    {
        Ok(()) => Ok(true),
        // Cancelled by a try whose answer was lost, or gone with its webinar.
        Err(failed) => Ok(failed.refused()),
    }
}

enum Failed {
    Graph(GraphError),
    NotAsked(String),
    Desk(DeskError),
}

impl Failed {
    /// The service has said no, so nothing was done.
    fn refused(&self) -> bool {
        match self {
            Self::Graph(error) => matches!(error.status(), Some(400..=404 | 409 | 410)),
            Self::NotAsked(_) => true,
            Self::Desk(_) => false,
        }
    }

    /// A status that is an answer, by the switch's word.
    fn read(self, answers: &[(u16, &str)]) -> Result<Answer, DeskError> {
        match self {
            Self::Desk(error) => Err(error),
            Self::NotAsked(why) => Ok(Answer::NotAsked(why)),
            Self::Graph(error) => Ok(answers
                .iter()
                .find(|(status, _)| error.status() == Some(*status))
                .map_or_else(|| Answer::Open(told::graph(&error)), |(_, word)| Answer::word(word))),
        }
    }
}

async fn call<T, F, Fut>(desk: &Desk, ask: F) -> Result<T, Failed>
where
    F: Fn(Graph, AccessToken) -> Fut,
    Fut: Future<Output = Result<T, GraphError>>,
{
    desk.graph_with(&[MANAGE], ask).await.map_err(|failure| match failure {
        IncrementalFailure::Graph(error) => Failed::Graph(error),
        IncrementalFailure::Access(ResourceError::Desk(error)) => Failed::Desk(error),
        IncrementalFailure::Access(ResourceError::Consent { .. } | ResourceError::Registration(_)) => {
            Failed::NotAsked(format!("The permission {MANAGE} is missing."))
        }
    })
}

fn webinars<'a>(graph: &'a Graph, token: &'a AccessToken) -> VirtualEvents<'a> {
    graph.as_user(token).virtual_events(VirtualEventKind::Webinar)
}
