//! The seeded tenant: the same people, applications and resource at every start, so that a screenshot, a
//! profile and a test find what they found yesterday.

use serde::{Deserialize, Serialize};

pub const TENANT_ID: &str = "7d1f0f3c-52c8-4a5e-9d8b-4e2a6c1b9f10";
/// The public client that a desktop signs in with; it also holds a secret, as one registration may.
pub const CLIENT_ID: &str = "4b6d2c1e-8f3a-4c57-a1d9-0e7b5f92c384";
/// A confidential client that may not use public flows.
pub const SERVICE_CLIENT_ID: &str = "c2a97e54-6b1d-4f08-93e6-d51c7a80b2f9";
/// Made up, and worth nothing outside a sandbox: every sandbox has the same.
pub const CLIENT_SECRET: &str = "sandbox~only~client~secret~of~contoso~events";
/// The same for the confidential client.
pub const SERVICE_SECRET: &str = "sandbox~only~service~secret~of~contoso~events";

/// One Entra tenant with its Communication Services resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    pub id: String,
    pub display_name: String,
    pub domain: String,
    pub users: Vec<User>,
    pub apps: Vec<App>,
    /// Delegated Graph permissions that an administrator has consented to for everybody.
    pub consented_scopes: Vec<String>,
    pub acs: AcsResource,
}

/// A work account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The object id, Entra's `oid`.
    pub id: String,
    pub display_name: String,
    pub given_name: Option<String>,
    pub surname: Option<String>,
    pub user_principal_name: String,
    pub mail: String,
    pub job_title: Option<String>,
    pub office_location: Option<String>,
    pub preferred_language: Option<String>,
    /// Without it the calendar works, and Teams meetings do not.
    pub teams_licensed: bool,
    /// Approval of registrations and waitlists need it.
    #[serde(default)]
    pub teams_premium: bool,
}

/// An app registration.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct App {
    pub client_id: String,
    pub display_name: String,
    /// "Allow public client flows": without it a secret is demanded for every grant.
    pub public_client: bool,
    /// Single-tenant applications are refused on `common` and `organizations`.
    pub multi_tenant: bool,
    /// Redirects of the "mobile and desktop" platform; the port of a loopback address is ignored.
    pub redirect_uris: Vec<String>,
    pub secret: Option<String>,
    /// Application permissions on Graph that were granted.
    pub graph_roles: Vec<String>,
    /// Whether it has a role on the Communication Services resource.
    pub acs_contributor: bool,
}

/// The Communication Services resource "contoso-events".
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcsResource {
    pub name: String,
    /// The immutable resource id that every identity and token of the resource carries.
    pub resource_id: String,
    /// Base64, as in a connection string.
    pub access_key: String,
    pub sender: String,
    /// Work accounts that an administrator assigned to the resource (preview).
    #[serde(default)]
    pub entra_users: Vec<String>,
}

impl Tenant {
    /// "Contoso Events", its service account first.
    pub fn contoso_events() -> Self {
        Self {
            id: TENANT_ID.into(),
            display_name: "Contoso Events".into(),
            domain: "contosoevents.onmicrosoft.com".into(),
            users: seeded_users(),
            apps: seeded_apps(),
            consented_scopes: CONSENTED.iter().map(ToString::to_string).collect(),
            acs: AcsResource {
                name: "contoso-events".into(),
                resource_id: "b2f6c9d1-37e4-4f0a-8c5d-61a9e0743b28".into(),
                access_key:
                    "c2FuZGJveC1vbmx5LWtleS1vZi1jb250b3NvLWV2ZW50cy13b3J0aC1ub3RoaW5nLWVsc2V3aGVyZS0wMDE="
                        .into(),
                sender: "donotreply@contosoevents.example".into(),
                entra_users: vec![
                    "1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841".into(),
                    "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5".into(),
                ],
            },
        }
    }

    /// The branded service account that signs in unless a test says otherwise.
    pub fn default_user(&self) -> &User {
        &self.users[0]
    }

