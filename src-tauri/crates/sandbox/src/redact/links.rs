//! Join links as the record keeps them: who has the passcode, the `context` or a ticket is let in.

/// Parameters of a join link, or of Lectern's own, whose value lets somebody in.
const SECRET: [&str; 4] = ["p", "passcode", "context", "ticket"];

/// A mark that may be percent-encoded as often as the link was put into another text: its length, and how often.
fn mark(text: &[u8], plain: &[u8]) -> Option<(usize, usize)> {
    let first = *text.first()?;
    if plain.contains(&first) {
        return Some((1, 0));
    }
    let (mut at, mut depth) = (1, 1);
    while first == b'%' && text[at..].starts_with(b"25") {
        (at, depth) = (at + 2, depth + 1);
    }
    let code = std::str::from_utf8(text.get(at..at + 2)?).ok()?;
    let byte = u8::from_str_radix(code, 16).ok()?;
    (first == b'%' && plain.contains(&byte)).then_some((at + 2, depth))
}

/// `stand_in` takes the place of each secret value.
pub(super) fn hide(text: &str, stand_in: &str) -> String {
    let bytes = text.as_bytes();
    let mut hidden = String::with_capacity(text.len());
    let (mut at, mut kept) = (0, 0);
    while at < bytes.len() {
        match value(bytes, at) {
            Some((start, end)) if end > start => {
                hidden.push_str(&text[kept..start]);
                hidden.push_str(stand_in);
                (at, kept) = (end, end);
            }
            _ => at += 1,
        }
    }
    hidden.push_str(&text[kept..]);
    hidden
}

/// Where the value of a secret parameter whose separator stands at `at` begins and ends; both stand beside ASCII.
fn value(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let (length, depth) = mark(&text[at..], b"?&;")?;
    let named = &text[at + length..];
    SECRET.iter().find_map(|name| {
        let given = named.get(..name.len())?;
        let (equals, _) =
            given.eq_ignore_ascii_case(name.as_bytes()).then(|| mark(&named[name.len()..], b"="))??;
        let start = at + length + name.len() + equals;
        let ends = |at: &usize| {
            text[*at].is_ascii_whitespace()
                || mark(&text[*at..], b"&#\"'<>").is_some_and(|(_, found)| found <= depth)
        };
        Some((start, (start..text.len()).find(ends).unwrap_or(text.len())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_in_is_hidden_however_the_link_was_put_there() {
        for (text, kept) in [
            ("https://t/meet/1?p=AbC9", "https://t/meet/1?p=-"),
            ("https://t/meet/1?x=1&amp;p=AbC9&y=2", "https://t/meet/1?x=1&amp;p=-&y=2"),
            (
                "<a href=\"https://t/l/0?context=%7b%22Tid%22%7d\">Join</a>",
                "<a href=\"https://t/l/0?context=-\">Join</a>",
            ),
            (
                "$filter=JoinWebUrl%20eq%20'https%253A%252F%252Ft%253Fcontext%253D%25257b%252522Tid%252522%25257d'&$top=1",
                "$filter=JoinWebUrl%20eq%20'https%253A%252F%252Ft%253Fcontext%253D-'&$top=1",
            ),
            (
                "lectern://join?link=https%3A%2F%2Ft%3Fp%3DAbC9%26x&ticket=01AR",
                "lectern://join?link=https%3A%2F%2Ft%3Fp%3D-%26x&ticket=-",
            ),
            ("Ünï?P=é ü", "Ünï?P=- ü"),
            ("https://h/?page=2&step=%zz&p", "https://h/?page=2&step=%zz&p"),
        ] {
            assert_eq!(hide(text, "-"), kept, "the record would let its reader in, or say too little");
        }
    }
}
