//! A network that nobody can rely on, between one desk and its service: what is said is cut off at any byte, delayed, heard
//! twice, or heard long after what was said later. One request a connection, so that each meets a fate of its own.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::Dice;

/// What befalls one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Through,
    /// So many bytes of it arrive, and never all of them: it was not heard.
    CutAsking(usize),
    /// It is heard; of the answer so many bytes arrive, and never all of them.
    CutAnswering(usize),
    Late(Duration),
    /// It arrives twice, at the same time.
    Twice,
    /// Whoever asked is cut off; it arrives behind so many later ones.
    Held(usize),
    /// Nothing happens any more until whoever asked is gone: it never arrives.
    StuckBefore,
    /// As [`Fate::StuckBefore`], but that it was heard.
    StuckAfter,
}

#[derive(Default)]
struct Shared {
    /// What befalls the next ones, whatever chance says.
    planned: Mutex<VecDeque<Fate>>,
    chance: Mutex<Option<Dice>>,
    /// There is no network.
    down: Mutex<bool>,
    held: Mutex<Vec<(usize, Vec<u8>)>>,
    asked: Mutex<Vec<String>>,
    stuck: Notify,
}

/// Ends when it is dropped.
pub struct Wire {
    /// Where the service is found through it.
    pub origin: String,
    service: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Wire {
    /// As good as any, until it is told otherwise.
    pub async fn to(service: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A conversation that broke is what these journeys are about.
                tokio::spawn(async move { drop(carry(stream, service, &shared).await) });
            }
        });
        Self { origin, service, shared, task }
    }

    /// What befalls the next requests, the first of them first.
    pub fn plan(&self, fates: impl IntoIterator<Item = Fate>) {
        lock(&self.shared.planned).extend(fates);
    }

    /// About half of what is said meets something.
    pub fn turns_bad(&self, chance: Dice) {
        *lock(&self.shared.chance) = Some(chance);
    }

    pub fn goes_down(&self, down: bool) {
        *lock(&self.shared.down) = down;
    }

    /// Nothing befalls what is said any more, and what was held arrives now.
    pub async fn is_mended(&self) {
        *lock(&self.shared.chance) = None;
        lock(&self.shared.planned).clear();
        self.goes_down(false);
        let held: Vec<_> = lock(&self.shared.held).drain(..).collect();
        for (_, request) in held {
            drop(heard(self.service, &request).await);
        }
    }

    /// What was said since the last time: method and path, without what is behind a `?`.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.shared.asked))
    }

    /// Waits until a request is stuck.
    pub async fn until_stuck(&self) {
        self.shared.stuck.notified().await;
    }
}

impl Shared {
    fn fate(&self) -> Fate {
        if let Some(planned) = lock(&self.planned).pop_front() {
            return planned;
        }
        let mut chance = lock(&self.chance);
        let Some(dice) = chance.as_mut() else { return Fate::Through };
        match dice.below(14) {
            0 | 1 => Fate::CutAsking(dice.below(900)),
            2 => Fate::CutAnswering(0),
            3 => Fate::CutAnswering(dice.below(900)),
            4 => Fate::Late(Duration::from_millis(u64::try_from(dice.below(20)).expect("small"))),
            5 => Fate::Twice,
            6 | 7 => Fate::Held(1 + dice.below(4)),
            _ => Fate::Through,
        }
    }

    /// One more was heard: those that are due now.
    fn due(&self) -> Vec<Vec<u8>> {
        let mut held = lock(&self.held);
        held.iter_mut().for_each(|(wait, _)| *wait = wait.saturating_sub(1));
        held.extract_if(.., |(wait, _)| *wait == 0).map(|(_, request)| request).collect()
    }
}

async fn carry(mut desk: TcpStream, service: SocketAddr, shared: &Shared) -> std::io::Result<()> {
    if *lock(&shared.down) {
        return Ok(());
    }
    let Some(request) = whole(&mut desk).await? else { return Ok(()) };
    let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
    let named = line.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" ");
    lock(&shared.asked).push(named);
    let answer = match shared.fate() {
        Fate::CutAsking(end) => {
            let mut to = TcpStream::connect(service).await?;
            to.write_all(&request[..end.min(request.len() - 1)]).await?;
            to.flush().await?;
            return Ok(());
        }
        Fate::Held(behind) => {
            lock(&shared.held).push((behind, request));
            return Ok(());
        }
        Fate::StuckBefore => return stuck(desk, shared).await,
        Fate::StuckAfter => {
            heard(service, &request).await?;
            return stuck(desk, shared).await;
        }
        Fate::CutAnswering(end) => {
            let answer = heard(service, &request).await?;
            answer[..end.min(answer.len().saturating_sub(1))].to_owned()
        }
        Fate::Late(wait) => {
            tokio::time::sleep(wait).await;
            heard(service, &request).await?
        }
        Fate::Twice => {
            let (one, other) = tokio::join!(heard(service, &request), heard(service, &request));
            drop(other?);
            one?
        }
        Fate::Through => heard(service, &request).await?,
    };
    for late in shared.due() {
        heard(service, &late).await?;
    }
    desk.write_all(&answer).await
}

/// Until whoever asked is gone.
async fn stuck(mut desk: TcpStream, shared: &Shared) -> std::io::Result<()> {
    shared.stuck.notify_one();
    let mut nothing = [0; 64];
    while desk.read(&mut nothing).await.is_ok_and(|count| count > 0) {}
    Ok(())
}

/// `None`: whoever called said nothing whole.
async fn whole(desk: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut heard = Vec::new();
    let mut some = vec![0; 64 * 1024];
    loop {
        if let Some(head) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&heard[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if heard.len() >= head + 4 + length {
                return Ok(Some(closing(&heard, head)));
            }
        }
        let count = desk.read(&mut some).await?;
        if count == 0 {
            return Ok(None);
        }
        heard.extend_from_slice(&some[..count]);
    }
}

/// The same request, as the last one of its connection.
fn closing(request: &[u8], head: usize) -> Vec<u8> {
    [&request[..head], b"\r\nconnection: close", &request[head..]].concat()
}

/// What the service answers, whole.
async fn heard(service: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut to = TcpStream::connect(service).await?;
    to.write_all(request).await?;
    let mut answer = Vec::new();
    to.read_to_end(&mut answer).await?;
    Ok(answer)
}
