//! The four clouds and where each one lives.
//!
//! Hosts: <https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud> and
//! <https://learn.microsoft.com/graph/deployments>. An app registration and its tokens belong to one cloud.

mod features;

pub use features::{Feature, Known};

use url::{Host, Url};

/// One of Microsoft's clouds. GCC is in `Global`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cloud {
    Global,
    /// GCC High.
    UsGovL4,
    /// Department of Defense.
    UsGovL5,
    /// Operated by 21Vianet.
    China,
}

impl Cloud {
    /// What the host of every ACS resource of this cloud ends in.
    const fn acs_suffix(self) -> &'static str {
        match self {
            Self::Global => ".communication.azure.com",
            Self::UsGovL4 | Self::UsGovL5 => ".communication.azure.us",
            Self::China => ".communication.azure.cn",
        }
    }

    /// Whose an ACS resource is, by its host. Both of the US government's clouds have the same names: of the two, GCC
    /// High is told.
    pub fn of_acs(endpoint: &Url) -> Option<Self> {
        let host = endpoint.domain()?;
        [Self::Global, Self::UsGovL4, Self::China]
            .into_iter()
            .find(|cloud| host.ends_with(cloud.acs_suffix()))
    }
}

/// Where to send what. Either a cloud's own hosts or, for a sandbox, loopback addresses only: never a mixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// Origin of the identity platform, e.g. `https://login.microsoftonline.com/`.
    pub login: Url,
    /// Origin of Graph, without `/v1.0`.
    pub graph: Url,
    /// The resource that Graph scopes are spelt with. Even where Graph answers on loopback this is a cloud's name.
    pub graph_resource: String,
    /// The scope of a service principal's token for ACS. `None` where no documentation names one for the cloud.
    pub acs_scope: Option<String>,
    /// What the host of every ACS resource of this cloud ends in; empty for a sandbox.
    acs_suffix: &'static str,
    loopback: bool,
}

/// An address that a sandbox profile may not use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{url} is not a loopback address: a sandbox never reaches beyond this machine")]
pub struct NotLoopback {
    pub url: String,
}

const GLOBAL_GRAPH: &str = "https://graph.microsoft.com";
/// The double slash is right: the resource's identifier ends in one.
const ACS_SCOPE: &str = "https://communication.azure.com//.default";

