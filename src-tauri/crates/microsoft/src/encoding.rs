//! Percent-encoding as the services read it back: once, byte for byte.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// RFC 3986 unreserved characters stay; everything else, `%` included, is encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One path segment or one query value. Text that holds escapes already is encoded once more (`%3a` becomes `%253a`),
/// which is what a filter by `JoinWebUrl` needs.
pub(crate) fn component(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// An id that came from outside, as one path segment; `None` where it could climb out of its path or name nothing.
///
/// `.` and `..` are dot segments in every spelling (WHATWG URL), so no encoding makes them safe.
pub(crate) fn path_segment(id: &str) -> Option<String> {
    (!matches!(id, "" | "." | "..")).then(|| component(id))
}

/// An `OData` string literal: single quotes doubled, in single quotes.
pub(crate) fn odata_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_url_is_encoded_once_more() {
        let url =
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%7d";
        let encoded = component(url);
        assert!(
            encoded.contains("19%253ameeting_x%2540thread.v2%2F0%3Fcontext%3D%257b%2522Tid"),
            "{encoded}"
        );
        assert_eq!(
            percent_encoding::percent_decode_str(&encoded).decode_utf8_lossy(),
            url,
            "one decoding must give the URL exactly as Graph returned it, or the filter matches nothing"
        );
    }

    #[test]
    fn an_id_cannot_leave_its_segment() {
        assert_eq!(
            path_segment("AAMk/..%2F=").as_deref(),
            Some("AAMk%2F..%252F%3D"),
            "a raw / would be another path"
        );
        assert_eq!(
            path_segment("8:acs:a_b").as_deref(),
            Some("8%3Aacs%3Aa_b"),
            "as the official SDKs send it"
        );
        assert_eq!((path_segment(".."), path_segment("")), (None, None), "these would name another resource");
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(
            odata_literal("O'Neill"),
            "'O''Neill'",
            "a lone quote ends the literal and breaks the filter"
        );
    }
}
