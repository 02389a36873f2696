//! A desk's first feed of a long list, from the real routes over loopback, beside a bare handler that streams exactly the
//! same bytes from memory to the same client; and where the time goes: the store's rows, with the lines made of them,
//! with HTTP. As one JSON object.
//!
//! `cargo run --release -p lectern-tests --example feed_bench [people [rounds]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::get;
use lectern_core::SystemClock;
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::serving::{pairing, publishing};
use lectern_domain::device::DeviceRole;
use lectern_tests::{Service, Stage};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// As the service gives them.
const PART: u32 = 2_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let (people, rounds) =
        (arguments.first().copied().unwrap_or(100_000), arguments.get(1).copied().unwrap_or(3));
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Open day", 60 * 24).await;
    crowd(&service, &event, people).await?;
    let key = paired(&service).await?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let feed = format!("{}/v1/desk/events/{event}/feed", service.origin);
    let bytes = Bytes::from(whole(&http, &feed, &key).await?);
    let lines = bytes.split(|byte| *byte == b'\n').count();
    assert!(lines > people, "everybody, and the ends of the parts");
    let memory = bare(bytes.clone()).await?;
    let (mut ours, mut base, mut rows, mut rendered) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let began = Instant::now();
        let streamed = read(&http, &memory, &key, |_| {}).await?;
        base.push(began.elapsed().as_secs_f64());
        assert_eq!(streamed, bytes.len());
        let began = Instant::now();
        let got = whole(&http, &feed, &key).await?.len();
        ours.push(began.elapsed().as_secs_f64());
        assert_eq!(got, bytes.len(), "the same bytes");
        rows.push(by_rows(&service, &event).await?);
        rendered.push(by_lines(&service, &event).await?);
    }
    let size = bytes.len();
    println!(
        "{}",
        json!({"people": people, "bytes": size, "ours": ours, "base": base, "rows": rows, "lines": rendered})
    );
    Ok(())
}

async fn crowd(service: &Service, event: &str, people: usize) -> Outcome<()> {
    let rows: Vec<String> = (0..people).map(|n| format!("Guest {n:06},guest{n}@example.org")).collect();
    let source = ImportSource::Bytes(format!("Name,Email\n{}\n", rows.join("\n")).into_bytes());
    import::run(&service.desk, event, source, ImportChoices::default(), untold()).await?;
    Ok(())
}

/// The key of a desk that reads this service's feeds.
async fn paired(service: &Service) -> Outcome<String> {
    let code = pairing::offer(&service.desk, DeviceRole::Owner).await?.code.grouped();
    let asked = json!({"code": code, "name": "Studio", "version": "1"});
    let told = service.post("/v1/pair", &asked).await.json();
    Ok(told["key"].as_str().ok_or("a key")?.to_owned())
}

/// All parts, one after the other on one connection, as a desk reads them.
async fn whole(http: &reqwest::Client, feed: &str, key: &str) -> Outcome<Vec<u8>> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let from = all.len();
        read(http, &format!("{feed}?after={after}"), key, |piece| all.extend_from_slice(piece)).await?;
        let last = all[from..].trim_ascii_end().rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let end: Value = serde_json::from_slice(last)?;
        after = end["end"]["cursor"].as_i64().ok_or("a cursor")?;
        if end["end"]["more"] != true {
            return Ok(all);
        }
    }
}

/// One answer to its end: how many bytes it was.
async fn read(http: &reqwest::Client, url: &str, key: &str, mut each: impl FnMut(&[u8])) -> Outcome<usize> {
    let mut answer = http.get(url).bearer_auth(key).send().await?.error_for_status()?;
    let mut count = 0;
    while let Some(piece) = answer.chunk().await? {
        count += piece.len();
        each(&piece);
    }
    Ok(count)
}

/// Where the least handler listens that streams them: they lie in memory.
async fn bare(bytes: Bytes) -> Outcome<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let same = |State(bytes): State<Bytes>| async move { bytes };
    let router = Router::new().route("/", get(same)).with_state(bytes);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// Seconds for the store's rows alone.
async fn by_rows(service: &Service, event: &str) -> Outcome<f64> {
    let (began, mut after) = (Instant::now(), 0);
    loop {
        let event = event.to_owned();
        let rows = service.desk.read(move |r| r.feed().after(&event, after, PART)).await?;
        match rows.last() {
            Some(last) => after = last.seq,
            None => return Ok(began.elapsed().as_secs_f64()),
        }
    }
}

/// Seconds with the lines that are made of them, not yet written down as JSON.
async fn by_lines(service: &Service, event: &str) -> Outcome<f64> {
    let (began, mut after) = (Instant::now(), 0);
    loop {
        let lines = publishing::feed(&service.desk, event, after, Some(PART)).await?;
        match serde_json::to_value(lines.last())?["end"].take() {
            end if end["more"] == true => after = end["cursor"].as_i64().ok_or("a cursor")?,
            _ => return Ok(began.elapsed().as_secs_f64()),
        }
    }
}
