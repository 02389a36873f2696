//! `GET {control}`: what the door can do, and who lives behind it.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::Door;
use crate::world::lock;

pub(super) async fn get(State(door): State<Door>) -> Json<Value> {
    let world = lock(&door.shared);
    Json(json!({
        "about": "The control door of the Lectern sandbox. Bodies are JSON; an empty body stands for {}.",
        "control": door.ready.control,
        "services": door.ready,
        "now": world.now(),
        "tenant": world.tenant,
        "switches": world.switches,
        "virtualEvents": crate::graph::orders::overview(&world),
        "routes": routes(),
    }))
}

fn routes() -> Value {
    let parts = [of_people(), of_virtual_events(), of_the_world()];
    parts.into_iter().flat_map(|part| part.as_array().cloned().unwrap_or_default()).collect()
}

fn of_people() -> Value {
    json!([
        {"route": "POST /device-codes/{userCode}/approve",
         "body": {"user": "any name of a seeded user; without it the service account"},
         "does": "signs the user in on the device that shows the code, dash or none"},
        {"route": "POST /device-codes/{userCode}/deny", "does": "declines it"},
        {"route": "POST /device-codes/{userCode}/expire", "does": "lets it expire"},
        {"route": "POST /authorizations",
         "body": {"url": "the address of an authorize page", "decision": "approve|deny", "user": "as above"},
         "does": "goes through the page as a browser would; gives where it is sent (with form_post: where the fields go)"},
        {"route": "POST /grants/revoke", "body": {"user": "as above"},
         "does": "ends every sign-in of the user: refresh tokens die, cp1 clients are challenged"},
        {"route": "POST /grants/challenge", "body": {"user": "as above"},
         "does": "challenges the access tokens in use; refresh tokens live on"},
        {"route": "POST /grants/consent", "body": {"scopes": ["VirtualEvent.ReadWrite"]},
         "does": "an administrator consents to delegated permissions of Graph for everybody"},
        {"route": "POST /grants/consent/withdraw", "body": {"scopes": ["OnlineMeetings.ReadWrite"]},
         "does": "takes consent back, from the tenant and from its people; tokens that are out stay good"},
        {"route": "POST /grants/application",
         "body": {"app": "client id or name", "roles": ["VirtualEvent.Read.All"]},
         "does": "the application permissions on Graph from now on; the next token carries them"},
        {"route": "POST /grants/rsc",
         "body": {"app": "as above", "event": "a virtual event's id",
                  "permissions": ["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat",
                                  "OnlineMeetingArtifact.Read.Chat"]},
         "does": "the resource-specific permissions on this one event from now on; they are in no token"},
        {"route": "POST /grants/policy", "body": {"app": "as above", "user": "an organizer"},
         "does": "an application access policy: tenant-wide permissions on meetings work for this organizer's"}
    ])
}

fn of_virtual_events() -> Value {
    json!([
        {"route": "GET /virtual-events", "does": "all virtual events, who was let in, and attendance"},
        {"route": "POST /virtual-events",
         "body": {"kind": "webinar|townhall", "organizer": "any name of a user", "publish": false,
                  "event": {"displayName": "as POST /webinars takes it"}},
         "does": "somebody makes one in Teams, past every application"},
        {"route": "POST /virtual-events/{id}/change",
         "body": {"displayName": "as PATCH takes it", "status": "published|canceled"},
         "does": "its organizer changes, publishes or cancels it in Teams"},
        {"route": "POST /virtual-events/{id}/configuration",
         "body": {"capacity": 300, "isManualApprovalEnabled": false, "isWaitlistEnabled": true},
         "does": "what the organizer sets in Teams; null takes the capacity away"},
        {"route": "POST /virtual-events/{id}/registrations", "body": {"count": 50000},
         "does": "enrols so many outsiders at once, without the limits"},
        {"route": "POST /virtual-events/{id}/visitors",
         "body": {"firstName": "Ada", "lastName": "King", "email": "ada@example.org", "user": "or any name of a user",
                  "answers": [{"questionId": "an id", "value": "text"}]},
         "does": "somebody registers on Teams' own page, by the event's rules"},
        {"route": "POST /virtual-events/{id}/registrations/{registration}/approve",
         "does": "lets in somebody with pendingApproval; reject turns them away; cancel: they change their mind"},
        {"route": "POST /attendance",
         "body": {"event": "a virtual event's id, or instead", "meeting": "an online meeting's id or join link",
                  "start": "when it was held, if not as planned", "end": "2026-12-01T19:00:00Z",
                  "people": [{"registration": "an id, or", "user": "any name of a user, or", "name": "a guest",
                              "email": "guest@example.org", "role": "Attendee", "joined": "2026-12-01T18:02:00Z",
                              "left": "2026-12-01T18:55:00Z",
                              "intervals": [["2026-12-01T18:02:00Z", "2026-12-01T18:55:00Z"]]}]},
         "does": "adds an attendance report; without people, all who are registered came"}
    ])
}

fn of_the_world() -> Value {
    json!([
        {"route": "POST /faults",
         "body": {"route": "POST /emails:send", "count": 1, "status": 429, "retryAfter": 3, "delayMs": 0,
                  "when": "before|after|garbled|page", "code": "the error's code, if not the usual one",
                  "html": "true: a gateway's page instead of the service's words"},
         "does": "the next count requests fail: before without effect (without a status the connection is cut), \
                  after with effect and the connection cut, garbled with effect and half of the answer, page with \
                  effect and somebody's page instead of the answer"},
        {"route": "GET /faults", "does": "what is still planned"},
        {"route": "DELETE /faults", "does": "plans nothing any more"},
        {"route": "POST /network",
         "body": {"between": "page200|redirect302|required511|page401|page403|proxy407, or null for nobody"},
         "does": "answers every request to the three services in their place until it is taken away, here or on the \
                  portal's own page (Entra's door, /portal); met counts the requests"},
        {"route": "GET /network", "does": "who answers in their place, and how many requests met it"},
        {"route": "GET /clock", "does": "the sandbox's time"},
        {"route": "POST /clock", "body": {"advanceSeconds": 60, "now": "2026-12-01T18:00:00Z", "frozen": false},
         "does": "moves, sets or stops it"},
        {"route": "GET /switches", "does": "how open questions are answered"},
        {"route": "POST /switches", "body": {"joinUrlForm": "short"}, "does": "changes those named"},
        {"route": "GET /mail", "does": "mail that was sent, newest last"},
        {"route": "GET /sms", "does": "text messages that were sent"},
        {"route": "GET /traffic?after=N", "does": "requests and answers after number N, secrets redacted"},
        {"route": "POST /meetings/options",
         "body": {"subject": "the meeting's subject", "options": {"allowMeetingChat": "disabled"}},
         "does": "sets the meeting's options as its organizer does in Teams, by Graph's names"},
        {"route": "POST /sync-state/forget", "does": "delta tokens given out so far meet 410 and start anew"},
        {"route": "POST /reset", "does": "the seeded world again"},
        {"route": "POST /save", "does": "writes the state file now"}
    ])
}
