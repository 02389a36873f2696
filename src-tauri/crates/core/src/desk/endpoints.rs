//! Where a sandbox is. A sandbox profile takes loopback addresses only; a real one has no such thing.

use std::time::Duration;

use lectern_microsoft::transport::{Request, Transport, TransportOptions};
use lectern_microsoft::{Clock as WireClock, Entropy};
use serde::Deserialize;
use serde_json::Value;
use url::{Host, Url};

use crate::error::{CommandError, ErrorCode};
use crate::profile::CloudName;

/// What a sandbox's control door says of itself.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SandboxEndpoints {
    pub entra: Url,
    pub graph: Url,
    pub acs: Url,
    pub control: Url,
    pub client_id: String,
    pub tenant_id: String,
    pub tenant_name: String,
    pub acs_connection_string: String,
    pub sender: String,
    /// The path of the authority's certificate, where the sandbox serves TLS.
    pub ca: Option<String>,
    /// The cloud that it plays.
    #[serde(default)]
    pub cloud: Option<CloudName>,
}

#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("{0} is not on this machine: a sandbox profile speaks to loopback addresses only.")]
    NotLoopback(Url),
    #[error("{0:?} is not the address of a sandbox's control door.")]
    NotAnAddress(String),
    #[error("No sandbox answers at that address ({0}). Start one with `lectern sandbox`.")]
    NoAnswer(String),
    #[error("What answers there is no sandbox: {0}")]
    NotASandbox(String),
}

impl From<SandboxError> for CommandError {
    fn from(error: SandboxError) -> Self {
        let code = match error {
            SandboxError::NoAnswer(_) => ErrorCode::Offline,
            _ => ErrorCode::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

impl SandboxEndpoints {
    fn from_ready(ready: Value) -> Result<Self, SandboxError> {
        let found: Self =
            serde_json::from_value(ready).map_err(|e| SandboxError::NotASandbox(e.to_string()))?;
        for url in [&found.entra, &found.graph, &found.acs, &found.control] {
            loopback(url)?;
        }
        Ok(found)
    }

    /// Asks a control door who it is.
    pub async fn discover(control: &str) -> Result<Self, SandboxError> {
        let mut told = get(control).await?;
        let mut ready = told["services"].take();
        ready["tenantName"] = told["tenant"]["displayName"].take();
        ready["cloud"] = told["switches"]["cloud"].take();
        Self::from_ready(ready)
    }

    /// What the control door answers under `path`: the mail that was sent, the traffic that was seen.
    pub async fn ask(&self, path: &str) -> Result<Value, SandboxError> {
        get(&self.control(path)).await
    }

    /// One of the control door's own addresses.
    pub fn control(&self, path: &str) -> String {
        format!("{}/{path}", self.control.as_str().trim_end_matches('/'))
    }

    pub fn ca_pem(&self) -> Result<Option<String>, SandboxError> {
        let Some(path) = &self.ca else { return Ok(None) };
        std::fs::read_to_string(path).map(Some).map_err(|e| SandboxError::NoAnswer(format!("{path}: {e}")))
    }
}

async fn get(address: &str) -> Result<Value, SandboxError> {
    let url: Url = address.parse().map_err(|_| SandboxError::NotAnAddress(address.to_owned()))?;
    loopback(&url)?;
    let transport = plain_transport().map_err(SandboxError::NoAnswer)?;
    let answer =
        transport.send(&Request::get(url)).await.map_err(|e| SandboxError::NoAnswer(e.to_string()))?;
    if !answer.is_success() {
        return Err(SandboxError::NotASandbox(format!("it answered {}", answer.status)));
    }
    answer.json().map_err(|e| SandboxError::NotASandbox(e.to_string()))
}

fn loopback(url: &Url) -> Result<(), SandboxError> {
    let inside = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if inside { Ok(()) } else { Err(SandboxError::NotLoopback(url.clone())) }
}

pub(crate) fn user_agent() -> String {
    concat!("Lectern/", env!("CARGO_PKG_VERSION")).into()
}

fn plain_transport() -> Result<Transport, String> {
    let options = TransportOptions {
        user_agent: user_agent(),
        extra_ca_pem: None,
        timeout: Duration::from_secs(10),
        max_wait: Duration::ZERO,
        clock: WireClock::system(),
        entropy: Entropy::system(),
    };
    Transport::new(options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ready(graph: &str) -> Value {
        json!({"entra": "http://127.0.0.1:1", "graph": graph, "acs": "http://127.0.0.1:3", "control": "http://127.0.0.1:4/x",
               "clientId": "c", "tenantId": "t", "tenantName": "Contoso Events", "acsConnectionString": "endpoint=http://127.0.0.1:3/;accesskey=eA==",
               "sender": "a@b.example", "ca": null})
    }

    #[test]
    fn a_sandbox_that_points_off_this_machine_is_refused() {
        assert!(SandboxEndpoints::from_ready(ready("http://127.0.0.1:2")).is_ok());
        for elsewhere in ["https://graph.microsoft.com", "http://127.0.0.1.evil.test", "http://10.0.0.1"] {
            assert!(
                matches!(SandboxEndpoints::from_ready(ready(elsewhere)), Err(SandboxError::NotLoopback(_))),
                "{elsewhere} would let a sandbox profile reach the real service"
            );
        }
    }
}
