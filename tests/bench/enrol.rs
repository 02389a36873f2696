//! Ten thousand people enrolled in a webinar on a simulated clock, by processes of which twenty are killed at moments
//! that chance chooses; beside the least time that Teams' limit of writes allows. As one JSON object.
//!
//! `cargo run --release -p lectern-tests --example enrol_bench [people [kills [seed]]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileKind};
use lectern_core::sign_in::device_code;
use lectern_core::virtual_events::create::{self, NewVirtualEvent};
use lectern_core::virtual_events::credential::{self, EventsApplication};
use lectern_core::virtual_events::{Audience, EventKind, enrol, people, publish};
use lectern_core::{Chance, Clock};
use lectern_domain::secret::Secret;
use lectern_sandbox::{Options, Sandbox, Switches};
use lectern_tests::Simulated;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const SERVICE: &str = "c2a97e54-6b1d-4f08-93e6-d51c7a80b2f9";
const SECRET: &str = "sandbox~only~service~secret~of~contoso~events";
const WRITES: u64 = 15;
const WINDOW_SECONDS: u64 = 30;
/// No run may hang for ever.
const PATIENCE: Duration = Duration::from_mins(20);

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, profile, control, event, list] = arguments.as_slice()
        && word == "work"
    {
        return work(Path::new(profile), control, event, list.into()).await;
    }
    let number = |at: usize, otherwise| arguments.get(at).map_or(Ok(otherwise), |text| text.parse());
    let (count, kills, seed) = (number(0, 10_000)?, number(1, 20)?, number(2, 7)?);
    // Ten thousand are more than a webinar holds by the basic licence.
    let switches = Switches { device_code_interval: 0, webinar_capacity: 0, ..Switches::default() };
    let sandbox = Sandbox::start(Options { switches: Some(switches), ..Options::default() }).await?;
    let endpoints = SandboxEndpoints::discover(&sandbox.ready().control).await?;
    let folder = tempfile::tempdir()?;
    let place = folder.path().join("profile");
    let (event, graph_id) = prepare(&place, &endpoints).await?;
    let list = folder.path().join("people.csv");
    let rows: Vec<String> = (1..=count).map(|n| format!("Guest{n},Outside,guest{n}@example.org")).collect();
    std::fs::write(&list, format!("First name,Last name,Email\n{}\n", rows.join("\n")))?;
    let began = time(&endpoints).await?;
    let before = requests(&endpoints).await?;
    let started = Instant::now();
    let mut dice = Dice(seed);
    let mut killed = 0;
    loop {
        assert!(started.elapsed() < PATIENCE, "the enrolment does not come to its end");
        let mut child = tokio::process::Command::new(std::env::current_exe()?)
            .arg("work")
            .args([&place, &PathBuf::from(&sandbox.ready().control)])
            .arg(&event)
            .arg(&list)
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if killed < kills {
            // Long enough to come to something, short enough to be in the middle of it.
            tokio::time::sleep(Duration::from_millis(300 + dice.below(2_500))).await;
            if child.try_wait()?.is_none() {
                child.kill().await?;
                killed += 1;
                continue;
            }
        }
        let end = child.wait().await?;
        assert!(end.success(), "a run that nobody killed must end well: {end}");
        break;
    }
    let simulated = time(&endpoints).await?.duration_since(began).as_secs();
    let (asked, refused) = requests(&endpoints).await?;
    let listed = registered(&endpoints, &graph_id).await?;
    sandbox.stop().await;
    assert_eq!(listed, count, "everybody is there, and nobody twice");
    let floor = (count.div_ceil(WRITES) - 1) * WINDOW_SECONDS;
    println!(
        "{}",
        json!({"people": count, "kills": killed, "simulatedSeconds": simulated, "floorSeconds": floor,
            "asked": asked - before.0, "refused": refused - before.1, "listed": listed,
            "realSeconds": started.elapsed().as_secs_f64()})
    );
    Ok(())
}