impl Endpoints {
    pub fn of(cloud: Cloud) -> Self {
        let (login, graph) = match cloud {
            Cloud::Global => ("https://login.microsoftonline.com", GLOBAL_GRAPH),
            Cloud::UsGovL4 => ("https://login.microsoftonline.us", "https://graph.microsoft.us"),
            Cloud::UsGovL5 => ("https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
            Cloud::China => {
                ("https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn")
            }
        };
        Self {
            login: fixed(login),
            graph: fixed(graph),
            graph_resource: graph.to_owned(),
            acs_scope: (cloud == Cloud::Global).then(|| ACS_SCOPE.to_owned()),
            acs_suffix: cloud.acs_suffix(),
            loopback: false,
        }
    }

    /// A sandbox on this machine.
    ///
    /// # Errors
    /// [`NotLoopback`] where either address could leave the machine.
    pub fn loopback(login: Url, graph: Url) -> Result<Self, NotLoopback> {
        for url in [&login, &graph] {
            if !is_loopback(url) || !matches!(url.scheme(), "http" | "https") {
                return Err(NotLoopback { url: url.origin().ascii_serialization() });
            }
        }
        let (graph_resource, acs_scope) = (GLOBAL_GRAPH.to_owned(), Some(ACS_SCOPE.to_owned()));
        Ok(Self { login, graph, graph_resource, acs_scope, acs_suffix: "", loopback: true })
    }

    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether an ACS endpoint belongs to the same side: a sandbox's stays on loopback, a real one never is.
    pub fn accepts_acs(&self, endpoint: &Url) -> bool {
        is_loopback(endpoint) == self.loopback
    }

    /// Whether this is a resource of Microsoft's in this cloud (of a sandbox: anything on loopback), so that a token for
    /// it goes nowhere else.
    pub fn is_acs(&self, endpoint: &Url) -> bool {
        if self.loopback {
            return is_loopback(endpoint);
        }
        let name = endpoint.domain().and_then(|host| host.strip_suffix(self.acs_suffix));
        endpoint.scheme() == "https"
            && endpoint.port().is_none()
            && name.is_some_and(|name| !name.is_empty() && name != "." && !name.ends_with('.'))
    }

    /// What the person of a tenant's administration opens to agree to all that the app registration asks for.
    pub fn admin_consent(&self, tenant: &str, client_id: &str) -> String {
        let login = self.login.as_str().trim_end_matches('/');
        format!("{login}/{tenant}/adminconsent?client_id={client_id}")
    }

    /// A Graph permission as a scope of this cloud: `User.Read` → `https://graph.microsoft.com/User.Read`.
    pub fn graph_scope(&self, permission: &str) -> String {
        format!("{}/{permission}", self.graph_resource)
    }
}

fn fixed(url: &'static str) -> Url {
    Url::parse(url).expect("a constant that a test parses")
}

/// `localhost` by name, or an address of the loopback network.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a test's URL")
    }

    #[test]
    fn every_cloud_has_its_hosts() {
        for (cloud, login, graph) in [
            (Cloud::Global, "login.microsoftonline.com", "graph.microsoft.com"),
            (Cloud::UsGovL4, "login.microsoftonline.us", "graph.microsoft.us"),
            (Cloud::UsGovL5, "login.microsoftonline.us", "dod-graph.microsoft.us"),
            (Cloud::China, "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn"),
        ] {
            let endpoints = Endpoints::of(cloud);
            assert_eq!(endpoints.login.host_str(), Some(login), "{cloud:?}: tokens are not interchangeable");
            assert_eq!(endpoints.graph.host_str(), Some(graph), "{cloud:?}");
            assert_eq!(endpoints.graph_scope("User.Read"), format!("https://{graph}/User.Read"));
            assert!(
                !endpoints.accepts_acs(&url("http://127.0.0.1:1/")),
                "a real profile never uses a sandbox"
            );
        }
    }

    #[test]
    fn a_token_for_a_resource_goes_to_microsoft_only() {
        let global = Endpoints::of(Cloud::Global);
        assert!(global.is_acs(&url("https://contoso.communication.azure.com/")));
        assert!(Endpoints::of(Cloud::UsGovL4).is_acs(&url("https://contoso.communication.azure.us")));
        assert!(Endpoints::of(Cloud::China).is_acs(&url("https://contoso.communication.azure.cn")));
        for elsewhere in [
            "https://contoso.communication.azure.com.evil.example",
            "https://evilcommunication.azure.com",
            "https://communication.azure.com",
            "https://.communication.azure.com",
            "https://contoso.communication.azure.com:8443",
            "https://contoso.communication.azure.com./",
            "http://contoso.communication.azure.com",
            "https://contoso.communication.azure.us",
            "https://127.0.0.1",
        ] {
            let refused = Url::parse(elsewhere).map_or(true, |url| !global.is_acs(&url));
            assert!(refused, "{elsewhere} would be given a guest's token");
        }
        let here = url("http://127.0.0.1:4003");
        let sandbox = Endpoints::loopback(here.clone(), here.clone()).expect("loopback");
        assert!(sandbox.is_acs(&here) && !sandbox.is_acs(&url("https://contoso.communication.azure.com")));
    }

    #[test]
    fn a_resource_tells_its_cloud() {
        for (host, cloud) in [
            ("contoso.communication.azure.com", Some(Cloud::Global)),
            ("contoso.europe.communication.azure.com", Some(Cloud::Global)),
            ("agency.communication.azure.us", Some(Cloud::UsGovL4)),
            ("contoso.communication.azure.cn", Some(Cloud::China)),
            ("communication.azure.us.evil.example", None),
            ("127.0.0.1", None),
        ] {
            let found = Cloud::of_acs(&url(&format!("https://{host}/")));
            assert_eq!(found, cloud, "{host}: a resource joins meetings of its own cloud only");
        }
    }

    #[test]
    fn a_sandbox_never_leaves_the_machine() {
        let here = url("http://127.0.0.1:4000");
        for elsewhere in [
            "https://graph.microsoft.com",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "http://0.0.0.0",
            "ftp://localhost",
        ] {
            assert!(
                Endpoints::loopback(here.clone(), url(elsewhere)).is_err(),
                "{elsewhere} must be refused"
            );
            assert!(
                Endpoints::loopback(url(elsewhere), here.clone()).is_err(),
                "{elsewhere} must be refused"
            );
        }
        let endpoints = Endpoints::loopback(here, url("http://[::1]:4001")).expect("both are loopback");
        assert!(
            !endpoints.accepts_acs(&url("https://contoso.communication.azure.com/")),
            "sandbox tokens stay here"
        );
    }
}
