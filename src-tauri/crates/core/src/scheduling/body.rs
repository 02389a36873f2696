//! The event's own words in a calendar body. Teams keeps its invitation in the same body, after a line of underscores,
//! and an online meeting without it is one no more: it has to come through every change as it is.

/// A body taken apart. What Teams wrote is empty where the body holds no way into the meeting.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Body<'a> {
    before: &'a str,
    own: &'a str,
    teams: &'a str,
}

/// Teams' line; shorter ones may be the organizer's.
const LINE: &str = "____________________";

impl<'a> Body<'a> {
    /// `None`: Teams' part is in it and can't be told from the rest, so nothing may be changed.
    pub fn read(html: &'a str, join_url: Option<&str>) -> Option<Self> {
        let lower = html.to_ascii_lowercase();
        let start = lower.find("<body").and_then(|at| Some(at + lower[at..].find('>')? + 1)).unwrap_or(0);
        let end = lower.rfind("</body").unwrap_or(html.len()).max(start);
        let inside = &html[start..end];
        let own = match join_url.and_then(|url| link(inside, url)) {
            None => inside.len(),
            Some(at) => beginning(inside, inside[..at].rfind(LINE)?),
        };
        let (own, _) = inside.split_at(own);
        Some(Self { before: &html[..start], own, teams: &html[start + own.len()..] })
    }

    /// As people read it.
    pub fn text(&self) -> String {
        plain(self.own)
    }

    /// The whole body with other words of the event's own.
    pub fn with(&self, description: &str) -> String {
        let escaped = description.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let own = escaped.replace("\r\n", "\n").replace('\n', "<br>\r\n");
        format!("{}<div>{own}</div>{}", self.before, self.teams)
    }
}

/// Whether two texts say the same: the way through HTML changes their white space.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

fn link(html: &str, url: &str) -> Option<usize> {
    html.find(url).or_else(|| html.find(&url.replace('&', "&amp;")))
}

/// Back over the rest of the line and the tags that open around it.
fn beginning(html: &str, line: usize) -> usize {
    let mut at = html[..line].trim_end_matches('_').len();
    while html[..at].ends_with('>')
        && let Some(tag) = html[..at].rfind('<')
        && !html[tag..].starts_with("</")
        && !html[tag..].to_ascii_lowercase().starts_with("<br")
    {
        at = tag;
    }
    at
}

fn plain(html: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(length) = rest[start..].find('>') else {
            rest = &rest[start..];
            break;
        };
        let tag = rest[start + 1..start + length].to_ascii_lowercase();
        if ["br", "p", "/p", "div", "/div", "li", "tr"].iter().any(|name| is(&tag, name)) {
            text.push('\n');
        }
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    decoded(&text).trim().to_owned()
}

fn is(tag: &str, name: &str) -> bool {
    tag.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn decoded(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        // An entity is short; a lone & is itself.
        let entity =
            rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((end, letter(&rest[1..end])?)));
        let (length, letter) = entity.map_or((1, '&'), |(end, letter)| (end + 1, letter));
        plain.push(letter);
        rest = &rest[length..];
    }
    plain + rest
}

fn letter(entity: &str) -> Option<char> {
    let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match entity.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            decimal => number(decimal, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://teams.microsoft.com/l/meetup-join/19%3ax/0?context=1&tenant=2";
    const TEAMS: &str = "<div style=\"width:100%\"><span>________________________________</span></div>\
        <div class=\"me-email-text\"><a href=\"https://teams.microsoft.com/l/meetup-join/19%3ax/0?context=1&amp;tenant=2\">Join</a></div>";

    fn document(own: &str, teams: &str) -> String {
        format!("<html>\r\n<head>\r\n</head>\r\n<body class=\"x\">\r\n{own}{teams}</body>\r\n</html>\r\n")
    }

    #[test]
    fn teams_part_comes_through_a_change_as_it_is() {
        let whole = document(
            "<div class=\"PlainText\">Doors at six &amp; tea<br>\r\nCaf\u{e9} &#8211; &lt;b&gt;</div>",
            TEAMS,
        );
        let body = Body::read(&whole, Some(URL)).expect("the line is there");
        assert!(alike(&body.text(), "Doors at six & tea\nCaf\u{e9} \u{2013} <b>"), "{:?}", body.text());
        let changed = body.with("Doors at seven\n<script> & more");
        assert!(changed.contains(TEAMS), "without it the meeting is lost: {changed}");
        assert!(changed.starts_with("<html>") && changed.ends_with("</html>\r\n"), "{changed}");
        assert!(!changed.contains("six") && !changed.contains("<script>"), "{changed}");
        let again = Body::read(&changed, Some(URL)).expect("still there");
        assert!(alike(&again.text(), "Doors at seven <script> & more"), "what we write we can read");
    }

    #[test]
    fn what_cannot_be_told_apart_is_left_alone() {
        let without_line = document(
            "Doors at six",
            "<a href=\"https://teams.microsoft.com/l/meetup-join/19%3ax/0?context=1&tenant=2\">Join</a>",
        );
        assert_eq!(Body::read(&without_line, Some(URL)), None, "a change would take the meeting with it");
        let own_line = document("A\n____________________\nB", TEAMS);
        let body = Body::read(&own_line, Some(URL)).expect("the last line is Teams'");
        assert!(alike(&body.text(), "A ____________________ B"), "{:?}", body.text());
        let bare = Body::read("Only words & <", None).expect("nothing of Teams'");
        assert_eq!((bare.text().as_str(), bare.teams), ("Only words & <", ""));
    }
}
