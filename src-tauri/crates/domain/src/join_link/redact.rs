//! Links as logs may show them: without passcodes, contexts and tickets.

const REDACTED: &str = "<redacted>";

/// Parameters whose value lets somebody in, or wraps a link whose parameters do.
const SECRET_NAMES: [&str; 9] =
    ["p", "passcode", "context", "ticket", "link", "url", "joinweburl", "joinurl", "meetinglink"];

/// The separators before a name, by how often the link around it was encoded.
const BEFORE: [&[&str]; 3] = [&["?", "&", ";"], &["%3f", "%26", "%3b"], &["%253f", "%2526", "%253b"]];
const EQUALS: [&str; 3] = ["=", "%3d", "%253d"];
/// What ends a value of each depth: a separator of its own depth or one further out.
const AFTER: [&[&str]; 3] =
    [&["&", "#"], &["&", "#", "%26", "%23"], &["&", "#", "%26", "%23", "%2526", "%2523"]];

/// Replaces the values of secret parameters wherever they stand in a text: in a link, in a link that another
/// link wraps, in JSON (`"passcode":"…"`). Rather takes too much than too little.
pub fn redact(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut redacted = String::with_capacity(text.len());
    let (mut at, mut kept) = (0, 0);
    while at < lower.len() {
        let here = &lower[at..];
        match parameter(here).or_else(|| json_member(here)).filter(|(start, end)| end > start) {
            Some((start, end)) => {
                redacted.push_str(&text[kept..at + start]);
                redacted.push_str(REDACTED);
                (at, kept) = (at + end, at + end);
            }
            None => at += here.chars().next().map_or(1, char::len_utf8),
        }
    }
    redacted.push_str(&text[kept..]);
    redacted
}

fn parameter(here: &str) -> Option<(usize, usize)> {
    for depth in 0..BEFORE.len() {
        let Some(separator) = BEFORE[depth].iter().find(|separator| here.starts_with(**separator)) else {
            continue;
        };
        let name_at = separator.len();
        for name in SECRET_NAMES {
            let after_name =
                here[name_at..].strip_prefix(name).and_then(|rest| rest.strip_prefix(EQUALS[depth]));
            if let Some(value) = after_name {
                let start = here.len() - value.len();
                return Some((start, start + value_length(value, depth)));
            }
        }
    }
    None
}

fn value_length(value: &str, depth: usize) -> usize {
    let stops_at_quote = !value.starts_with(['{', '"']);
    let end = |at: &usize| {
        let here = &value[*at..];
        here.starts_with(|c: char| {
            c.is_whitespace() || (stops_at_quote && matches!(c, '"' | '\'' | '<' | '>'))
        }) || AFTER[depth].iter().any(|separator| here.starts_with(separator))
    };
    (0..value.len()).filter(|at| value.is_char_boundary(*at)).find(end).unwrap_or(value.len())
}

/// `"passcode":"…"`
fn json_member(here: &str) -> Option<(usize, usize)> {
    let rest = here.strip_prefix("\"passcode\"")?.trim_start().strip_prefix(':')?.trim_start();
    let value = rest.strip_prefix('"')?;
    let start = here.len() - value.len();
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
