//! Microsoft Graph v1.0, as far as events need it. A call reads like its URL.
//!
//! Answers are read with tolerance (unknown properties and unseen enum values are no errors); requests hold only what
//! they mean. <https://learn.microsoft.com/graph/api/overview?view=graph-rest-1.0>

mod batch;
mod calendar;
mod challenge;
mod delta;
mod error;
mod event;
mod event_registrations;
mod events;
#[cfg(test)]
mod hostile_json;
mod legacy;
mod online_meeting;
mod online_meetings;
mod page;
mod recurrence;
mod registration_configuration;
mod user;
mod virtual_event;
mod virtual_events;

pub use batch::{BatchAnswer, BatchRequest, MAX_BATCH};
pub use calendar::Calendar;
pub use delta::{Change, Delta, DeltaLink, DeltaPage, DeltaStart, Progress};
pub use error::{GraphError, ServiceError};
pub use event::{
    Attendee, DateTimeTimeZone, EmailAddress, Event, EventPatch, EventType, ItemBody, Location, NewEvent,
    OnlineMeetingInfo, Recipient,
};
pub use event_registrations::{
    AttendanceInterval, AttendanceRecord, AttendanceReport, EventRegistration, EventRegistrationStatus,
    ExpandedRegistration, ExternalRegistrationInformation, NewAnswer, NewOwnRegistration, NewRegistration,
    RegistrationAnswer,
};
pub use events::{Events, ListEvents, Preferences};
pub use legacy::{ExternalRegistrant, ExternalRegistration, ExternalRegistrations, NewExternalRegistrant};
pub use online_meeting::{
    AudioConferencing, ChatInfo, ChatMode, Identity, IdentitySet, JoinMeetingIdSettings, LobbyAdmitters,
    LobbyBypassSettings, LobbyScope, MeetingParticipants, MeetingRole, MeetingWindow, OnlineMeeting,
    OnlineMeetingPatch, Participant, Presenters,
};
pub use online_meetings::OnlineMeetings;
pub use page::{NextLink, Page};
pub use recurrence::{
    DayOfWeek, PatternKind, PatternedRecurrence, RangeKind, RecurrencePattern, RecurrenceRange, WeekIndex,
};
pub use registration_configuration::{
    AnswerInputType, NewQuestion, Question, QuestionLabel, RegistrationConfiguration,
};
pub use user::User;
pub use virtual_event::{
    AnyIdentity, CommunicationsUser, Creator, ExternalEventInformation, MeetingAudience, NewPresenter,
    NewVirtualEvent, Presenter, PresenterDetails, PresenterIdentity, PresenterPatch, SessionTime,
    VirtualEvent, VirtualEventKind, VirtualEventPatch, VirtualEventSession, VirtualEventSettings,
    VirtualEventStatus, WholeDetails,
};
pub use virtual_events::VirtualEvents;

use crate::encoding::path_segment;
use crate::secret::AccessToken;
use crate::transport::{Request, Response, Transport};
use serde::de::DeserializeOwned;
use url::Url;

/// Graph at one address, for anybody.
#[derive(Debug, Clone)]
pub struct Graph {
    transport: Transport,
    /// Ends in `/v1.0`, without a slash after it.
    root: String,
    base: Url,
}

/// Graph for one signed-in person: `/me/…`.
#[derive(Debug, Clone, Copy)]
pub struct UserGraph<'a> {
    graph: &'a Graph,
    token: &'a AccessToken,
}

impl Graph {
    /// `base` is the origin from [`crate::cloud::Endpoints::graph`].
    pub fn new(transport: Transport, base: Url) -> Self {
        let root = base.as_str().trim_end_matches('/').trim_end_matches("/v1.0");
        Self { transport, root: format!("{root}/v1.0"), base }
    }

    /// For one call, or a few: the token is not kept.
    pub fn as_user<'a>(&'a self, token: &'a AccessToken) -> UserGraph<'a> {
        UserGraph { graph: self, token }
    }

    /// An address under `/v1.0`; `path` begins with a slash and is encoded already.
    fn url(&self, path: &str) -> Result<Url, GraphError> {
        Url::parse(&format!("{}{path}", self.root)).map_err(|_| GraphError::Id)
    }

    /// As [`Graph::url`], under `/beta`: for what Graph offers nowhere else.
    fn beta(&self, path: &str) -> Result<Url, GraphError> {
        let root = self.root.trim_end_matches("/v1.0");
        Url::parse(&format!("{root}/beta{path}")).map_err(|_| GraphError::Id)
    }
}

impl<'a> UserGraph<'a> {
    /// The person's calendar.
    pub fn events(self) -> Events<'a> {
        Events::new(self)
    }

    /// Webinars or town halls. The registrations of outsiders want an application's token instead of a person's.
    pub fn virtual_events(self, kind: VirtualEventKind) -> VirtualEvents<'a> {
        VirtualEvents::new(self, kind)
    }

    /// Registration for meetings as it was before webinars; retired.
    pub fn external_registrations(self) -> ExternalRegistrations<'a> {
        ExternalRegistrations::new(self)
    }

    /// The meetings behind the calendar's entries.
    pub fn online_meetings(self) -> OnlineMeetings<'a> {
        OnlineMeetings::new(self)
    }

    async fn send(self, request: Request) -> Result<Response, GraphError> {
        let answer = self.graph.transport.send(&request.bearer(self.token)?).await?;
        if answer.is_success() { Ok(answer) } else { Err(ServiceError::from_answer(&answer).into()) }
    }

    async fn read<T: DeserializeOwned>(self, request: Request) -> Result<T, GraphError> {
        Ok(self.send(request).await?.json()?)
    }
}

/// An id from Graph as one segment of a path.
fn segment(id: &str) -> Result<String, GraphError> {
    path_segment(id).ok_or(GraphError::Id)
}
