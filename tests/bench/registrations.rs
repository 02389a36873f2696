//! A whole reading of a webinar's list of 50,000 registrations (read, kept page by page) against the sandbox at 50 ms
//! latency, beside the floor: the same pages fetched one after the other and only looked into for the link to the next.
//! Prints one JSON object.
//!
//! The limit of 750 reads in 30 s is switched off in the sandbox: both readings together are more than that, and what is
//! measured is the reading, not the waiting. The desk keeps its own limit; its 500 pages stay below it.
//!
//! `cargo run --release -p lectern-tests --example registrations_bench [people [runs]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::time::Instant;

use lectern_core::Chance;
use lectern_core::virtual_events::create::{self, NewVirtualEvent};
use lectern_core::virtual_events::credential::{self, EventsApplication};
use lectern_core::virtual_events::registrations::{self, Wanted};
use lectern_core::virtual_events::{Audience, EventKind, publish};
use lectern_domain::secret::Secret;
use lectern_tests::{Organizer, Stage};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const SERVICE: &str = "c2a97e54-6b1d-4f08-93e6-d51c7a80b2f9";
const SECRET: &str = "sandbox~only~service~secret~of~contoso~events";
const LATENCY_MS: u64 = 50;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1).map(|number| number.parse::<u32>());
    let people = given.next().transpose()?.unwrap_or(50_000);
    let runs = given.next().transpose()?.unwrap_or(3);
    let stage =
        Stage::with(json!({"virtualEventReads": 0, "virtualEventWrites": 0, "webinarCapacity": 0})).await;
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    let stranger = Stranger::of(&stage).await?;
    let (mut ours, mut floor, mut pages) = (Vec::new(), Vec::new(), 0);
    // The first, short one warms connections and the allocator, and is not counted.
    for run in 0..=runs {
        let people = if run == 0 { people.min(2_000) } else { people };
        let organizer = Organizer::at(&stage).await;
        let (id, graph_id) = full(&stage, &organizer, people).await?;
        stage.order("switches", json!({"virtualEventLatencyMs": LATENCY_MS})).await;
        let started = Instant::now();
        let read = registrations::read(&organizer.desk, &id, registrations::untold()).await?;
        let mine = millis(started);
        let (theirs, fetched) = stranger.pages(&graph_id).await?;
        stage.order("switches", json!({"virtualEventLatencyMs": 0})).await;
        assert_eq!((read.pages, read.people), (fetched, people), "both ways must fetch the same pages");
        let kept = registrations::show(&organizer.desk, &id, Wanted::default(), 0, 1).await?;
        assert_eq!(kept.matching, people, "and everybody must be kept");
        if run > 0 {
            ours.push(mine);
            floor.push(theirs);
        }
        pages = fetched;
    }
    println!("{}", json!({"people": people, "pages": pages, "ours": ours, "floor": floor}));
    Ok(())
}

/// A published webinar with so many on its list, and the application's credential at this desk.
async fn full(stage: &Stage, organizer: &Organizer, people: u32) -> Outcome<(String, String)> {
    let form = organizer.draft("Fifty thousand");
    let draft = NewVirtualEvent {
        kind: EventKind::Webinar,
        title: form.title,
        description: form.description,
        start: form.start,
        end: form.end,
        zone: form.zone,
        fold: None,
        audience: Audience::Everyone,
        attendee_mail: false,
        setup: None,
        draft_id: Chance.uuid().to_string(),
    };
    let made = create::create(&organizer.desk, draft).await?;
    let event = publish::publish(&organizer.desk, &made.summary.id).await?;
    let graph_id = event.event_id.ok_or("Teams has no id for it")?;
    stage.order(&format!("virtual-events/{graph_id}/registrations"), json!({"count": people})).await;
    let grant = json!({"app": SERVICE, "event": graph_id, "permissions": ["VirtualEvent.Read.Chat"]});
    stage.order("grants/rsc", grant).await;
    let application = EventsApplication { tenant: stage.endpoints().tenant_id, client_id: SERVICE.into() };
    credential::set(&organizer.desk, application, Secret::new(SECRET.into())).await?;
    Ok((event.summary.id, graph_id))
}

/// Somebody with the application's token and none of our code.
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
    async fn of(stage: &Stage) -> Outcome<Self> {
        let http = reqwest::Client::builder().build()?;
        let services: Value = http.get(stage.control()).send().await?.error_for_status()?.json().await?;
        let address = |name: &str| services["services"][name].as_str().unwrap_or_default().to_owned();
        let (entra, graph) = (address("entra"), address("graph"));
        let scope = format!("{graph}/.default");
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", SERVICE),
            ("client_secret", SECRET),
            ("scope", &scope),
        ];
        let url = format!("{entra}/{}/oauth2/v2.0/token", stage.endpoints().tenant_id);
        let told: Value = http.post(url).form(&form).send().await?.error_for_status()?.json().await?;
        Ok(Self { token: told["access_token"].as_str().ok_or("no token")?.to_owned(), http, graph })
    }

    /// Milliseconds of the pages one after the other, and how many they are.
    async fn pages(&self, event: &str) -> Outcome<(f64, u32)> {
        let first = format!("{}/v1.0/solutions/virtualEvents/webinars/{event}/registrations", self.graph);
        let (mut next, mut pages) = (Some(first), 0);
        let started = Instant::now();
        while let Some(url) = next {
            let request = self.http.get(url).bearer_auth(&self.token);
            let body = request.send().await?.error_for_status()?.bytes().await?;
            next = serde_json::from_slice::<Links>(&body)?.next;
            pages += 1;
        }
        Ok((millis(started), pages))
    }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
