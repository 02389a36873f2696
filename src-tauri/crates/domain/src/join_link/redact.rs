//! Links as logs may show them: without passcodes, contexts and tickets.

const REDACTED: &str = "<redacted>";

/// Parameters whose value lets somebody in, or wraps a link whose parameters do. Bookings repeats the parts of the
/// `context` beside it.
const SECRET_NAMES: [&[u8]; 11] = [
    b"p",
    b"passcode",
    b"context",
    b"ticket",
    b"link",
    b"url",
    b"joinweburl",
    b"joinurl",
    b"meetinglink",
    b"tid",
    b"oid",
];

/// Replaces the values of secret parameters wherever they stand in a text: in a link, in a link that another
/// link wraps, in JSON (`"passcode":"…"`). Rather takes too much than too little.
pub fn redact(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let mut redacted = String::with_capacity(text.len());
    let (mut at, mut kept) = (0, 0);
    while at < bytes.len() {
        let found = match bytes[at] {
            b'?' | b'&' | b';' | b'#' | b'%' => parameter(&lower, at),
            b'"' => json_member(&lower, at),
            _ => None,
        };
        match found.filter(|(start, end)| end > start) {
            Some((start, end)) => {
                redacted.push_str(&text[kept..start]);
                redacted.push_str(REDACTED);
                (at, kept) = (end, end);
            }
            None => at += 1,
        }
    }
    redacted.push_str(&text[kept..]);
    redacted
}

/// A character that may be percent-encoded as often as links were wrapped around it: its length, and how often.
/// `hex` is its code in lower case.
fn mark(bytes: &[u8], plain: &[u8], hex: &[&[u8]]) -> Option<(usize, usize)> {
    let first = *bytes.first()?;
    if plain.contains(&first) {
        return Some((1, 0));
    }
    let (mut at, mut depth) = (1, 1);
    if first != b'%' {
        return None;
    }
    while bytes[at..].starts_with(b"25") {
        (at, depth) = (at + 2, depth + 1);
    }
    hex.iter().any(|code| bytes[at..].starts_with(code)).then_some((at + 2, depth))
}

/// Where the value of a secret parameter that begins at `at` starts and ends.
fn parameter(lower: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = lower.as_bytes();
    let (length, depth) = mark(&bytes[at..], b"?&;#", &[b"3f", b"26", b"3b", b"23"])?;
    let named = &bytes[at + length..];
    SECRET_NAMES.iter().find_map(|name| {
        let rest = named.strip_prefix(*name)?;
        let (equals, _) = mark(rest, b"=", &[b"3d"])?;
        let start = lower.len() - rest.len() + equals;
        Some((start, value_end(lower, start, depth)))
    })
}

/// A value ends at a blank, or at a separator of its own depth or one further out. What a text puts behind a link (a
/// quote, a bracket) is given back where nothing of the link follows it.
fn value_end(lower: &str, start: usize, depth: usize) -> usize {
    let value = &lower[start..];
    let ends = |(at, c): &(usize, char)| {
        c.is_whitespace()
            || mark(&value.as_bytes()[*at..], b"&#", &[b"26", b"23"]).is_some_and(|(_, found)| found <= depth)
    };
    let end = value.char_indices().find(ends).map_or(value.len(), |(at, _)| at);
    if value.starts_with(['{', '"']) {
        return start + end;
    }
    let inner = value[..end].trim_end_matches(['"', '\'', '<', '>', ')', ']', '}', ',', '.', ';', ':']);
    match value[inner.len()..end].find(['"', '\'', '<', '>']) {
        Some(quote) => start + inner.len() + quote,
        None => start + end,
    }
}

/// `"passcode":"…"`
fn json_member(lower: &str, at: usize) -> Option<(usize, usize)> {
    let rest = lower[at..].strip_prefix("\"passcode\"")?.trim_start().strip_prefix(':')?.trim_start();
    let value = rest.strip_prefix('"')?;
    let start = lower.len() - value.len();
    let mut escaped = false;
    let end = value.char_indices().find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    Some((start, start + end.map_or(value.len(), |(at, _)| at)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::redact;

    proptest! {
        #[test]
        fn no_passcode_survives_whatever_stands_around_it(before in "[^?&;%\"{]{0,40}", secret in "[A-Za-z0-9]{12}") {
            let redacted = redact(&format!("{before}?p={secret}&x=1"));
            prop_assert!(!redacted.contains(&secret) && redacted.ends_with("&x=1"), "{}", redacted);
        }

        #[test]
        fn any_text_can_be_logged(text in "\\PC{0,200}") {
            let _ = redact(&text);
        }
    }

    #[test]
    fn the_way_in_is_taken_out_and_the_rest_stays_readable() {
        for (text, expected) in [
            (
                "https://teams.microsoft.com/meet/234?p=AbC",
                "https://teams.microsoft.com/meet/234?p=<redacted>",
            ),
            (
                "GET https://teams.microsoft.com/l/meetup-join/19%3ax/0?context=%7b%22Tid%22%7d&anon=true done",
                "GET https://teams.microsoft.com/l/meetup-join/19%3ax/0?context=<redacted>&anon=true done",
            ),
            (r#"?Context={"Tid":"1","Oid":"2"} ok"#, "?Context=<redacted> ok"),
            (
                "lectern://join?link=https%3A%2F%2Fx&ticket=01AR",
                "lectern://join?link=<redacted>&ticket=<redacted>",
            ),
            (
                "$filter=JoinWebUrl eq 'https%3A%2F%2Fh%2Fm%3Fp%3DAbc'",
                "$filter=JoinWebUrl eq 'https%3A%2F%2Fh%2Fm%3Fp%3D<redacted>'",
            ),
            ("a%253Fcontext%253D%257b%2526x", "a%253Fcontext%253D<redacted>%2526x"),
            ("a%2525253Fp%2525253Dabc%25252526x", "a%2525253Fp%2525253D<redacted>%25252526x"),
            (r#"{"link":"https://t/meet/1?p=abc"}"#, r#"{"link":"https://t/meet/1?p=<redacted>"}"#),
            (r#"https://t/meet/1?p=ab"cd ok"#, "https://t/meet/1?p=<redacted> ok"),
            (
                "https://v/route?tid=1&convId=2&oid=3&bid=4",
                "https://v/route?tid=<redacted>&convId=2&oid=<redacted>&bid=4",
            ),
            ("https://h/?url=https://t/meet/1?p=a&data=1", "https://h/?url=<redacted>&data=1"),
            (
                r#"{"meetingId":"1","passcode": "a\"b","x":1}"#,
                r#"{"meetingId":"1","passcode": "<redacted>","x":1}"#,
            ),
            ("https://example.org/?page=2&step=1", "https://example.org/?page=2&step=1"),
        ] {
            assert_eq!(redact(text), expected);
        }
    }
}
