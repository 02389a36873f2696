//! The rush at the door of the trusted service. Ten thousand attendees with tokens made ahead, each by a request of their
//! own, beside a bare handler with one indexed read of the same store; and tokens for whoever comes without one, on a
//! simulated clock, beside what ACS allows. As one JSON object.
//!
//! `cargo run --release -p lectern-tests --example joins_bench [people [rounds]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use lectern_core::desk::{Desk, SandboxEndpoints};
use lectern_core::serving::passes::{Door, PassError};
use lectern_domain::ticket::TicketCode;
use lectern_sandbox::{Options, Sandbox, Switches};
use lectern_tests::{Organizer, Service, Simulated};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Open connections, each asking one thing after the other.
const CONNECTIONS: usize = 64;
const WINDOW_SECONDS: u64 = 30;
const OF_A_WINDOW: u64 = 1_000;
/// So many come together.
const GROUP: usize = 250;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise| arguments.get(at).map_or(Ok(otherwise), |text| text.parse());
    let (people, rounds): (usize, usize) = (number(0, 10_000)?, number(1, 5)?);
    let switches = Switches { device_code_interval: 0, ..Switches::default() };
    let sandbox = Sandbox::start(Options { switches: Some(switches), ..Options::default() }).await?;
    let endpoints = SandboxEndpoints::discover(&sandbox.ready().control).await?;
    let folder = tempfile::tempdir()?;
    let place = folder.path().join("profile");
    Organizer::profile(&place);
    let clock = Arc::new(Simulated::of(&endpoints).await);
    let choice = lectern_core::companion::browser::BrowserChoice::None;
    let organizer = Organizer::elsewhere(endpoints.clone(), &place, clock.clone(), choice).await;
    organizer.sign_in().await;
    let service = Service::of(Arc::new(organizer.into_desk()));
    let event = service.event("Town hall", 30).await;
    let codes = service.crowd(&event, people).await;
    let cold = cold(&service.desk, &codes).await?;
    let warm = warm(&service.desk, &codes, rounds).await?;
    sandbox.stop().await;
    println!("{}", json!({"people": people, "cold": cold, "warm": warm}));
    Ok(())
}

/// Everybody at once, nobody with a token; whoever is sent away comes again when they were told to.
async fn cold(desk: &Arc<Desk>, codes: &[String]) -> Outcome<Value> {
    let door = Arc::new(Door::with_nothing_ahead(Arc::clone(desk)));
    let began = desk.now();
    let mut longest = 0;
    // They come one group after the other; who of a group is first is nobody's business.
    for (number, group) in codes.chunks(GROUP).enumerate() {
        let join = |code: &String| {
            let (door, code) = (Arc::clone(&door), code.clone());
            tokio::spawn(async move { door.join(&code, None).await })
        };
        let asked: Vec<_> = group.iter().map(join).collect();
        for told in asked {
            match told.await? {
                Ok(_) => {}
                Err(PassError::Queued { wait, .. }) => longest = longest.max(wait.as_secs()),
                Err(error) => return Err(format!("somebody of group {number} was refused: {error}").into()),
            }
        }
    }
    while door.figures().waiting + door.figures().asked > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let seconds = desk.now().duration_since(began).as_secs();
    let mut windows = Vec::with_capacity(codes.len());
    for code in codes {
        let hash = TicketCode::parse(code)?.lookup_hash();
        let holder = desk.read(move |r| r.passes().holder(&hash)).await?.ok_or("a holder")?;
        let made = holder.pass.ok_or("everybody has a token")?.made_at;
        windows.push(made.duration_since(began).as_secs() / i64::try_from(WINDOW_SECONDS)?);
    }
    // Whoever was served in a later window than somebody of a later group.
    let groups: Vec<&[i64]> = windows.chunks(GROUP).collect();
    let first = |group: &[i64]| group.iter().min().copied().unwrap_or_default();
    let unfair: usize =
        groups.windows(2).map(|pair| pair[0].iter().filter(|window| **window > first(pair[1])).count()).sum();
    let count = u64::try_from(codes.len())?;
    let floor = (count.div_ceil(OF_A_WINDOW) - 1) * WINDOW_SECONDS;
    Ok(json!({"simulatedSeconds": seconds, "floorSeconds": floor, "longestWait": longest, "unfair": unfair}))
}