/// What the window and the terminal call, in a process of its own.
async fn work(profile: &Path, control: &str, event: &str, list: PathBuf) -> Outcome<()> {
    let endpoints = SandboxEndpoints::discover(control).await?;
    let desk = desk(Profile::open(profile)?, &endpoints).await?;
    let people = people::read(list).await?;
    let told = enrol::enrol(&desk, event, &people, enrol::untold()).await?;
    assert_eq!(told.stopped, None, "nothing stops it");
    assert_eq!(told.enrolled, people.len(), "everybody is enrolled");
    assert!(told.people.iter().all(|person| person.join_url.is_some()), "each with a link of their own");
    Ok(())
}

async fn desk(profile: Profile, endpoints: &SandboxEndpoints) -> Outcome<Desk> {
    let options = DeskOptions {
        profile,
        passphrase: None,
        sandbox: Some(endpoints.clone()),
        clock: Arc::new(Simulated::of(endpoints).await) as Arc<dyn Clock>,
        chance: Chance,
        browser: lectern_core::companion::browser::BrowserChoice::None,
    };
    Ok(Desk::open(options).await?)
}

/// A published webinar, and the application's credential on this machine.
async fn prepare(place: &Path, endpoints: &SandboxEndpoints) -> Outcome<(String, String)> {
    let kind = ProfileKind::Sandbox;
    let new = NewProfile { name: "Bench".into(), kind, key_place: KeyPlace::Folder, registration: None };
    let desk = desk(Profile::create(place, new, Chance)?, endpoints).await?;
    order(endpoints, "grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await?;
    let (shown, flow) = device_code::start(&desk).await?;
    device_code::approve_in_sandbox(&desk, &shown.user_code).await?;
    device_code::wait(&desk, flow).await;
    let day = Timestamp::from_second((desk.now().as_second() / 86_400 + 7) * 86_400)?.strftime("%Y-%m-%d");
    let draft = NewVirtualEvent {
        kind: EventKind::Webinar,
        title: "Ten thousand".into(),
        description: String::new(),
        start: format!("{day}T14:00"),
        end: format!("{day}T15:00"),
        zone: "Europe/Berlin".into(),
        fold: None,
        audience: Audience::Everyone,
        attendee_mail: false,
        setup: None,
        draft_id: Chance.uuid().to_string(),
    };
    let made = create::create(&desk, draft).await?;
    let event = publish::publish(&desk, &made.summary.id).await?;
    let graph_id = event.event_id.ok_or("Teams has no id for it")?;
    order(endpoints, &format!("virtual-events/{graph_id}/configuration"), json!({"capacity": 20_000}))
        .await?;
    let permissions = ["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat"];
    let grant = json!({"app": SERVICE, "event": graph_id, "permissions": permissions});
    order(endpoints, "grants/rsc", grant).await?;
    let application = EventsApplication { tenant: endpoints.tenant_id.clone(), client_id: SERVICE.into() };
    credential::set(&desk, application, Secret::new(SECRET.into())).await?;
    Ok((event.summary.id, graph_id))
}

async fn order(endpoints: &SandboxEndpoints, path: &str, body: Value) -> Outcome<()> {
    let http = reqwest::Client::builder().build()?;
    http.post(endpoints.control(path)).json(&body).send().await?.error_for_status()?;
    Ok(())
}

async fn time(endpoints: &SandboxEndpoints) -> Outcome<Timestamp> {
    let told = endpoints.ask("clock").await?;
    Ok(told["now"].as_str().ok_or("no time")?.parse()?)
}

/// How many requests for virtual events came, and how many of them too early.
async fn requests(endpoints: &SandboxEndpoints) -> Outcome<(u64, u64)> {
    let told = endpoints.ask("virtual-events").await?;
    let number = |name: &str| told["requests"][name].as_u64().ok_or("no number");
    Ok((number("asked")?, number("refused")?))
}

async fn registered(endpoints: &SandboxEndpoints, event: &str) -> Outcome<u64> {
    let told = endpoints.ask("virtual-events").await?;
    let events = told["events"].as_array().ok_or("no list")?;
    let found = events.iter().find(|one| one["id"] == event).ok_or("no event")?;
    Ok(found["registrations"]["registered"].as_u64().ok_or("no number")?)
}

/// The same moments in each run of the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
