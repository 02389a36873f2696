//! Who may speak to the companion's server: the one page that was let in by the key, on its own host and origin.

use std::sync::{Mutex, PoisonError};

use axum::http::Method;
use axum::http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, ORIGIN};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::chance::Chance;

/// From the browser's start to the page's first request.
const KEY_LIVES: SignedDuration = SignedDuration::from_secs(30);
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

type Hash = [u8; 32];

pub(super) struct Door {
    host: String,
    origin: String,
    key: Mutex<Option<(Hash, Timestamp)>>,
    bearer: Mutex<Option<Hash>>,
    chance: Chance,
}

impl Door {
    /// The door, and the key that opens it once.
    pub(super) fn new(port: u16, chance: Chance, now: Timestamp) -> (Self, String) {
        let key = secret(chance);
        let until = now.saturating_add(KEY_LIVES).unwrap_or(Timestamp::MAX);
        let door = Self {
            host: format!("localhost:{port}"),
            origin: format!("http://localhost:{port}"),
            key: Mutex::new(Some((hash(&key), until))),
            bearer: Mutex::default(),
            chance,
        };
        (door, key)
    }

    /// The first to come burns the key, in time or not; in time, it gets what it will show from then on.
    pub(super) fn enter(&self, key: &str, now: Timestamp) -> Option<String> {
        let mut waiting = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        let (wanted, until) = (*waiting)?;
        if hash(key) != wanted {
            return None;
        }
        *waiting = None;
        if now >= until {
            return None;
        }
        let bearer = secret(self.chance);
        *self.bearer.lock().unwrap_or_else(PoisonError::into_inner) = Some(hash(&bearer));
        Some(bearer)
    }

    /// Whether a request can be from our page at all: an exact host (a name that was rebound to this machine has another),
    /// an exact origin, and no other site behind it.
    pub(super) fn admits(&self, method: &Method, headers: &HeaderMap) -> bool {
        let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if text(&HOST) != Some(self.host.as_str()) {
            return false;
        }
        let own_site = matches!(text(&FETCH_SITE), None | Some("same-origin" | "none"));
        match text(&ORIGIN) {
            Some(origin) => own_site && origin == self.origin,
            // A browser names the origin of every request that is more than reading.
            None => own_site && *method == Method::GET,
        }
    }

    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(shown) = shown.and_then(|value| value.strip_prefix("Bearer ")) else { return false };
        *self.bearer.lock().unwrap_or_else(PoisonError::into_inner) == Some(hash(shown))
    }
}

fn secret(chance: Chance) -> String {
    URL_SAFE_NO_PAD.encode(chance.bytes::<32>())
}

/// Compared by hash: how long a comparison takes tells nothing about the secret.
fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a time")
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a value")))
            .collect()
    }

    #[test]
    fn the_key_works_once_and_for_half_a_minute() {
        let (door, key) = Door::new(4000, Chance, at(0));
        assert!(door.enter("another", at(1)).is_none(), "guessing opens nothing");
        let bearer = door.enter(&key, at(29)).expect("in time");
        assert!(door.enter(&key, at(29)).is_none(), "whoever reads the command line comes too late");
        assert!(door.knows(&headers(&[("authorization", &format!("Bearer {bearer}"))])));
        assert!(
            !door.knows(&headers(&[("authorization", &format!("Bearer {key}"))])),
            "the key is no session"
        );
        assert!(!door.knows(&headers(&[])));

        let (door, key) = Door::new(4000, Chance, at(0));
        assert!(door.enter(&key, at(30)).is_none(), "too late");
        assert!(door.enter(&key, at(1)).is_none(), "and burned by it, even where the clock goes back");
    }

    #[test]
    fn only_our_own_page_gets_through() {
        let (door, _) = Door::new(4000, Chance, at(0));
        let own = ("host", "localhost:4000");
        let origin = ("origin", "http://localhost:4000");
        for (method, pairs, admitted, why) in [
            (Method::GET, vec![own], true, "the browser's own first request"),
            (Method::GET, vec![own, ("sec-fetch-site", "none")], true, "an address that was typed"),
            (Method::POST, vec![own, origin, ("sec-fetch-site", "same-origin")], true, "our page"),
            (Method::POST, vec![own], false, "no origin: no browser, or a trick"),
            (
                Method::GET,
                vec![own, ("sec-fetch-site", "cross-site")],
                false,
                "a link or frame on another site",
            ),
            (Method::GET, vec![own, ("sec-fetch-site", "same-site")], false, "another port of this machine"),
            (Method::POST, vec![own, ("origin", "http://localhost:4001")], false, "another port"),
            (Method::POST, vec![own, ("origin", "http://127.0.0.1:4000")], false, "another name"),
            (Method::POST, vec![own, ("origin", "null")], false, "a sandboxed frame"),
            (Method::GET, vec![("host", "127.0.0.1:4000")], false, "not the name that was opened"),
            (Method::GET, vec![("host", "evil.example:4000")], false, "a rebound name"),
            (Method::GET, vec![("host", "localhost")], false, "another port"),
            (Method::GET, vec![], false, "no host"),
        ] {
            assert_eq!(door.admits(&method, &headers(&pairs)), admitted, "{why}: {pairs:?}");
        }
    }
}
