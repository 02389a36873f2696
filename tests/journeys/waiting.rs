//! The queue for a place: in order, by itself, with a deadline; under a clock that moves, a rush, and power cuts.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::list::ListFilter;
use lectern_core::registration::register::{self, AddOutcome, NewRegistrant};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{change, list, person, queue, remove, ticket};
use lectern_domain::list_order::{ListOrder, OrderBy};
use lectern_domain::registration::{RegistrantStatus, Rules};
use lectern_tests::{Attendee, Organizer, Shifted, Stage, Terminal};
use serde_json::json;

async fn rules(organizer: &Organizer, event: &str, capacity: Option<u32>, rules: Rules) {
    let settings = RegistrationSettings { capacity, rules };
    settings::set(&organizer.desk, event, settings).await.expect("rules");
}

fn waitlist(offer_minutes: Option<u32>) -> Rules {
    Rules { waitlist: true, offer_minutes, ..Rules::default() }
}

/// `position name` of those who wait, and the names of those with a place or an offer.
async fn standing(organizer: &Organizer, event: &str, status: RegistrantStatus) -> Vec<String> {
    let filter = ListFilter {
        statuses: Some(vec![status]),
        order: Some(ListOrder { by: OrderBy::Queue, descending: false }),
        ..ListFilter::default()
    };
    let page = list::page(&organizer.desk, event, "", filter, 0, 500).await.expect("the list");
    page.rows.into_iter().map(|row| row.name).collect()
}

async fn id_of(organizer: &Organizer, event: &str, name: &str) -> String {
    // A host's guests are found by the host's address too.
    let mut rows = organizer.list(event, name).await.rows;
    rows.retain(|row| row.name.starts_with(name));
    assert_eq!(rows.len(), 1, "{name} is there once");
    rows.remove(0).id
}

async fn comes(organizer: &Organizer, event: &str, name: &str) -> AddOutcome {
    let email = format!("{}@example.org", name.to_lowercase());
    organizer.add(event, name, &email).await.expect("an answer")
}

/// Time passes, here and at the service.
async fn pass(stage: &Stage, clock: &Shifted, time: SignedDuration) {
    clock.advance(time);
    stage.order("clock", json!({"advanceSeconds": time.as_secs()})).await;
}

#[tokio::test]
async fn an_offer_that_nobody_takes_goes_to_the_next() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let event = organizer.event("One place", Some(1)).await;
    rules(&organizer, &event, Some(1), waitlist(Some(60))).await;
    comes(&organizer, &event, "Ana").await;
    let ben = comes(&organizer, &event, "Ben").await;
    assert!(matches!(ben, AddOutcome::Waitlisted { position: 1, .. }), "{ben:?}");
    let cleo = comes(&organizer, &event, "Cleo").await;
    assert!(matches!(cleo, AddOutcome::Waitlisted { position: 2, .. }), "{cleo:?}");
    assert_eq!(organizer.send().await.sent, 3);
    let ben = id_of(&organizer, &event, "Ben").await;
    assert!(ticket::show(&organizer.desk, &ben).await.is_err(), "no ticket before there is a place");

    let ana = id_of(&organizer, &event, "Ana").await;
    remove::remove(&organizer.desk, &event, vec![ana]).await.expect("removed");
    assert_eq!(standing(&organizer, &event, RegistrantStatus::Offered).await, ["Ben"], "at once, by itself");
    let late = comes(&organizer, &event, "Dan").await;
    assert!(
        matches!(late, AddOutcome::Waitlisted { position: 2, .. }),
        "an offered place is taken: {late:?}"
    );
    // Two mails: Ana is off the list, Ben has an offer. (And Dan waits.)
    assert_eq!(organizer.send().await.sent, 3);
    pass(&stage, &clock, SignedDuration::from_mins(59)).await;
    assert_eq!(queue::sweep(&organizer.desk).await.expect("swept"), 0, "not a minute early");
    pass(&stage, &clock, SignedDuration::from_mins(2)).await;
    assert_eq!(queue::sweep(&organizer.desk).await.expect("swept"), 1);
    assert_eq!(standing(&organizer, &event, RegistrantStatus::Offered).await, ["Cleo"], "the next one");
    let refused = queue::take_offer(&organizer.desk, &event, &ben).await.expect_err("too late");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused);
    let cleo = id_of(&organizer, &event, "Cleo").await;
    let taken = queue::take_offer(&organizer.desk, &event, &cleo).await.expect("in time");
    assert_eq!(taken.status, RegistrantStatus::Registered);
    let code = ticket::show(&organizer.desk, &cleo).await.expect("a ticket").code;
    Attendee::follow(&organizer.desk, &code).await.expect("it lets her in");
    organizer.send().await;
    told(&stage, &organizer, &ben).await;
    stage.close("an offer that nobody takes").await;
}

