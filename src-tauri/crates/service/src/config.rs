//! How a service is set up: a TOML file, and the environment over it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;
use url::Url;

pub use crate::client::Network;

/// Every setting has its default; unknown ones are refused, since a mistyped one would be no setting at all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where it listens. `LECTERN_LISTEN`.
    pub listen: SocketAddr,
    /// Where visitors reach it, where that is not where it listens: `https://events.contoso.com`. `LECTERN_ORIGIN`.
    pub origin: Option<String>,
    /// What desks and visitors read as its name. `LECTERN_NAME`.
    pub name: String,
    /// Where visitors find Lectern to install it; `{system}` in it stands for `windows`, `macos` or `linux`.
    /// `LECTERN_DOWNLOAD`.
    pub download: Option<String>,
    /// How many forms are taken in a minute from one address of the network. `LECTERN_REGISTRATIONS_A_MINUTE`.
    pub registrations_a_minute: u32,
    /// Without it, something in front must speak TLS (then `origin` says so).
    pub tls: Option<TlsFiles>,
    /// The organization's own proxies in front: only they are believed when they name the visitor (`Forwarded`,
    /// `X-Forwarded-For`). `LECTERN_TRUSTED_PROXIES`, with commas between.
    pub trusted_proxies: Vec<Network>,
    /// How many may be connected at once. `LECTERN_CONNECTIONS`.
    pub connections: usize,
    /// How many of them from one address; a trusted proxy may have all. `LECTERN_CONNECTIONS_PER_ADDRESS`.
    pub connections_per_address: usize,
    /// Seconds that the head of a request may take: whoever sends a byte a second goes away. `LECTERN_HEAD_SECONDS`.
    pub head_seconds: u64,
    /// Seconds that its body may take. `LECTERN_BODY_SECONDS`.
    pub body_seconds: u64,
    /// Where Prometheus reads `/metrics`; nowhere, where it is not set. Not for visitors. `LECTERN_METRICS_LISTEN`.
    pub metrics_listen: Option<SocketAddr>,
}

/// PEM files, read at the start.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The chain, the service's own certificate first. `LECTERN_TLS_CERTIFICATE`.
    pub certificate: PathBuf,
    /// Its key. `LECTERN_TLS_KEY`.
    pub key: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path} can't be read: {detail}")]
    File { path: PathBuf, detail: String },
    #[error("{name} is not usable: {detail}")]
    Setting { name: &'static str, detail: String },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8480)),
            origin: None,
            name: "Lectern".into(),
            download: None,
            registrations_a_minute: 120,
            tls: None,
            trusted_proxies: Vec::new(),
            connections: 10_000,
            connections_per_address: 2_500,
            head_seconds: 10,
            body_seconds: 20,
            metrics_listen: None,
        }
    }
}

impl Config {
    /// The file, where one is named, and what `environment` sets over it.
    pub fn read(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut config = match file {
            None => Self::default(),
            Some(path) => {
                let failed = |detail: String| ConfigError::File { path: path.to_owned(), detail };
                let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
                toml::from_str(&text).map_err(|error| failed(error.to_string()))?
            }
        };
        config.overlay(&environment)?;
        config.check()?;
        Ok(config)
    }

