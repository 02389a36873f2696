//! Somebody with a browser on this machine, without scripts: opens pages, sends forms, and follows nobody.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The largest page that is read.
const LARGEST: u64 = 1024 * 1024;

/// What came back.
pub struct Seen {
    pub status: u16,
    /// Where it leads on; empty: nowhere.
    pub to: String,
    /// Its bytes on the way, heads and all.
    pub size: usize,
    pub text: String,
}

pub async fn get(at: SocketAddr, path: &str) -> io::Result<Seen> {
    asked(at, &format!("GET {path} HTTP/1.0\r\nHost: {at}\r\nAccept-Language: en\r\n\r\n")).await
}

/// Fields of letters and digits need no more than this to be sent.
pub async fn form(at: SocketAddr, path: &str, fields: &[(&str, &str)]) -> io::Result<Seen> {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = pairs.join("&");
    let head = format!(
        "POST {path} HTTP/1.0\r\nHost: {at}\r\nAccept-Language: en\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    asked(at, &format!("{head}{body}")).await
}

async fn asked(at: SocketAddr, request: &str) -> io::Result<Seen> {
    let mut stream = TcpStream::connect(at).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut told = Vec::new();
    stream.take(LARGEST).read_to_end(&mut told).await?;
    let whole = String::from_utf8_lossy(&told);
    let (head, text) = whole.split_once("\r\n\r\n").unwrap_or((&whole, ""));
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
    let to = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    Ok(Seen { status, to: to.unwrap_or_default(), size: told.len(), text: text.to_owned() })
}

fn encoded(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => text.push(char::from(byte)),
            // A string takes whatever is written to it.
            other => drop(write!(text, "%{other:02X}")),
        }
        text
    })
}

/// The first address on a page that begins like this.
pub fn link(page: &str, beginning: &str) -> Option<String> {
    let plain = page.replace("&#x2f;", "/").replace("&amp;", "&");
    let from = plain.find(beginning)?;
    let rest = &plain[from..];
    let end = rest.find(|letter: char| letter == '"' || letter == '<' || letter.is_whitespace());
    Some(rest[..end.unwrap_or(rest.len())].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_a_browser_reads_it() {
        let page = r#"<a href="lectern-sandbox:&#x2f;&#x2f;join?ticket=A-1&amp;service=http%3A">Open</a>"#;
        let found = link(page, "lectern-sandbox://join?");
        assert_eq!(found.as_deref(), Some("lectern-sandbox://join?ticket=A-1&service=http%3A"));
        assert_eq!(link(page, "https://"), None);
        assert_eq!(encoded("Grace Ho\u{fc}"), "Grace%20Ho%C3%BC");
    }
}
