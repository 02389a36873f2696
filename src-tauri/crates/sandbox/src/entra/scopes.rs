//! Reading a `scope` parameter: which resource it is for, and which permissions of it.

use super::bearer::Audience;
use super::refusal::Refusal;
use crate::tenant::{App, Tenant};
use crate::world::World;

const GRAPH_ID: &str = "00000003-0000-0000-c000-000000000000";

/// A delegated permission and whether only an administrator can consent to it.
type Permission = (&'static str, bool);

/// From Graph's permissions reference; the part of it that has to do with calendars, meetings and mail.
const GRAPH_PERMISSIONS: [Permission; 26] = [
    ("Calendars.Read", false),
    ("Calendars.Read.Shared", false),
    ("Calendars.ReadBasic", true),
    ("Calendars.ReadWrite", false),
    ("Calendars.ReadWrite.Shared", false),
    ("Chat.Read", false),
    ("Chat.ReadWrite", false),
    ("Contacts.Read", false),
    ("Directory.Read.All", true),
    ("Group.Read.All", true),
    ("Mail.Read", false),
    ("Mail.ReadWrite", false),
    ("Mail.Send", false),
    ("MailboxSettings.Read", false),
    ("MailboxSettings.ReadWrite", false),
    ("OnlineMeetingArtifact.Read.All", false),
    ("OnlineMeetings.Read", false),
    ("OnlineMeetings.ReadWrite", false),
    ("Organization.Read.All", true),
    ("People.Read", false),
    ("User.Read", false),
    ("User.Read.All", true),
    ("User.ReadBasic.All", false),
    ("VirtualEvent.Read", true),
    ("VirtualEvent.ReadWrite", true),
    ("VirtualEventRegistration-Anon.ReadWrite.All", true),
];

/// Graph's application permissions, as far as they have to do with calendars, meetings and mail. The
/// resource-specific ones are not among them: they are never in a token.
const GRAPH_ROLES: [&str; 12] = [
    "Calendars.Read",
    "Calendars.ReadBasic.All",
    "Calendars.ReadWrite",
    "Directory.Read.All",
    "Mail.Send",
    "OnlineMeetingArtifact.Read.All",
    "OnlineMeetings.Read.All",
    "OnlineMeetings.ReadWrite.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "VirtualEvent.Read.All",
    "VirtualEventRegistration-Anon.ReadWrite.All",
];

/// Graph's own spelling of a delegated permission, if it has it.
pub(crate) fn delegated(name: &str) -> Option<&'static str> {
    GRAPH_PERMISSIONS.iter().map(|(known, _)| *known).find(|known| known.eq_ignore_ascii_case(name))
}

/// Graph's own spelling of an application permission, if it has it.
pub(crate) fn role(name: &str) -> Option<&'static str> {
    GRAPH_ROLES.into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

/// Of the resource application that Teams users' tokens are exchanged through.
const TEAMS_PERMISSIONS: [Permission; 2] = [("Teams.ManageCalls", true), ("Teams.ManageChats", true)];

/// Of "Azure Communication Services Clients". There is none for chat.
const CLIENTS_PERMISSIONS: [Permission; 2] = [("VoIP", false), ("VoIP.Join", false)];

/// A `scope` parameter, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub resource: Audience,
    /// What stood before each permission, repeated in the answer.
    prefix: String,
    /// As asked for, perhaps unknown to the resource.
    permissions: Vec<String>,
    /// `.default`: what was consented to beforehand.
    pub all_consented: bool,
    /// Those of `openid`, `profile`, `email` and `offline_access` that were asked for.
    identity: Vec<&'static str>,
}

/// Scopes that belong to no resource.
const IDENTITY: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Understands a `scope` parameter. `graph` is the address that Graph is served at here, also good as the
/// host of a scope.
pub(super) fn parse(scope: &str, world: &World) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted {
        resource: Audience::Graph,
        prefix: String::new(),
        permissions: Vec::new(),
        all_consented: false,
        identity: Vec::new(),
    };
    let mut resource = None;
    for item in scope.split_whitespace() {
        if let Some(known) = IDENTITY.iter().find(|known| known.eq_ignore_ascii_case(item)) {
            wanted.identity.push(known);
            continue;
        }
        let (audience, prefix, name) = split(item, world)?;
        if resource.replace(audience).is_some_and(|earlier| earlier != audience) {
            return Err(two_resources(scope));
        }
        wanted.prefix = prefix;
        if name.eq_ignore_ascii_case(".default") {
            wanted.all_consented = true;
        } else {
            wanted.permissions.push(name);
        }
    }
    if wanted.all_consented && !wanted.permissions.is_empty() {
        let text = format!(
            "{} {scope} is not valid. .default scope can't be combined with resource-specific scopes.",
            invalid_scope()
        );
        return Err(Refusal::bad("invalid_scope", 70_011, text));
    }
    wanted.resource = resource.unwrap_or(Audience::Graph);
    Ok(wanted)
}

impl Wanted {
    /// The permissions in the resource's own spelling, refused unless all exist and all are consented to:
    /// by the tenant, by the user earlier (`consented`), or, for what a user may consent to, now (`on_page`).
    pub fn permit(
        &self,
        world: &World,
        app: &App,
        consented: &[String],
        on_page: bool,
    ) -> Result<Vec<String>, Refusal> {
        let beforehand = || {
            let known = |name: &&String| self.known(name).is_some();
            world.tenant.consented_scopes.iter().chain(consented).filter(known).cloned()
        };
        let mut permitted = Vec::new();
        for name in &self.permissions {
            let Some((canonical, admin)) = self.known(name) else {
                return Err(unknown_permission(app, name, self.resource));
            };
            if !beforehand().any(|given| given == canonical) && (admin || !on_page) {
                return Err(no_consent(app));
            }
            permitted.push(canonical.to_owned());
        }
        if self.all_consented || world.switches.scopes_in_token == crate::switches::ScopesInToken::Consented {
            permitted.extend(beforehand());
        }
        if self.resource == Audience::Acs {
            permitted.push("user_impersonation".into());
        }
        if self.resource == Audience::Graph && permitted.is_empty() {
            permitted.push("User.Read".into());
        }
        permitted.sort();
        permitted.dedup();
        Ok(permitted)
    }

