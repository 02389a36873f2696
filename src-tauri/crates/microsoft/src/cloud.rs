//! The four clouds and where each one lives.
//!
//! Hosts: <https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud> and
//! <https://learn.microsoft.com/graph/deployments>. An app registration and its tokens belong to one cloud.

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
        Ok(Self { login, graph, graph_resource, acs_scope, loopback: true })
    }

    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether an ACS endpoint belongs to the same side: a sandbox's stays on loopback, a real one never is.
    pub fn accepts_acs(&self, endpoint: &Url) -> bool {
        is_loopback(endpoint) == self.loopback
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
