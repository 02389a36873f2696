//! A listener on loopback that plays one reply to each request and remembers what it was sent.

use lectern_microsoft::transport::{Transport, TransportOptions};
use lectern_microsoft::{Clock, Entropy};
use std::fmt::Display;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// What to do with one request, once it is read.
#[derive(Clone)]
pub enum Reply {
    /// Status, further header lines, body.
    Answer(u16, String, String),
    /// Close the connection without a word.
    Cut,
    /// Promise more than comes.
    Short(String),
    /// Never answer.
    Silence,
}

impl Reply {
    pub fn json(status: u16, body: impl Display) -> Self {
        Self::Answer(status, "Content-Type: application/json\r\n".to_owned(), format!("{body}"))
    }

    pub fn with(self, header: &str) -> Self {
        match self {
            Self::Answer(status, headers, body) => {
                Self::Answer(status, format!("{headers}{header}\r\n"), body)
            }
            other => other,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Seen {
    pub line: String,
    pub head: String,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn form(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.body.as_bytes());
        pairs.find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
    }
}

pub struct Listener {
    pub url: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Listener {
    pub async fn playing(replies: Vec<Reply>) -> Self {
        Self::playing_here(|_| replies).await
    }

    /// For replies that name the listener's own address.
    pub async fn playing_here(replies: impl FnOnce(&Url) -> Vec<Reply>) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("its address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = seen.clone();
        let url: Url = format!("http://{address}").parse().expect("an address");
        let replies = replies(&url);
        tokio::spawn(async move {
            for reply in replies {
                let (mut stream, _) = socket.accept().await.expect("a connection");
                let request = read(&mut stream).await;
                record.lock().expect("no test panics while holding it").push(request);
                play(stream, reply).await;
            }
        });
        Self { url, seen }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test panics while holding it").clone()
    }
}

async fn read(stream: &mut TcpStream) -> Seen {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let (line, head) = head.split_once("\r\n").expect("a request line");
            let seen = Seen { line: line.to_owned(), head: head.to_owned(), body: body.to_owned() };
            let length = seen.header("content-length").map_or(0, |value| value.parse().expect("a number"));
            if body.len() >= length {
                return seen;
            }
        }
        let count = stream.read(&mut chunk).await.expect("a readable request");
        assert!(count > 0, "the client went away inside its request");
        bytes.extend_from_slice(&chunk[..count]);
    }
}

async fn play(mut stream: TcpStream, reply: Reply) {
    let answer = match reply {
        Reply::Answer(status, headers, body) => {
            format!(
                "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            )
        }
        Reply::Short(body) => {
            let length = body.len() + 100;
            format!(
                "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            )
        }
        Reply::Cut => return,
        Reply::Silence => return tokio::time::sleep(Duration::from_mins(1)).await,
    };
    stream.write_all(answer.as_bytes()).await.expect("a client that reads");
    stream.shutdown().await.expect("a client that is still there");
}

/// Time stands still, chance is a counter, patience is short.
pub fn transport() -> Transport {
    let now = "2026-11-23T10:00:00Z".parse().expect("a time");
    let counter = Mutex::new(0_u8);
    let entropy = Entropy::new(move |bytes| {
        let mut next = counter.lock().expect("nobody panics while holding it");
        *next += 1;
        bytes.fill(*next);
        Ok(())
    });
    Transport::new(TransportOptions {
        timeout: Duration::from_millis(700),
        max_wait: Duration::from_secs(5),
        clock: Clock::fixed(now),
        entropy,
        ..TransportOptions::default()
    })
    .expect("a plain client")
}