    /// The `scope` of the answer: spelt as it was asked for.
    pub fn granted(&self, permitted: &[String]) -> String {
        let mut names: Vec<String> = permitted.iter().map(|name| format!("{}{name}", self.prefix)).collect();
        names.extend(self.identity_scopes().map(ToOwned::to_owned));
        if self.all_consented {
            names.push(format!("{}.default", self.prefix));
        }
        names.join(" ")
    }

    /// The `scp` claim.
    pub fn claim(&self, permitted: &[String]) -> String {
        let mut names: Vec<&str> = permitted.iter().map(String::as_str).collect();
        if self.resource == Audience::Graph {
            self.identity_scopes().for_each(|name| names.push(name));
        }
        names.join(" ")
    }

    /// An id token is wanted.
    pub fn openid(&self) -> bool {
        self.identity.contains(&"openid")
    }

    /// A refresh token is wanted.
    pub fn offline(&self) -> bool {
        self.identity.contains(&"offline_access")
    }

    /// As the service answers them: with `openid` comes `email`, and `offline_access` is no scope of a token.
    fn identity_scopes(&self) -> impl Iterator<Item = &'static str> {
        let answered = |name: &&str| match *name {
            "offline_access" => false,
            "email" => self.openid() || self.identity.contains(name),
            _ => self.identity.contains(name),
        };
        IDENTITY.into_iter().filter(answered)
    }

    fn known(&self, name: &str) -> Option<Permission> {
        let table: &[Permission] = match self.resource {
            Audience::Graph => &GRAPH_PERMISSIONS,
            Audience::AcsTeams => &TEAMS_PERMISSIONS,
            Audience::AcsClients => &CLIENTS_PERMISSIONS,
            Audience::Acs => &[],
        };
        table.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
    }
}

/// The resource of one scope, what stands before the permission, and the permission.
fn split(item: &str, world: &World) -> Result<(Audience, String, String), Refusal> {
    let Some((before, name)) = item.rsplit_once('/') else {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        return if item.chars().all(plain) {
            Ok((Audience::Graph, String::new(), item.to_owned()))
        } else {
            let text = format!("{} {item} is not valid.", invalid_scope());
            Err(Refusal::bad("invalid_scope", 70_011, text))
        };
    };
    let root = before.trim_end_matches('/');
    let audience = if [GRAPH_ID, Audience::Graph.claim(), &world.urls.graph].contains(&root) {
        Audience::Graph
    } else if root == Audience::Acs.claim().trim_end_matches('/') {
        Audience::Acs
    } else if root == Audience::AcsTeams.claim() {
        Audience::AcsTeams
    } else if root == Audience::AcsClients.claim() {
        Audience::AcsClients
    } else {
        return Err(unknown_resource(&world.tenant, root));
    };
    Ok((audience, format!("{before}/"), name.to_owned()))
}

/// For client credentials: the one resource whose `.default` is asked for.
pub(super) fn application(scope: &str, world: &World) -> Result<Audience, Refusal> {
    let not_default = || {
        let text = format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value \
             with /.default suffixed to the resource identifier (application ID URI)."
        );
        Refusal::bad("invalid_scope", 1_002_012, text)
    };
    if !scope.ends_with("/.default") {
        return Err(not_default());
    }
    let wanted = parse(scope, world)?;
    if !wanted.identity.is_empty() || scope.split_whitespace().count() != 1 {
        return Err(not_default());
    }
    Ok(wanted.resource)
}

fn invalid_scope() -> &'static str {
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter \
     'scope' is not valid. The scope"
}

fn two_resources(scope: &str) -> Refusal {
    let text = format!(
        "Provided value for the input parameter scope is not valid because it contains more than one resource. \
         Scope {scope} is not valid."
    );
    Refusal::bad("invalid_request", 28_000, text)
}

fn unknown_resource(tenant: &Tenant, name: &str) -> Refusal {
    let text = format!(
        "The resource principal named {name} was not found in the tenant named {}. This can happen if the \
         application has not been installed by the administrator of the tenant or consented to by any user in the \
         tenant. You might have sent your authentication request to the wrong tenant.",
        tenant.display_name
    );
    Refusal::bad("invalid_resource", 500_011, text)
}

fn unknown_permission(app: &App, name: &str, resource: Audience) -> Refusal {
    let id = match resource {
        Audience::Graph => GRAPH_ID,
        Audience::Acs | Audience::AcsTeams => "1fd5118e-2576-4263-8130-9503064c837a",
        Audience::AcsClients => "2a04943b-b6a7-4f65-8786-2bb6131b59f6",
    };
    let text = format!(
        "The application '{}' asked for scope '{name}' that doesn't exist on the resource '{id}'. Contact the app \
         vendor.",
        app.display_name
    );
    Refusal::bad("invalid_client", 650_053, text)
}

fn no_consent(app: &App) -> Refusal {
    let text = format!(
        "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an \
         interactive authorization request for this user and resource.",
        app.client_id, app.display_name
    );
    Refusal::bad("invalid_grant", 65_001, text).with_suberror("consent_required")
}
