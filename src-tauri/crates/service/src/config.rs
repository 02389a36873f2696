//! How a service is set up: a TOML file, and the environment over it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

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
    /// Without it, something in front must speak TLS (then `origin` says so).
    pub tls: Option<TlsFiles>,
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
            tls: None,
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
        if let Some(text) = environment("LECTERN_LISTEN") {
            config.listen = text.parse().map_err(|_| ConfigError::Setting {
                name: "LECTERN_LISTEN",
                detail: format!("{text:?} is no address with a port, as in 0.0.0.0:8480"),
            })?;
        }
        config.origin = environment("LECTERN_ORIGIN").or(config.origin);
        config.name = environment("LECTERN_NAME").unwrap_or(config.name);
        match (environment("LECTERN_TLS_CERTIFICATE"), environment("LECTERN_TLS_KEY")) {
            (Some(certificate), Some(key)) => {
                config.tls = Some(TlsFiles { certificate: certificate.into(), key: key.into() });
            }
            (None, None) => {}
            _ => {
                return Err(ConfigError::Setting {
                    name: "LECTERN_TLS_CERTIFICATE",
                    detail: "a certificate and a key come together".into(),
                });
            }
        }
        config.check()?;
        Ok(config)
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
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

    /// As visitors reach it.
    pub(crate) fn origin(&self, address: SocketAddr) -> String {
        match &self.origin {
            Some(origin) => origin.trim_end_matches('/').to_owned(),
            None if self.tls.is_some() => format!("https://localhost:{}", address.port()),
            None => format!("http://localhost:{}", address.port()),
        }
    }
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
        ] {
            let said = read(file, environment).expect_err(file);
            assert!(said.contains(named), "{file:?}: {said}");
        }
    }
}
