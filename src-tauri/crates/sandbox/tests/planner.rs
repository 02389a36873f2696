//! An organizer of virtual events, the applications beside her, and an administrator: written from the documentation,
//! apart from the sandbox's own code and from our clients.

use lectern_sandbox::Options;
use lectern_sandbox::tenant::{SERVICE_CLIENT_ID, SERVICE_SECRET};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::services::{Reply, Services};

pub const SCOPES: &str = "User.Read Calendars.ReadWrite OnlineMeetings.ReadWrite VirtualEvent.ReadWrite \
                          OnlineMeetingArtifact.Read.All";
pub const WEBINARS: &str = "/solutions/virtualEvents/webinars";
pub const TOWNHALLS: &str = "/solutions/virtualEvents/townhalls";
pub const NOW: &str = "2026-11-23T12:00:00Z";

pub struct Planner {
    /// Signed in as the service account.
    pub services: Services,
    /// An application's token, without a person.
    pub app: String,
}

impl Planner {
    /// An administrator has consented, and the limits are off: a table of refusals is longer than they allow.
    pub async fn open() -> Self {
        Self::with(Options { now: NOW.parse().ok(), ..Options::default() }).await
    }

    pub async fn with(options: Options) -> Self {
        let desk = Desk::with(options).await;
        desk.control("/grants/consent", json!({"scopes": ["VirtualEvent.Read", "VirtualEvent.ReadWrite"]}))
            .await;
        desk.control("/switches", json!({"virtualEventWrites": 0, "virtualEventReads": 0})).await;
        let token = desk.sign_in(SCOPES, &[]).await.text("access_token");
        let app = app_token(&desk).await;
        Self { services: Services { desk, token }, app }
    }

    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.services.graph(method, path, body).await
    }

    pub async fn ask_as(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
        let authorization = format!("Bearer {token}");
        self.services.graph_with(method, path, &[("authorization", &authorization)], body).await
    }

    /// The application's way.
    pub async fn ask_app(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.ask_as(&self.app, method, path, body).await
    }

    pub async fn order(&self, path: &str, body: Value) -> Value {
        let done = self.services.desk.control(path, body).await;
        assert_eq!(done.status, 200, "the control door does {path}: {}", done.body);
        done.body
    }

    /// A draft; its path.
    pub async fn draft(&self, body: Value) -> String {
        let made = self.ask("POST", WEBINARS, Some(body)).await;
        assert_eq!(made.status, 201, "a webinar is made: {}", made.body);
        format!("{WEBINARS}/{}", made.text("id"))
    }

    /// A published webinar; its path.
    pub async fn published(&self) -> String {
        let path = self.draft(webinar()).await;
        assert_eq!(self.ask("POST", &format!("{path}/publish"), None).await.status, 204);
        path
    }

    /// Lets the application into the event of this path.
    pub async fn let_in(&self, path: &str, permissions: &[&str]) {
        let event = path.rsplit('/').next().expect("an id");
        let body = json!({"app": "Lectern Service", "event": event, "permissions": permissions});
        self.order("/grants/rsc", body).await;
    }

    /// Enrols an outsider; the answer.
    pub async fn enrol(&self, path: &str, number: u32) -> Reply {
        self.ask_app("POST", &format!("{path}/registrations"), Some(outsider(number))).await
    }

    /// The list that an application with the resource-specific permission sees.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        let listed = self.ask_app("GET", &format!("{path}/registrations"), None).await;
        assert_eq!(listed.status, 200, "{}", listed.body);
        listed.body["value"].as_array().cloned().expect("a list")
    }
}

pub async fn app_token(desk: &Desk) -> String {
    let tenant = desk.sandbox.ready().tenant_id.clone();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", SERVICE_CLIENT_ID),
        ("client_secret", SERVICE_SECRET),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    desk.form(&format!("/{tenant}/oauth2/v2.0/token"), &fields).await.text("access_token")
}

/// What an organizer's form posts.
pub fn webinar() -> Value {
    json!({
        "displayName": "The Impact of Tech on Our Lives",
        "description": {"contentType": "text", "content": "How technology has changed the way we talk."},
        "startDateTime": {"dateTime": "2026-12-10T10:00:00", "timeZone": "Pacific Standard Time"},
        "endDateTime": {"dateTime": "2026-12-10T11:00:00", "timeZone": "Pacific Standard Time"},
        "audience": "everyone",
    })
}

pub fn townhall() -> Value {
    json!({
        "displayName": "Winter town hall",
        "startDateTime": {"dateTime": "2026-12-11T17:00:00", "timeZone": "Europe/Paris"},
        "endDateTime": {"dateTime": "2026-12-11T18:00:00", "timeZone": "Europe/Paris"},
        "audience": "organization",
        "isInviteOnly": true,
        "invitedAttendees": [
            {"@odata.type": "#microsoft.graph.communicationsUserIdentity",
             "id": "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5"},
        ],
    })
}

pub fn outsider(number: u32) -> Value {
    json!({
        "firstName": "Diane", "lastName": format!("Demoss {number}"), "email": format!("diane{number}@example.org"),
        "preferredTimezone": "Pacific Standard Time", "preferredLanguage": "en-us",
        "externalRegistrationInformation": {"referrer": "lectern", "registrationId": format!("ticket-{number}")},
    })
}

pub fn own() -> Value {
    json!({"preferredTimezone": "Romance Standard Time", "preferredLanguage": "en-gb"})
}

pub fn custom(input: &str, choices: &[&str], required: bool) -> Value {
    let mut question = json!({
        "@odata.type": "#microsoft.graph.virtualEventRegistrationCustomQuestion",
        "displayName": format!("A question for {input}"), "answerInputType": input, "isRequired": required,
    });
    if !choices.is_empty() {
        question["answerChoices"] = json!(choices);
    }
    question
}
