//! Telling the browser that was given a page from any other that posts to it.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, ORIGIN};

const NAME: &str = "lectern-sandbox-browser";

/// A cookie that no other site's request carries.
pub(super) fn cookie(value: &str) -> String {
    format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Strict")
}

/// The value that this browser was given.
pub(super) fn of(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    cookies.split(';').find_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
}

/// Whether a form was sent from our own page; `base` is our address. A client without `Origin` is no browser
/// on another site.
pub(super) fn same_origin(headers: &HeaderMap, base: &str) -> bool {
    let own = |origin: &str| {
        let port = base.rsplit(':').next().unwrap_or_default();
        origin == base
            || origin.eq_ignore_ascii_case(&format!(
                "{}//localhost:{port}",
                base.split("//").next().unwrap_or_default()
            ))
    };
    let origin = headers.get(ORIGIN).is_none_or(|origin| origin.to_str().is_ok_and(own));
    let site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    origin && site
}