/// What each was told in the end, and that nobody without a place was told the way in.
async fn told(stage: &Stage, organizer: &Organizer, ben: &str) {
    let mails = stage.mail().await;
    let of = |to: &str| -> Vec<String> {
        let to = format!("{to}@example.org");
        let mine = mails.iter().filter(|mail| mail["to"] == to.as_str());
        mine.map(|mail| mail["subject"].as_str().unwrap_or_default().replace(": One place", "")).collect()
    };
    assert_eq!(of("ana"), ["You're registered", "You're no longer registered"]);
    assert_eq!(
        of("ben"),
        ["You're on the waitlist", "A place is free for you", "You're no longer registered"]
    );
    assert_eq!(
        of("cleo"),
        ["You're on the waitlist", "You're registered"],
        "the offer was taken before it was told: what is not so any more is not sent"
    );
    for mail in &mails {
        let text = mail["text"].as_str().unwrap_or_default();
        let admits = mail["subject"].as_str().unwrap_or_default().starts_with("You're registered");
        assert_eq!(
            text.contains("https://teams.microsoft.com"),
            admits,
            "the way in is for those with a place: {text}"
        );
    }
    let history = person::show(&organizer.desk, ben).await.expect("Ben").history;
    let steps: Vec<(&str, bool)> =
        history.iter().map(|entry| (entry.what.as_str(), entry.who == "Lectern")).collect();
    assert_eq!(
        steps,
        [("waitlisted", false), ("offered", true), ("offer-expired", true)],
        "each step, and whether a person took it: {history:?}"
    );
}

#[tokio::test]
async fn nobody_loses_a_place_they_never_heard_of() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let event = organizer.event("Not sent", Some(1)).await;
    rules(&organizer, &event, Some(1), waitlist(Some(60))).await;
    for name in ["Ana", "Ben", "Cleo"] {
        comes(&organizer, &event, name).await;
    }
    let ana = id_of(&organizer, &event, "Ana").await;
    remove::remove(&organizer.desk, &event, vec![ana]).await.expect("removed");
    pass(&stage, &clock, SignedDuration::from_hours(3)).await;
    queue::sweep(&organizer.desk).await.expect("swept");
    assert_eq!(
        standing(&organizer, &event, RegistrantStatus::Offered).await,
        ["Ben"],
        "the mail still waits"
    );
    organizer.send().await;
    pass(&stage, &clock, SignedDuration::from_mins(61)).await;
    queue::sweep(&organizer.desk).await.expect("swept");
    assert_eq!(standing(&organizer, &event, RegistrantStatus::Offered).await, ["Cleo"]);
    stage.close("an offer that was not sent").await;
}

