//! A whole reading of a calendar of 2,000 events (delta, read, kept page by page) against the sandbox at 50 ms latency,
//! beside the floor: the same pages fetched one after the other and only looked into for the link to the next. Prints one
//! JSON object.
//!
//! `cargo run --release -p lectern-tests --example calendar_bench [events [runs]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileKind};
use lectern_core::scheduling::calendar::sync;
use lectern_core::sign_in::device_code;
use lectern_core::{Chance, Clock, SystemClock};
use lectern_sandbox::{Options, Sandbox, Switches};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const LATENCY_MS: u64 = 50;
/// As many as our own reading asks for, so that both fetch the same pages.
const PREFER: &str = "IdType=\"ImmutableId\", odata.maxpagesize=200";

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let events = given.next().transpose()?.unwrap_or(2_000);
    let runs = given.next().transpose()?.unwrap_or(10);
    let switches = Switches { device_code_interval: 0, outlook_latency_ms: 0, ..Switches::default() };
    let sandbox = Sandbox::start(Options { switches: Some(switches), ..Options::default() }).await?;
    let ready = sandbox.ready().clone();
    let endpoints = SandboxEndpoints::discover(&ready.control).await?;
    let http = reqwest::Client::builder().build()?;
    let stranger = Stranger { token: token(&http, &ready).await?, graph: ready.graph.clone(), http };
    stranger.fill(events).await?;
    stranger.order(&ready.control, "switches", json!({"outlookLatencyMs": LATENCY_MS})).await?;
    let folder = tempfile::tempdir()?;
    let (mut ours, mut floor, mut pages) = (Vec::new(), Vec::new(), 0);
    // The first run warms connections and the allocator, and is not counted.
    for run in 0..=runs {
        let (mine, read) =
            through_the_desk(&folder.path().join(format!("profile-{run}")), events, &endpoints).await?;
        let (theirs, fetched) = stranger.pages().await?;
        assert_eq!(read, fetched, "both ways must fetch the same pages");
        if run > 0 {
            ours.push(mine);
            floor.push(theirs);
        }
        pages = fetched;
    }
    sandbox.stop().await;
    println!("{}", json!({"events": events, "pages": pages, "ours": ours, "floor": floor}));
    Ok(())
}

/// Somebody with a token and none of our code.
struct Stranger {
    http: reqwest::Client,
    token: String,
    graph: String,
}

#[derive(Deserialize)]
struct Links {
    #[serde(rename = "value")]
    _value: IgnoredAny,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

impl Stranger {
    async fn fill(&self, events: usize) -> Outcome<()> {
        let now = SystemClock.now();
        for n in 0..events {
            let start = now.checked_add(SignedDuration::from_hours(24 + i64::try_from(n)? * 3))?;
            let at = |at: Timestamp| json!({"dateTime": at.strftime("%Y-%m-%dT%H:00:00").to_string(), "timeZone": "UTC"});
            let event = json!({
                "subject": format!("Event {n}"), "isOnlineMeeting": true, "onlineMeetingProvider": "teamsForBusiness",
                "body": {"contentType": "text", "content": "Doors open ten minutes early."},
                "start": at(start), "end": at(start.checked_add(SignedDuration::from_hours(1))?),
            });
            let request = self.http.post(format!("{}/v1.0/me/events", self.graph)).bearer_auth(&self.token);
            request.json(&event).send().await?.error_for_status()?;
        }
        Ok(())
    }

    async fn order(&self, control: &str, path: &str, body: Value) -> Outcome<()> {
        self.http.post(format!("{control}/{path}")).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// Milliseconds of the pages one after the other, and how many they are.
    async fn pages(&self) -> Outcome<(f64, u32)> {
        let day = SystemClock.now().strftime("%Y-%m-%dT00:00:00Z").to_string();
        let today: Timestamp = day.parse()?;
        let bound = |days: i64| today.checked_add(SignedDuration::from_hours(24 * days));
        let (from, until) = (bound(-30)?, bound(400)?);
        let first = format!("/v1.0/me/calendarView/delta?startDateTime={from}&endDateTime={until}");
        let (mut next, mut pages) = (Some(format!("{}{first}", self.graph)), 0);
        let started = Instant::now();
        while let Some(url) = next {
            let request = self.http.get(url).bearer_auth(&self.token).header("prefer", PREFER);
            let body = request.send().await?.error_for_status()?.bytes().await?;
            next = serde_json::from_slice::<Links>(&body)?.next;
            pages += 1;
        }
        Ok((millis(started), pages))
    }
}

/// By the device flow, approved at the control door.
async fn token(http: &reqwest::Client, ready: &lectern_sandbox::Ready) -> Outcome<String> {
    let entra = |path: &str| format!("{}/{}/oauth2/v2.0/{path}", ready.entra, ready.tenant_id);
    let scope = "Calendars.ReadWrite offline_access";
    let form = [("client_id", ready.client_id.as_str()), ("scope", scope)];
    let code: Value =
        http.post(entra("devicecode")).form(&form).send().await?.error_for_status()?.json().await?;
    let text = |name: &str| code[name].as_str().unwrap_or_default().to_owned();
    let approve = format!("{}/device-codes/{}/approve", ready.control, text("user_code"));
    http.post(approve).json(&json!({})).send().await?.error_for_status()?;
    let device_code = text("device_code");
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", ready.client_id.as_str()),
        ("device_code", &device_code),
    ];
    let told: Value = http.post(entra("token")).form(&form).send().await?.error_for_status()?.json().await?;
    Ok(told["access_token"].as_str().ok_or("no token")?.to_owned())
}

/// Milliseconds of the use case that the window and the terminal call, on a profile made beforehand.
async fn through_the_desk(dir: &Path, events: usize, sandbox: &SandboxEndpoints) -> Outcome<(f64, u32)> {
    let new = NewProfile {
        name: "Bench".into(),
        kind: ProfileKind::Sandbox,
        key_place: KeyPlace::Folder,
        registration: None,
    };
    let options = DeskOptions {
        profile: Profile::create(dir, new, Chance)?,
        passphrase: None,
        sandbox: Some(sandbox.clone()),
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: lectern_core::companion::browser::BrowserChoice::None,
    };
    let desk = Desk::open(options).await?;
    let (shown, flow) = device_code::start(&desk).await?;
    device_code::approve_in_sandbox(&desk, &shown.user_code).await?;
    device_code::wait(&desk, flow).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let started = Instant::now();
    let report = sync::sync(&desk, true).await?;
    let took = millis(started);
    // With what the sandbox has from the start.
    assert!(usize::try_from(report.entries)? >= events, "every event must be kept: {}", report.entries);
    assert!(report.calendar.offers.len() >= events, "and offered: {}", report.calendar.offers.len());
    Ok((took, report.pages))
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