    fn overlay(&mut self, environment: &impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        let set = |name| environment(name).map(|text| (name, text));
        if let Some(found) = set("LECTERN_LISTEN") {
            self.listen = read(&found, "an address with a port, as in 0.0.0.0:8480")?;
        }
        self.origin = environment("LECTERN_ORIGIN").or(self.origin.take());
        self.name = environment("LECTERN_NAME").unwrap_or(std::mem::take(&mut self.name));
        self.download = environment("LECTERN_DOWNLOAD").or(self.download.take());
        if let Some(found) = set("LECTERN_REGISTRATIONS_A_MINUTE") {
            self.registrations_a_minute = read(&found, "a whole number")?;
        }
        match (environment("LECTERN_TLS_CERTIFICATE"), environment("LECTERN_TLS_KEY")) {
            (Some(certificate), Some(key)) => {
                self.tls = Some(TlsFiles { certificate: certificate.into(), key: key.into() });
            }
            (None, None) => {}
            _ => {
                return Err(ConfigError::Setting {
                    name: "LECTERN_TLS_CERTIFICATE",
                    detail: "a certificate and a key come together".into(),
                });
            }
        }
        if let Some((name, text)) = set("LECTERN_TRUSTED_PROXIES") {
            let networks = text.split(',').map(str::trim).filter(|text| !text.is_empty());
            let networks = networks.map(str::parse).collect::<Result<_, _>>();
            self.trusted_proxies = networks.map_err(|detail| ConfigError::Setting { name, detail })?;
        }
        if let Some(found) = set("LECTERN_CONNECTIONS") {
            self.connections = read(&found, "a number")?;
        }
        if let Some(found) = set("LECTERN_CONNECTIONS_PER_ADDRESS") {
            self.connections_per_address = read(&found, "a number")?;
        }
        if let Some(found) = set("LECTERN_HEAD_SECONDS") {
            self.head_seconds = read(&found, "a number of seconds")?;
        }
        if let Some(found) = set("LECTERN_BODY_SECONDS") {
            self.body_seconds = read(&found, "a number of seconds")?;
        }
        if let Some(found) = set("LECTERN_METRICS_LISTEN") {
            self.metrics_listen = Some(read(&found, "an address with a port, as in 127.0.0.1:9480")?);
        }
        Ok(())
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if self.head_seconds == 0 || self.body_seconds == 0 {
            let detail = "nobody is so fast".to_owned();
            return Err(ConfigError::Setting { name: "head_seconds or body_seconds", detail });
        }
        if self.connections == 0 || self.connections_per_address == 0 {
            let detail = "nobody could connect".to_owned();
            return Err(ConfigError::Setting { name: "connections", detail });
        }
        if let Some(download) = &self.download
            && !Url::parse(download).is_ok_and(|url| url.scheme() == "https" && url.has_host())
        {
            let detail = format!("{download:?} is no https address");
            return Err(ConfigError::Setting { name: "download", detail });
        }
        let Some(origin) = &self.origin else { return Ok(()) };
        let refused = || ConfigError::Setting {
            name: "origin",
            detail: format!("{origin:?} does not read https://host[:port], and nothing behind it"),
        };
        let url = Url::parse(origin).map_err(|_| refused())?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
        let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let secure = url.scheme() == "https" || (url.scheme() == "http" && local);
        if bare && plain && secure { Ok(()) } else { Err(refused()) }
    }

    pub(crate) fn head_time(&self) -> Duration {
        Duration::from_secs(self.head_seconds)
    }

    pub(crate) fn body_time(&self) -> Duration {
        Duration::from_secs(self.body_seconds)
    }

    /// As visitors reach it.
    pub(crate) fn origin(&self, address: SocketAddr) -> String {
        match &self.origin {
            Some(origin) => origin.trim_end_matches('/').to_owned(),
            None if self.tls.is_some() => format!("https://localhost:{}", address.port()),
            None => format!("http://localhost:{}", address.port()),
        }
    }
}

fn read<T: FromStr>((name, text): &(&'static str, String), wanted: &str) -> Result<T, ConfigError> {
    text.trim()
        .parse()
        .map_err(|_| ConfigError::Setting { name, detail: format!("{text:?} is not {wanted}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("service.toml");
        std::fs::write(&path, text).expect("a file");
        let value = |name: &str| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        Config::read(Some(&path), value).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_is_over_the_file() {
        let file =
            "listen = \"0.0.0.0:443\"\norigin = \"https://events.contoso.example\"\nname = \"Contoso\"\n";
        let read = read(file, &[("LECTERN_NAME", "Contoso Events"), ("LECTERN_LISTEN", "127.0.0.1:1")]);
        let read = read.expect("a configuration");
        assert_eq!((read.name.as_str(), read.listen.port()), ("Contoso Events", 1));
        assert_eq!(read.origin(read.listen), "https://events.contoso.example");
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_its_name() {
        for (file, environment, named) in [
            ("orgin = \"https://x.example\"", &[][..], "orgin"),
            ("origin = \"http://events.contoso.example\"", &[], "origin"),
            ("origin = \"https://events.contoso.example/path\"", &[], "origin"),
            ("origin = \"https://a:b@events.contoso.example\"", &[], "origin"),
            ("", &[("LECTERN_LISTEN", "443")], "LECTERN_LISTEN"),
            ("", &[("LECTERN_TLS_KEY", "key.pem")], "LECTERN_TLS_CERTIFICATE"),
            ("", &[("LECTERN_TRUSTED_PROXIES", "10.0.0.0/8, proxy")], "LECTERN_TRUSTED_PROXIES"),
            ("trusted_proxies = [\"proxy\"]", &[], "trusted_proxies"),
            ("connections = 0", &[], "connections"),
        ] {
            let said = read(file, environment).expect_err(file);
            assert!(said.contains(named), "{file:?}: {said}");
        }
    }
}
