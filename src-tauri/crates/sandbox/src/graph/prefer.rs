//! The `Prefer` header: what Outlook's answers may be asked to look like.

use axum::http::HeaderMap;

use super::refusal::{Outcome, Refusal};
use super::zones::Zone;

/// The preferences that Outlook knows; unknown ones are ignored, as RFC 7240 says.
#[derive(Debug, Clone)]
pub(crate) struct Prefer {
    /// `outlook.timezone`: the zone of start and end in answers; UTC where absent.
    pub zone: Option<Zone>,
    /// `outlook.body-content-type="text"`.
    pub plain_body: Option<bool>,
    /// `IdType="ImmutableId"`.
    pub immutable_ids: bool,
    /// `odata.maxpagesize`.
    pub page_size: Option<usize>,
}

impl Prefer {
    pub fn read(headers: &HeaderMap) -> Outcome<Self> {
        let mut prefer = Self { zone: None, plain_body: None, immutable_ids: false, page_size: None };
        for value in headers.get_all("prefer") {
            for item in split(value.to_str().unwrap_or_default()) {
                let (name, value) = item.split_once('=').unwrap_or((item, ""));
                prefer.take(name.trim(), value.trim().trim_matches('"'))?;
            }
        }
        Ok(prefer)
    }

    fn take(&mut self, name: &str, value: &str) -> Outcome<()> {
        match name.to_ascii_lowercase().as_str() {
            "outlook.timezone" => {
                self.zone = Some(Zone::named(value).ok_or_else(|| Refusal::unknown_zone(value))?);
            }
            "outlook.body-content-type" => match value.to_ascii_lowercase().as_str() {
                "text" => self.plain_body = Some(true),
                "html" => self.plain_body = Some(false),
                _ => {}
            },
            "idtype" => self.immutable_ids = value.eq_ignore_ascii_case("ImmutableId"),
            "odata.maxpagesize" => self.page_size = value.parse().ok().filter(|size| *size > 0),
            _ => {}
        }
        Ok(())
    }

    pub fn zone(&self) -> Zone {
        self.zone.clone().unwrap_or_else(Zone::utc)
    }

    /// The `Preference-Applied` header: what was asked for and done.
    pub fn applied(&self, tracking_changes: bool) -> Option<String> {
        let mut applied = Vec::new();
        if let Some(zone) = &self.zone {
            applied.push(format!("outlook.timezone=\"{}\"", zone.name));
        }
        if let Some(plain) = self.plain_body {
            applied.push(format!("outlook.body-content-type=\"{}\"", if plain { "text" } else { "html" }));
        }
        if self.immutable_ids {
            applied.push("IdType=\"ImmutableId\"".to_owned());
        }
        if tracking_changes {
            applied.push("odata.track-changes".to_owned());
            if let Some(size) = self.page_size {
                applied.push(format!("odata.maxpagesize={size}"));
            }
        }
        (!applied.is_empty()).then(|| applied.join(", "))
    }
}

/// Splits at the commas that stand outside quotation marks.
fn split(header: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, character) in header.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' | ';' if !quoted => {
                parts.push(header[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(header[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Outcome<Prefer> {
        let mut headers = HeaderMap::new();
        headers.insert("prefer", value.parse().expect("a header value"));
        Prefer::read(&headers)
    }

    #[test]
    fn several_preferences_in_one_header_all_count() {
        let prefer =
            read("outlook.timezone=\"Romance Standard Time\", IdType=\"ImmutableId\", odata.maxpagesize=2")
                .expect("known preferences");
        assert_eq!(prefer.zone().name, "Romance Standard Time");
        assert!(prefer.immutable_ids, "the second preference counts as well");
        assert_eq!(prefer.page_size, Some(2));
        assert_eq!(
            prefer.applied(false).as_deref(),
            Some("outlook.timezone=\"Romance Standard Time\", IdType=\"ImmutableId\""),
            "a client tells by this header that its zone was taken"
        );
    }

    #[test]
    fn an_unknown_zone_is_refused_and_an_unknown_preference_is_not() {
        assert!(read("outlook.timezone=\"Mars Standard Time\"").is_err(), "Exchange refuses unknown zones");
        assert!(read("respond-async, wait=10").is_ok(), "RFC 7240: unknown preferences are ignored");
    }
}
