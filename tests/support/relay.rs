//! A mail server on this machine that takes mail, or breaks off where it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What the relay does with one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Hangs up when the text is announced: nothing was taken.
    HangsUpBefore,
    /// Takes the text and hangs up without a word.
    HangsUpAfter,
    /// Takes the text and says nothing until the other side is gone.
    Holds,
    /// 451: later.
    Defers,
    /// 550: never.
    Refuses,
}

#[derive(Default)]
struct Shared {
    moods: Mutex<VecDeque<Mood>>,
    taken: Mutex<Vec<String>>,
    conversations: Mutex<usize>,
    held: Notify,
}

/// Ends when it is dropped.
pub struct Relay {
    pub port: u16,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Relay {
    pub async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A conversation that broke is what these journeys are about.
                tokio::spawn(async move { drop(converse(stream, &shared).await) });
            }
        });
        Self { port, shared, task }
    }

    /// The moods of the next conversations; after them it takes everything.
    pub fn plan(&self, moods: &[Mood]) {
        lock(&self.shared.moods).extend(moods);
    }

    /// How often somebody came.
    pub fn conversations(&self) -> usize {
        *lock(&self.shared.conversations)
    }

    /// What it took, whole, one text a mail.
    pub fn taken(&self) -> Vec<String> {
        lock(&self.shared.taken).clone()
    }

    /// Whom it took mail for, each as often as it did, in alphabetical order.
    pub fn recipients(&self) -> Vec<String> {
        let address = |text: &String| {
            let line = text.lines().find(|line| line.starts_with("RCPT TO:")).unwrap_or_default();
            line.trim_start_matches("RCPT TO:<").split('>').next().unwrap_or_default().to_owned()
        };
        let mut all: Vec<String> = self.taken().iter().map(address).collect();
        all.sort();
        all
    }

    /// Waits until it has taken a text that it says nothing to.
    pub async fn until_held(&self) {
        self.shared.held.notified().await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One mail: RFC 5321, as much of it as a client needs.
async fn converse(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    *lock(&shared.conversations) += 1;
    let mood = lock(&shared.moods).pop_front().unwrap_or(Mood::Takes);
    let (reading, mut out) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    out.write_all(b"220 relay.example ESMTP\r\n").await?;
    let mut envelope = String::new();
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match (verb.as_str(), mood) {
            ("EHLO" | "HELO", _) => out.write_all(b"250-relay.example\r\n250 8BITMIME\r\n").await?,
            ("RCPT", Mood::Defers) => out.write_all(b"451 4.3.0 Come again later\r\n").await?,
            ("RCPT", Mood::Refuses) => out.write_all(b"550 5.1.1 No such mailbox\r\n").await?,
            ("DATA", Mood::HangsUpBefore) => return Ok(()),
            ("DATA", _) => {
                out.write_all(b"354 Go on\r\n").await?;
                let mut text = envelope.clone();
                loop {
                    // Without its final dot a text is not taken.
                    let Some(line) = lines.next_line().await? else { return Ok(()) };
                    if line == "." {
                        break;
                    }
                    text.push_str(&line);
                    text.push('\n');
                }
                lock(&shared.taken).push(text);
                match mood {
                    Mood::HangsUpAfter => return Ok(()),
                    Mood::Holds => {
                        shared.held.notify_one();
                        while lines.next_line().await?.is_some() {}
                        return Ok(());
                    }
                    _ => out.write_all(b"250 2.0.0 Taken\r\n").await?,
                }
            }
            ("QUIT", _) => return out.write_all(b"221 2.0.0 Bye\r\n").await,
            ("RSET", _) => {
                envelope.clear();
                out.write_all(b"250 2.0.0 Fine\r\n").await?;
            }
            _ => {
                envelope.push_str(&line);
                envelope.push('\n');
                out.write_all(b"250 2.0.0 Fine\r\n").await?;
            }
        }
        if verb == "RCPT" {
            envelope.push_str(&line);
            envelope.push('\n');
        }
    }
    Ok(())
}