/// With tokens that lie ready, over HTTP.
async fn warm(desk: &Arc<Desk>, codes: &[String], rounds: usize) -> Outcome<Value> {
    let running = Service::on(Arc::clone(desk)).await;
    let ours: SocketAddr = running.address();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let bare = listener.local_addr()?;
    let router = Router::new().route("/v1/join", post(one_read)).with_state(Arc::clone(desk));
    let task = tokio::spawn(async move { axum::serve(listener, router).await });
    let requests: Arc<Vec<Vec<u8>>> = Arc::new(codes.iter().map(|code| request(code)).collect());
    let (mut mine, mut least, mut refused) = (Vec::new(), Vec::new(), 0);
    // The first round warms both and is not counted.
    for round in 0..=rounds {
        let (seconds, bad) = rush(bare, &requests).await?;
        assert_eq!(bad, 0, "the bare handler refuses nobody");
        let (own, more) = rush(ours, &requests).await?;
        refused += more;
        if round > 0 {
            least.push(seconds);
            mine.push(own);
        }
    }
    task.abort();
    running.stop().await;
    Ok(json!({"ours": mine, "bare": least, "refused": refused}))
}

/// What the least handler does that knows a ticket: JSON in, one indexed read, JSON of the same size out.
async fn one_read(State(desk): State<Arc<Desk>>, Json(asked): Json<Value>) -> Json<Value> {
    let hash = ticket_of(asked["code"].as_str().unwrap_or_default());
    let found = desk.read(move |r| r.ticket_identities().of_ticket(&hash)).await.unwrap_or_default();
    Json(json!({"userId": found, "token": "x".repeat(800), "meetingLink": "y".repeat(250)}))
}

fn ticket_of(code: &str) -> [u8; 32] {
    TicketCode::parse(code).map(|code| code.lookup_hash()).unwrap_or_default()
}

fn request(code: &str) -> Vec<u8> {
    let body = json!({ "code": code }).to_string();
    let head = format!(
        "POST /v1/join HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    format!("{head}{body}").into_bytes()
}

/// Seconds until everybody was answered, and how many were not let in.
async fn rush(address: SocketAddr, requests: &Arc<Vec<Vec<u8>>>) -> Outcome<(f64, usize)> {
    let began = Instant::now();
    let mut tasks = Vec::new();
    for first in 0..CONNECTIONS {
        let requests = Arc::clone(requests);
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
            stream.set_nodelay(true).map_err(|error| error.to_string())?;
            let (mut refused, mut buffer) = (0, Vec::new());
            for request in requests.iter().skip(first).step_by(CONNECTIONS) {
                stream.write_all(request).await.map_err(|error| error.to_string())?;
                let status = answered(&mut stream, &mut buffer).await?;
                refused += usize::from(status != 200);
            }
            Ok::<_, String>(refused)
        }));
    }
    let mut refused = 0;
    for task in tasks {
        refused += task.await??;
    }
    Ok((began.elapsed().as_secs_f64(), refused))
}

/// Reads one answer to its end: its status.
async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<u16, String> {
    buffer.clear();
    let mut chunk = [0; 8_192];
    loop {
        let count = stream.read(&mut chunk).await.map_err(|error| error.to_string())?;
        if count == 0 {
            return Err("the connection was closed".into());
        }
        buffer.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(buffer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.ok_or("an answer without a length")? {
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
            return status.ok_or_else(|| "no status".to_owned());
        }
    }
}