    pub fn user(&self, oid: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id.eq_ignore_ascii_case(oid))
    }

    /// A user by object id, user principal name, mail, its part before the `@`, or display name.
    pub fn find_user(&self, who: &str) -> Option<&User> {
        let who = who.trim();
        self.users.iter().find(|user| {
            let alias = user.user_principal_name.split('@').next().unwrap_or_default();
            [&user.id, &user.user_principal_name, &user.mail, &user.display_name, alias]
                .iter()
                .any(|name| name.eq_ignore_ascii_case(who))
        })
    }

    pub fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id.eq_ignore_ascii_case(client_id))
    }
}

/// What an administrator of the tenant has consented to; `VirtualEvent.*` is left out, so that a missing
/// consent can be seen.
const CONSENTED: [&str; 12] = [
    "User.Read",
    "Calendars.Read",
    "Calendars.ReadBasic",
    "Calendars.ReadWrite",
    "OnlineMeetings.Read",
    "OnlineMeetings.ReadWrite",
    "OnlineMeetingArtifact.Read.All",
    "Mail.Send",
    "MailboxSettings.Read",
    "Teams.ManageCalls",
    "Teams.ManageChats",
    "VoIP.Join",
];

fn seeded_apps() -> Vec<App> {
    vec![
        App {
            client_id: CLIENT_ID.into(),
            display_name: "Lectern".into(),
            public_client: true,
            multi_tenant: true,
            redirect_uris: vec!["http://localhost".into()],
            secret: Some(CLIENT_SECRET.into()),
            graph_roles: vec!["User.Read.All".into(), "VirtualEvent.Read.All".into()],
            acs_contributor: true,
        },
        App {
            client_id: SERVICE_CLIENT_ID.into(),
            display_name: "Lectern Service".into(),
            public_client: false,
            multi_tenant: false,
            redirect_uris: vec!["https://service.contosoevents.example/signed-in".into()],
            secret: Some(SERVICE_SECRET.into()),
            graph_roles: vec![
                "VirtualEvent.Read.All".into(),
                "VirtualEventRegistration-Anon.ReadWrite.All".into(),
            ],
            acs_contributor: true,
        },
    ]
}

fn seeded_users() -> Vec<User> {
    let person = |id: &str, given: &str, surname: &str, title: &str, office: &str| User {
        id: id.into(),
        display_name: format!("{given} {surname}"),
        given_name: Some(given.into()),
        surname: Some(surname.into()),
        user_principal_name: format!("{given}.{surname}@contosoevents.onmicrosoft.com").to_lowercase(),
        mail: format!("{given}.{surname}@contosoevents.onmicrosoft.com").to_lowercase(),
        job_title: Some(title.into()),
        office_location: Some(office.into()),
        preferred_language: Some("en-GB".into()),
        teams_licensed: true,
        teams_premium: given == "Ana",
    };
    let account = |id: &str, name: &str, alias: &str, licensed: bool| User {
        id: id.into(),
        display_name: name.into(),
        given_name: None,
        surname: None,
        user_principal_name: format!("{alias}@contosoevents.onmicrosoft.com"),
        mail: format!("{alias}@contosoevents.onmicrosoft.com"),
        job_title: None,
        office_location: None,
        preferred_language: None,
        teams_licensed: licensed,
        teams_premium: licensed,
    };
    vec![
        account("1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841", "Contoso Events", "events", true),
        person("2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5", "Ana", "Reyes", "Head of Events", "Lisbon"),
        person("3c58e0f7-b1a9-4d26-a7c4-5e80d39f16b2", "Tomasz", "Nowak", "Producer", "Gdańsk"),
        person("49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6", "Priya", "Raman", "Speaker Liaison", "London"),
        account("5d14f7c9-2ab8-4706-8ef3-06b95a7d2ce1", "Front Desk", "front.desk", false),
    ]
}
