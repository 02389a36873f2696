//! A service around the clock: it sends, gives places on and reads by itself, one process at a time; and of a desk and a
//! service that both know an event, one sends.

use std::sync::Arc;
use std::time::Duration;

use lectern_core::SystemClock;
use lectern_core::error::DeskError;
use lectern_core::messages::lease::{self, Given};
use lectern_core::messages::run::RunReport;
use lectern_core::serving::clockwork;
use lectern_core::serving::publication::{self, PageLook};
use lectern_core::virtual_events::registrations::{self, Wanted};
use lectern_tests::{Organizer, Served, Stage};
use serde_json::json;

use crate::webinar_people::trusted;
use crate::webinars::{agreed, published, unlimited};

/// How often Teams' list of a webinar was asked for.
async fn readings(stage: &Stage) -> usize {
    stage.calls("GET", "/registrations").await.len()
}

async fn eventually(what: &str, mut there: impl AsyncFnMut() -> bool) {
    for _ in 0..240 {
        if there().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("in a minute there was no {what}");
}

#[tokio::test]
async fn what_is_planned_leaves_by_itself_and_leads_to_the_service() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Briefing", None).await;
    publication::open_here(&organizer.desk, &event, "briefing", &PageLook::default()).await.expect("open");
    let dir = organizer.dir().to_owned();
    let served = Served::on(Arc::new(organizer.into_desk())).await;
    let running = clockwork::start(&served.desk);
    // A terminal beside it, on the same data.
    let beside = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    beside.add(&event, "Ada", "ada@guests.example").await.expect("registered");
    eventually("mail", async || !stage.mail().await.is_empty()).await;
    let mails = stage.mail().await;
    assert_eq!(mails.len(), 1, "once: {mails:?}");
    let text = mails[0].to_string();
    let link = format!("{}/j/", served.running.origin);
    assert!(text.contains(&link), "the link leads to the service, not to a scheme: {text}");
    assert!(!text.contains("lectern-sandbox://"), "{text}");
    running.stop().await;
    beside.add(&event, "Bob", "bob@guests.example").await.expect("registered");
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(stage.mail().await.len(), 1, "what is stopped sends nothing");
}

#[tokio::test]
async fn of_two_processes_one_does_it_and_the_other_takes_over() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Briefing", None).await;
    let dir = organizer.dir().to_owned();
    let (first, second) = (
        Arc::new(Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await.into_desk()),
        Arc::new(Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await.into_desk()),
    );
    let (one, other) = (clockwork::start(&first), clockwork::start(&second));
    organizer.guests(&event, 20).await;
    eventually("twenty mails", async || stage.mail().await.len() >= 20).await;
    one.stop().await;
    organizer.add(&event, "Late", "late@guests.example").await.expect("registered");
    eventually("one more", async || stage.mail().await.len() > 20).await;
    assert_eq!(stage.mail().await.len(), 21, "each once");
    other.stop().await;
}

#[tokio::test]
async fn an_event_that_was_given_away_is_silent_here() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (given, kept) = (organizer.event("Given", None).await, organizer.event("Kept", None).await);
    for event in [&given, &kept] {
        organizer.guests(event, 3).await;
    }
    let (id, now) = (given.clone(), organizer.desk.now());
    let gone = organizer.desk.write(move |w| Ok::<_, DeskError>(lease::give(w, &id, now)?)).await;
    assert_eq!(gone.expect("written"), Given::Gone);
    let report = organizer.send().await;
    assert_eq!(report.sent, 3, "the other event's: {report:?}");
    assert_eq!(stage.mail().await.len(), 3);
    let again: RunReport = organizer.send().await;
    assert_eq!(again.sent, 0, "nothing is due, so a run ends: {again:?}");
    let id = given.clone();
    organizer.desk.write(move |w| Ok::<_, DeskError>(lease::take(w, &id)?)).await.expect("taken");
    assert_eq!(organizer.send().await.sent, 3, "they come back with the lease");
}

#[tokio::test]
async fn what_is_on_its_way_is_not_given_away() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Briefing", None).await;
    organizer.guests(&event, 1).await;
    let channel = organizer.outbox(&event).await.rows[0].channel;
    let now = organizer.desk.now();
    let claim = move |w: &lectern_store::Writer<'_>| {
        Ok::<_, DeskError>(w.messages().claim_next(now, "outbox", 120, channel)?)
    };
    assert!(organizer.desk.write(claim).await.expect("written").is_some());
    let id = event.clone();
    let refused = organizer.desk.write(move |w| Ok::<_, DeskError>(lease::give(w, &id, now)?)).await;
    assert_eq!(refused.expect("written"), Given::UnderWay(1), "only here can be learnt what became of it");
}

/// Nobody presses a button at a service: who registered on Teams' own page is known here soon, by the application's
/// credential. A desk with the same webinar asks for its list when its organizer does, and not by itself.
#[tokio::test]
async fn teams_lists_are_read_by_one_service_and_by_no_desk() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let event = published(&organizer, "Listed").await;
    let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
    trusted(&stage, &organizer, &graph_id).await;
    let visitor = json!({"firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.org"});
    stage.order(&format!("virtual-events/{graph_id}/visitors"), visitor).await;
    let dir = organizer.dir().to_owned();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(readings(&stage).await, 0, "an open desk asks for nothing by itself");
    let first = Arc::new(organizer.into_desk());
    let second = Arc::new(Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await.into_desk());
    let (one, other) = (clockwork::start(&first), clockwork::start(&second));
    let listed = async || {
        let wanted = Wanted { query: "ada".into(), status: None };
        registrations::show(&first, &id, wanted, 0, 9).await.expect("shown").matching
    };
    eventually("Ada on the list", async || listed().await == 1).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(readings(&stage).await, 1, "by one of the two processes, once in five minutes");
    one.stop().await;
    other.stop().await;
    stage.close("Teams' list around the clock").await;
}
