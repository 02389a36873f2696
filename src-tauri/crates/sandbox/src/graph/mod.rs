//! The stand-in for Microsoft Graph v1.0: people, calendars, online meetings, virtual events and batches; of beta
//! the registration of meetings that Microsoft has retired.

mod attendance;
mod batch;
mod beta;
mod calendar;
mod calendar_view;
mod delta;
mod draft;
mod event;
mod event_answer;
mod event_change;
mod event_shape;
mod filter;
mod html;
mod load;
mod mailbox;
mod meeting;
mod meeting_filter;
mod meeting_policy;
mod meeting_registrant;
mod meeting_registration;
mod meeting_shape;
mod meetings;
mod names;
mod odata;
mod people;
mod permit;
mod prefer;
mod recurrence;
mod refusal;
mod route;
mod seed;
mod shape;
mod virtual_events;
mod zone_names;
mod zones;

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State as Extract};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tenant::Tenant;
use crate::wire::{Call, Content, Reply};
use crate::world::{Shared, World, lock};
use attendance::Report;
use load::Load;
use mailbox::Mailbox;
use meeting::Meeting;
use meeting_policy::AccessPolicy;
use meeting_registration::MeetingRegistration;
use refusal::Stamp;
use virtual_events::VirtualEvents;

pub(crate) use virtual_events::orders;

/// Everything that Graph keeps: a mailbox for each user, and the online meetings of the tenant.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    mailboxes: BTreeMap<String, Mailbox>,
    meetings: BTreeMap<String, Meeting>,
    #[serde(default)]
    virtual_events: VirtualEvents,
    /// Attendance by the id of a meeting or of a virtual event's session, newest last.
    #[serde(default)]
    reports: BTreeMap<String, Vec<Report>>,
    #[serde(default)]
    access_policies: Vec<AccessPolicy>,
    /// By the id of the meeting, which has one at most.
    #[serde(default)]
    registrations: BTreeMap<String, MeetingRegistration>,
    /// Delta tokens of another generation are gone.
    sync_generation: String,
    #[serde(skip)]
    load: Load,
}

impl State {
    /// The calendars of the seeded tenant as they are at `now`.
    pub fn seed(tenant: &Tenant, now: Timestamp) -> Self {
        let mut state = Self {
            mailboxes: tenant.users.iter().map(|user| (user.id.clone(), Mailbox::new(&user.id))).collect(),
            meetings: BTreeMap::new(),
            virtual_events: VirtualEvents::default(),
            reports: BTreeMap::new(),
            access_policies: Vec::new(),
            registrations: BTreeMap::new(),
            sync_generation: crate::random::guid(),
            load: Load::default(),
        };
        seed::fill(&mut state, tenant, now);
        virtual_events::plant(&mut state.virtual_events, tenant, now);
        state
    }
}

/// Forgets every sync state: each delta token given out so far is answered with 410 and the way to a full sync.
pub fn forget_sync_state(world: &mut World) {
    world.graph.sync_generation = crate::random::guid();
}

/// Sets options of the meetings of this subject, as their organizer would in Teams; how many there were, or why not.
pub fn set_meeting_options(world: &mut World, subject: &str, options: &Value) -> Result<usize, String> {
    meetings::set_options(world, subject, options).map_err(|refusal| refusal.message)
}

/// The routes of Graph, over the shared world.
pub fn router(shared: Shared) -> Router {
    Router::new().fallback(serve).with_state(shared)
}

async fn serve(Extract(shared): Extract<Shared>, request: Request) -> Response {
    let call = match Call::read(request).await {
        Ok(call) => call,
        Err(status) => return status.into_response(),
    };
    let (place, latency) = {
        let mut world = lock(&shared);
        let of_events =
            if route::is_virtual_event(&call) { world.switches.virtual_event_latency_ms } else { 0 };
        let of_mailboxes = world.switches.outlook_latency_ms;
        match load::enter(&mut world, &call) {
            Ok(Some(place)) => (Some(place), of_mailboxes),
            Ok(None) => (None, of_events),
            Err(refusal) => {
                let stamp = Stamp::of(&call, world.now());
                return stamped(refusal.reply(&stamp), &stamp).into_response();
            }
        }
    };
    let _leaving = load::Leaving { shared: shared.clone(), place: place.clone() };
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    let mut world = lock(&shared);
    let reply = answer(&mut world, &call);
    drop(world);
    reply.into_response()
}

/// The answer to one request, alone or inside a batch.
fn answer(world: &mut World, call: &Call) -> Reply {
    let stamp = Stamp::of(call, world.now());
    let reply = route::answer(world, call).unwrap_or_else(|refusal| refusal.reply(&stamp));
    stamped(reply, &stamp)
}

fn stamped(reply: Reply, stamp: &Stamp) -> Reply {
    let is_entity = reply.status.is_success() && matches!(reply.content, Content::Json(_));
    let reply = if is_entity { reply.with("content-type", ENTITY) } else { reply };
    reply
        .with("request-id", &stamp.request_id)
        .with("client-request-id", &stamp.client_request_id)
        .with("x-ms-ags-diagnostic", DIAGNOSTIC)
        .with("cache-control", "private")
}

const ENTITY: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

const DIAGNOSTIC: &str = "{\"ServerInfo\":{\"DataCenter\":\"Sandbox\",\"Slice\":\"E\",\"Ring\":\"1\",\
                          \"ScaleUnit\":\"000\",\"RoleInstance\":\"LOOPBACK\"}}";
