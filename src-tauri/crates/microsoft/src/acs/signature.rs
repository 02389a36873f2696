//! The HMAC-SHA256 scheme of ACS' data plane.
//!
//! <https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial>. What is signed is exactly
//! what goes on the wire: path and query as the URL spells them, not decoded.

use crate::secret::AccessKey;
use crate::transport::{Request, TransportError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use url::Url;
use zeroize::Zeroizing;

const DATE: HeaderName = HeaderName::from_static("x-ms-date");
const CONTENT_HASH: HeaderName = HeaderName::from_static("x-ms-content-sha256");
const UNSENDABLE: TransportError = TransportError::Unsendable { what: "signature" };

/// What proves that the holder of the key sent this request at this time.
struct Signature {
    date: String,
    content_hash: String,
    authorization: String,
}

pub(super) fn headers(
    request: &Request,
    key: &AccessKey,
    now: Timestamp,
) -> Result<HeaderMap, TransportError> {
    let body = request.body().map_or(&[][..], |body| &body.bytes);
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).map_err(|_| UNSENDABLE)?;
    let signature = sign(request.method().as_str(), request.url(), body, key, date).ok_or(UNSENDABLE)?;
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| UNSENDABLE);
    let mut authorization = value(&signature.authorization)?;
    authorization.set_sensitive(true);
    Ok(HeaderMap::from_iter([
        (DATE, value(&signature.date)?),
        (CONTENT_HASH, value(&signature.content_hash)?),
        (AUTHORIZATION, authorization),
    ]))
}

fn sign(method: &str, url: &Url, body: &[u8], key: &AccessKey, date: String) -> Option<Signature> {
    let key = Zeroizing::new(STANDARD.decode(key.expose()).ok()?);
    let content_hash = STANDARD.encode(Sha256::digest(body));
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let to_sign = format!("{method}\n{}{query}\n{date};{host};{content_hash}", url.path());
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(to_sign.as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let authorization =
        format!("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
    Some(Signature { date, content_hash, authorization })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_official_policys_vectors_hold() {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/fixtures/acs-hmac-vectors.json"))
                .expect("the fixture");
        assert!(!vectors.is_empty());
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap_or_default();
            let url = Url::parse(text("url")).expect("a URL");
            let key = AccessKey::new(text("accessKeyBase64"));
            let signature =
                sign(text("method"), &url, text("body").as_bytes(), &key, text("x-ms-date").to_owned())
                    .expect("a base64 key");
            assert_eq!(signature.content_hash, text("x-ms-content-sha256"), "{}", text("name"));
            assert_eq!(
                signature.authorization,
                text("Authorization"),
                "{}: the service would answer 401 to every call",
                text("name")
            );
        }
    }

    #[test]
    fn the_date_is_rfc_1123_and_a_port_is_signed() {
        let url = Url::parse("http://127.0.0.1:4003/identities?api-version=2023-10-01").expect("a URL");
        let now: Timestamp = "2024-01-01T00:00:00.9Z".parse().expect("a time");
        let headers = headers(&Request::post(url.clone()), &AccessKey::new("aw=="), now).expect("signed");
        assert_eq!(headers[DATE], "Mon, 01 Jan 2024 00:00:00 GMT");
        assert!(headers[AUTHORIZATION].is_sensitive(), "a header map that prints must not print this");
        let with_port = sign("POST", &url, b"", &AccessKey::new("aw=="), String::new()).expect("signed");
        let mut elsewhere = url;
        elsewhere.set_port(Some(4004)).expect("a port");
        let other = sign("POST", &elsewhere, b"", &AccessKey::new("aw=="), String::new()).expect("signed");
        assert_ne!(
            with_port.authorization, other.authorization,
            "the Host header holds the port, so must the signature"
        );
    }
}