#[tokio::test]
async fn a_larger_room_calls_the_queue_in_order_and_parties_stay_together() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Parties", Some(1)).await;
    rules(&organizer, &event, Some(2), Rules { guests: 2, ..waitlist(None) }).await;
    comes(&organizer, &event, "Ana").await;
    let party = NewRegistrant {
        name: "Ben".into(),
        email: "ben@example.org".into(),
        guests: Some(vec!["Bea".into(), "Bob \u{1F389}".into()]),
        ..NewRegistrant::default()
    };
    let refused = register::add(&organizer.desk, &event, party.clone()).await.expect("an answer");
    assert!(matches!(refused, AddOutcome::Full), "three never fit into two: {refused:?}");
    change::change(&organizer.desk, &event, Some(3)).await.expect("a larger room");
    let waits = register::add(&organizer.desk, &event, party).await.expect("an answer");
    assert!(matches!(waits, AddOutcome::Waitlisted { position: 1, .. }), "two places for three: {waits:?}");
    let behind = comes(&organizer, &event, "Cleo").await;
    assert!(matches!(behind, AddOutcome::Waitlisted { position: 2, .. }), "nobody passes: {behind:?}");
    change::change(&organizer.desk, &event, Some(4)).await.expect("a larger room");
    let mut seated = standing(&organizer, &event, RegistrantStatus::Registered).await;
    seated.sort();
    assert_eq!(seated, ["Ana", "Bea", "Ben", "Bob \u{1F389}"], "the whole party, each with a place");
    let cleo = id_of(&organizer, &event, "Cleo").await;
    let front = queue::promote(&organizer.desk, &event, &cleo).await.expect("to the front");
    assert_eq!(
        (front.status, front.position),
        (RegistrantStatus::Waitlisted, Some(1)),
        "but no place is made"
    );
    let codes: BTreeSet<String> = {
        let mut codes = BTreeSet::new();
        for name in ["Ben", "Bea", "Bob"] {
            let id = id_of(&organizer, &event, name).await;
            codes.insert(ticket::show(&organizer.desk, &id).await.expect("a ticket of their own").code);
        }
        codes
    };
    assert_eq!(codes.len(), 3);
    let bea = id_of(&organizer, &event, "Bea").await;
    remove::remove(&organizer.desk, &event, vec![bea]).await.expect("one guest stays at home");
    assert_eq!(standing(&organizer, &event, RegistrantStatus::Waitlisted).await, Vec::<String>::new());
    let ben = id_of(&organizer, &event, "Ben").await;
    let gone = remove::remove(&organizer.desk, &event, vec![ben]).await.expect("removed");
    assert_eq!(gone.removed, 1);
    assert_eq!(
        standing(&organizer, &event, RegistrantStatus::Registered).await,
        ["Ana", "Cleo"],
        "guests go with their host"
    );
    organizer.send().await;
    let to_ben: Vec<String> = stage
        .mail()
        .await
        .iter()
        .filter(|mail| mail["to"] == "ben@example.org")
        .map(|mail| mail["subject"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(to_ben, Vec::<String>::new(), "who was off the list again before anything left hears nothing");
    stage.close("parties").await;
}

#[tokio::test]
async fn a_list_from_elsewhere_waits_in_its_own_order() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Imported", Some(2)).await;
    rules(&organizer, &event, Some(2), waitlist(None)).await;
    let names = ["Zoe", "Yan", "Xia", "Ada", "Mia"];
    let rows: Vec<String> = names.iter().map(|name| format!("{name},{name}@example.org")).collect();
    let report =
        organizer.import(&event, &format!("Name,E-mail\n{}\n", rows.join("\n"))).await.expect("imported");
    assert_eq!((report.imported, report.error_count), (5, 0), "who waits is on the list too: {report:?}");
    let waiting = standing(&organizer, &event, RegistrantStatus::Waitlisted).await;
    assert_eq!(waiting, names[2..], "in the order of the file, not of the alphabet");
    let ids: Vec<String> = organizer.list(&event, "").await.rows.into_iter().map(|row| row.id).collect();
    remove::remove(&organizer.desk, &event, ids).await.expect("everybody leaves at once");
    assert_eq!(standing(&organizer, &event, RegistrantStatus::Registered).await, Vec::<String>::new());
    assert_eq!(organizer.send().await.sent, 0, "and nothing was ever said to them");
    stage.close("an imported queue").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_race_for_the_last_seven_places() {
    let stage = Stage::open().await;
    let organizer = Arc::new(Organizer::at(&stage).await);
    let event = organizer.event("Rush", Some(7)).await;
    rules(&organizer, &event, Some(7), waitlist(None)).await;
    let mut racing = tokio::task::JoinSet::new();
    for n in 0..200 {
        let (organizer, event) = (Arc::clone(&organizer), event.clone());
        racing.spawn(async move { organizer.add(&event, "Racer", &format!("racer{n}@example.org")).await });
    }
    let (mut seated, mut positions) = (0, BTreeSet::new());
    while let Some(done) = racing.join_next().await {
        match done.expect("no panic").expect("an answer") {
            AddOutcome::Registered { .. } => seated += 1,
            AddOutcome::Waitlisted { position, .. } => {
                assert!(positions.insert(position), "{position} twice");
            }
            other => panic!("seven places and a queue: {other:?}"),
        }
    }
    assert_eq!(seated, 7, "never one more than there are chairs");
    assert_eq!(positions, (1..=193).collect(), "each with a place in the queue of their own");
    let page = organizer.list(&event, "").await;
    assert_eq!(page.total, 200);
    stage.close("a rush").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_of_a_promotion() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Power cuts", Some(6)).await;
    rules(&organizer, &event, Some(6), waitlist(Some(60))).await;
    for n in 0..14 {
        comes(&organizer, &event, &format!("Guest{n:02}")).await;
    }
    let terminal = Terminal::at(&stage, organizer.dir());
    let began = Instant::now();
    terminal.run(&["registrants", "list", "--event", &event]).await.json();
    let (whole, mut kills) = (began.elapsed(), 0_u32);
    for n in 0..6_u32 {
        let id = id_of(&organizer, &event, &format!("Guest{n:02}")).await;
        let part = 0.4 + 0.14 * f64::from(n);
        let words = ["registrants", "cancel", "--event", &event, &id];
        kills += u32::from(terminal.killed_after(&words, whole.mul_f64(part)).await);
        let seated = standing(&organizer, &event, RegistrantStatus::Registered).await.len();
        let offered = standing(&organizer, &event, RegistrantStatus::Offered).await;
        assert_eq!(seated + offered.len(), 6, "cancelled and given on, or neither: {offered:?}");
        let expected: Vec<String> = (6..6 + offered.len()).map(|n| format!("Guest{n:02}")).collect();
        let mut offered = offered;
        offered.sort();
        assert_eq!(offered, expected, "in the order of the queue");
        let told = organizer.outbox(&event).await.rows.into_iter();
        let told = told.filter(|row| row.subject.starts_with("A place is free")).count();
        assert_eq!(told, expected.len(), "each offer with its message, in the same transaction");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(kills > 0, "a sweep in which nothing was killed proves nothing");
    stage.close("killed at any moment of a promotion").await;
}

/// What the plainest list does: people in the order of their coming, and the rules in a few lines.
struct Model {
    capacity: Option<usize>,
    people: Vec<(String, RegistrantStatus)>,
    /// Names in the order of the queue.
    queue: Vec<String>,
}

impl Model {
    fn held(&self) -> usize {
        self.people.iter().filter(|(_, status)| status.holds_place()).count()
    }

    fn set(&mut self, name: &str, status: RegistrantStatus) {
        self.queue.retain(|waiting| waiting != name);
        if status == RegistrantStatus::Waitlisted {
            self.queue.push(name.to_owned());
        }
        match self.people.iter_mut().find(|(known, _)| known == name) {
            Some(person) => person.1 = status,
            None => self.people.push((name.to_owned(), status)),
        }
    }

    fn comes(&mut self, name: &str) {
        let room = self.capacity.is_none_or(|capacity| self.held() < capacity);
        let next = if room && self.queue.is_empty() {
            RegistrantStatus::Registered
        } else {
            RegistrantStatus::Waitlisted
        };
        // With no chair at all, nobody could ever be seated.
        if self.capacity != Some(0) || next == RegistrantStatus::Registered {
            self.set(name, next);
        }
    }

    fn fill(&mut self) {
        while !self.queue.is_empty() && self.capacity.is_none_or(|capacity| self.held() < capacity) {
            let next = self.queue[0].clone();
            self.set(&next, RegistrantStatus::Offered);
        }
    }

    fn some(&self, seed: u64, status: RegistrantStatus) -> Option<String> {
        let found: Vec<&String> =
            self.people.iter().filter(|(_, stands)| *stands == status).map(|(name, _)| name).collect();
        let size = u64::try_from(found.len()).unwrap_or_default();
        (size > 0).then(|| found[usize::try_from(seed % size).unwrap_or_default()].clone())
    }
}

/// One act by chance, on the real list and on the plain one.
async fn act(organizer: &Organizer, event: &str, model: &mut Model, n: u64, seed: u64) -> String {
    let choice = seed % 10;
    let pick = seed / 10;
    match choice {
        0..=3 => {
            let name = format!("Guest{n:03}");
            comes(organizer, event, &name).await;
            model.comes(&name);
            format!("{name} comes")
        }
        4 | 5 => {
            let status =
                [RegistrantStatus::Registered, RegistrantStatus::Waitlisted, RegistrantStatus::Offered];
            let Some(name) = model.some(pick, status[usize::try_from(pick % 3).unwrap_or_default()]) else {
                return "nobody to cancel".into();
            };
            let id = id_of(organizer, event, &name).await;
            remove::remove(&organizer.desk, event, vec![id]).await.expect("removed");
            model.set(&name, RegistrantStatus::Cancelled);
            model.fill();
            format!("{name} leaves")
        }
        6 | 7 => {
            let Some(name) = model.some(pick, RegistrantStatus::Offered) else { return "no offer".into() };
            let id = id_of(organizer, event, &name).await;
            queue::take_offer(&organizer.desk, event, &id).await.expect("taken");
            model.set(&name, RegistrantStatus::Registered);
            format!("{name} accepts")
        }
        8 => {
            let capacity = (!pick.is_multiple_of(7)).then_some(usize::try_from(pick % 5).unwrap_or_default());
            let places = capacity.map(|places| u32::try_from(places).unwrap_or_default());
            change::change(&organizer.desk, event, places).await.expect("resized");
            model.capacity = capacity;
            model.fill();
            format!("{capacity:?} places")
        }
        _ => {
            let Some(name) = model.some(pick, RegistrantStatus::Cancelled) else {
                return "nobody left".into();
            };
            comes(organizer, event, &name).await;
            let before = model.people.iter().find(|(known, _)| *known == name).map(|(_, status)| *status);
            model.comes(&name);
            format!("{name} ({before:?}) comes again")
        }
    }
}

/// The real list, step by step, against the plainest one there is.
#[tokio::test]
async fn any_history_ends_where_a_plain_list_ends() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    for mut seed in [0x0dd_5eed_u64, 0x1ec7_e125, 0xfade_d00d, 0x0bad_cafe] {
        let event = organizer.event(&format!("History {seed:x}"), Some(3)).await;
        rules(&organizer, &event, Some(3), waitlist(Some(60))).await;
        let mut model = Model { capacity: Some(3), people: Vec::new(), queue: Vec::new() };
        let mut story = Vec::new();
        for n in 0..45 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            story.push(act(&organizer, &event, &mut model, n, seed).await);
            let mut expected = model.people.clone();
            expected.sort_by(|one, other| one.0.cmp(&other.0));
            let page = organizer.list(&event, "").await;
            let real: Vec<(String, RegistrantStatus)> =
                page.rows.into_iter().map(|row| (row.name, row.status)).collect();
            assert_eq!(real, expected, "after {story:?}");
            assert_eq!(
                standing(&organizer, &event, RegistrantStatus::Waitlisted).await,
                model.queue,
                "after {story:?}"
            );
        }
    }
    stage.close("histories").await;
}
