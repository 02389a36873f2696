//! Event bodies: Exchange keeps HTML and answers with a whole document, or with the text of it.

/// The document around a body, as Exchange returns it.
pub(crate) fn document(content: &str) -> String {
    let lower = content.to_ascii_lowercase();
    if lower.contains("<html") {
        return content.to_owned();
    }
    format!(
        "<html>\r\n<head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\r\n</head>\r\n\
         <body>\r\n{content}\r\n</body>\r\n</html>\r\n"
    )
}

/// Plain text as an HTML fragment.
pub(crate) fn from_text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<div class=\"PlainText\">{}</div>", escaped.replace("\r\n", "\n").replace('\n', "<br>\r\n"))
}

/// The text of an HTML body: tags gone, breaks kept, the common entities decoded.
pub(crate) fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(length) = rest[start..].find('>') else { break };
        let tag = rest[start + 1..start + length].to_ascii_lowercase();
        rest = &rest[start + length + 1..];
        if tag.starts_with("br") || tag == "/p" || tag == "/div" {
            text.push('\n');
        }
        for hidden in ["head", "style", "script"] {
            if tag.split_whitespace().next() == Some(hidden) {
                let end = format!("</{hidden}>");
                let skipped = rest.to_ascii_lowercase().find(&end);
                rest = skipped.map_or("", |at| &rest[at + end.len()..]);
            }
        }
    }
    text.push_str(rest);
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&").replace("\r\n", "\n").trim().to_owned()
}

/// The first 255 characters of the text, white space made single.
pub(crate) fn preview(html: &str) -> String {
    to_text(html).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(255).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_goes_out_as_a_document_and_comes_back_as_text() {
        let document = document("<p>Doors at <b>six</b> &amp; tea</p>");
        assert!(document.starts_with("<html>"), "Exchange wraps what it was given");
        assert_eq!(to_text(&document), "Doors at six & tea", "the text form has neither tags nor entities");
        assert_eq!(preview(&from_text("a < b\nc")), "a < b c", "plain text survives the way through HTML");
    }
}
