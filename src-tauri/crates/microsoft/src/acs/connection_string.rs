//! `endpoint=https://<resource>.communication.azure.com/;accesskey=<base64>`, as the portal shows it.

use crate::cloud::is_loopback;
use crate::secret::AccessKey;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

/// Where a resource is, and its key. `Debug` shows the endpoint only.
#[derive(Debug, Clone)]
pub struct ConnectionString {
    endpoint: Url,
    key: AccessKey,
}

/// Why a text is no connection string. No part of the text is repeated: it may hold a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionStringError {
    #[error("a connection string reads endpoint=…;accesskey=…")]
    Shape,
    #[error("the endpoint must be an https address without a path")]
    Endpoint,
    #[error("the access key must be base64")]
    Key,
}

impl ConnectionString {
    /// Names without regard to case, as the official SDKs read them; blanks and line ends of a careless copy go.
    ///
    /// # Errors
    /// [`ConnectionStringError`], one for each part.
    pub fn parse(text: &str) -> Result<Self, ConnectionStringError> {
        let (mut endpoint, mut key) = (None, None);
        for part in text.trim().split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(ConnectionStringError::Shape)?;
            let slot = match name.trim().to_ascii_lowercase().as_str() {
                "endpoint" => &mut endpoint,
                "accesskey" => &mut key,
                _ => return Err(ConnectionStringError::Shape),
            };
            if slot.replace(value.trim()).is_some() {
                return Err(ConnectionStringError::Shape);
            }
        }
        let (Some(endpoint), Some(key)) = (endpoint, key) else { return Err(ConnectionStringError::Shape) };
        if key.is_empty() || STANDARD.decode(key).is_err() {
            return Err(ConnectionStringError::Key);
        }
        Ok(Self { endpoint: read_endpoint(endpoint)?, key: AccessKey::new(key) })
    }

    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// A sandbox's.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.endpoint)
    }

    pub(super) fn into_key(self) -> AccessKey {
        self.key
    }
}

/// The address of a resource as a person writes it: https, or http on this machine, and nothing behind the host.
///
/// # Errors
/// [`ConnectionStringError::Endpoint`].
pub fn read_endpoint(text: &str) -> Result<Url, ConnectionStringError> {
    let url = Url::parse(text.trim()).map_err(|_| ConnectionStringError::Endpoint)?;
    let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    (secure && bare && plain).then_some(url).ok_or(ConnectionStringError::Endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portals_text_is_read_however_it_was_pasted() {
        for text in [
            "endpoint=https://contoso.communication.azure.com/;accesskey=a2V5PT0=",
            " Endpoint=https://contoso.communication.azure.com;AccessKey=a2V5PT0=;\r\n",
            "accesskey=a2V5PT0=;endpoint=https://contoso.communication.azure.com/",
        ] {
            let connection = ConnectionString::parse(text).expect(text);
            assert_eq!(connection.endpoint().as_str(), "https://contoso.communication.azure.com/");
            assert_eq!(
                connection.clone().into_key().expose(),
                "a2V5PT0=",
                "the key's own = signs belong to it"
            );
            assert!(!format!("{connection:?}").contains("a2V5"), "a logged key signs for the whole resource");
        }
        assert!(
            ConnectionString::parse("endpoint=http://127.0.0.1:4003/;accesskey=aw==")
                .expect("sandbox")
                .is_loopback()
        );
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        use ConnectionStringError as E;
        for (text, expected) in [
            ("", E::Shape),
            ("https://contoso.communication.azure.com/", E::Shape),
            ("endpoint=https://c.example/", E::Shape),
            ("endpoint=https://a.example/;endpoint=https://b.example/;accesskey=aw==", E::Shape),
            ("endpoint=https://c.example/;accesskey=aw==;extra=1", E::Shape),
            ("endpoint=http://c.example/;accesskey=aw==", E::Endpoint),
            ("endpoint=https://c.example/path;accesskey=aw==", E::Endpoint),
            ("endpoint=https://u:p@c.example/;accesskey=aw==", E::Endpoint),
            ("endpoint=https://c.example/?x=1;accesskey=aw==", E::Endpoint),
            ("endpoint=c.example;accesskey=aw==", E::Endpoint),
            ("endpoint=https://c.example/;accesskey=", E::Key),
            ("endpoint=https://c.example/;accesskey=not base64", E::Key),
        ] {
            assert_eq!(ConnectionString::parse(text).err(), Some(expected), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_can_harm(text in "(endpoint=|accesskey=|;|https://|http://|localhost|\\PC){0,20}") {
            if let Ok(connection) = ConnectionString::parse(&text) {
                let endpoint = connection.endpoint();
                proptest::prop_assert!(endpoint.scheme() == "https" || is_loopback(endpoint), "{endpoint}");
            }
        }
    }
}
