//! Webinars and town halls: agreed to, made once, changed, published, called off; and every refusal on the way.

use std::path::Path;
use std::sync::Arc;

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::scheduling::create::NewEvent;
use lectern_core::virtual_events::create::{self, NewVirtualEvent};
use lectern_core::virtual_events::edit::{self, VirtualEventChange};
use lectern_core::virtual_events::{
    Audience, EventKind, VirtualEventDetail, VirtualEventError, VirtualEventState, cancel, list, publish,
    refresh,
};
use lectern_core::{Chance, SystemClock};
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

/// An administrator has agreed.
pub async fn agreed(changes: Value) -> Stage {
    let stage = Stage::with(changes).await;
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    stage
}

/// Nobody counts requests here; what the limits do has journeys of its own.
pub fn unlimited() -> Value {
    json!({"virtualEventWrites": 0, "virtualEventReads": 0})
}

pub fn form(organizer: &Organizer, kind: EventKind, title: &str) -> NewVirtualEvent {
    let NewEvent { title, description, start, end, zone, fold, draft_id, .. } = organizer.draft(title);
    NewVirtualEvent {
        kind,
        title,
        description,
        start,
        end,
        zone,
        fold,
        audience: Audience::Everyone,
        attendee_mail: false,
        setup: None,
        draft_id,
    }
}

pub async fn webinar(organizer: &Organizer, title: &str) -> VirtualEventDetail {
    create::create(&organizer.desk, form(organizer, EventKind::Webinar, title)).await.expect("a draft")
}

pub async fn published(organizer: &Organizer, title: &str) -> VirtualEventDetail {
    let draft = webinar(organizer, title).await;
    publish::publish(&organizer.desk, &draft.summary.id).await.expect("published")
}

/// How Teams' events of this name stand.
pub async fn at_teams(stage: &Stage, title: &str) -> Vec<String> {
    let told = stage.endpoints().ask("virtual-events").await.expect("the door answers");
    let events = told["events"].as_array().expect("a list");
    let named = events.iter().filter(|event| event["displayName"] == title);
    named.map(|event| event["status"].as_str().unwrap_or_default().to_owned()).collect()
}

fn told(error: VirtualEventError) -> CommandError {
    CommandError::from(error)
}

#[tokio::test]
async fn a_webinar_from_the_draft_to_its_end() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let draft = webinar(&organizer, "Winter webinar").await;
    assert_eq!(draft.summary.state, VirtualEventState::Draft);
    assert_eq!(at_teams(&stage, "Winter webinar").await, ["draft"], "nobody sees it yet");
    let id = draft.summary.id.clone();
    let live = publish::publish(&organizer.desk, &id).await.expect("published");
    assert_eq!(live.summary.state, VirtualEventState::Published);
    let page = live.page.and_then(|page| page.url).expect("Teams' page to share");
    assert!(page.starts_with("https://"), "{page}");
    assert!(
        live.sessions.iter().any(|one| one.join_url.is_some()),
        "the organizer's own way in: {:?}",
        live.sessions
    );
    publish::publish(&organizer.desk, &id).await.expect("safe to repeat");
    assert_eq!(posts(&stage, "/publish").await, 1, "what a second publishing answers is not documented");
    let change =
        VirtualEventChange { title: Some("Winter webinar 2".into()), ..VirtualEventChange::default() };
    let changed = edit::edit(&organizer.desk, &id, change.clone()).await.expect("changed");
    assert_eq!(changed.summary.title, "Winter webinar 2");
    edit::edit(&organizer.desk, &id, change).await.expect("safe to repeat");
    cancel::cancel(&organizer.desk, &id).await.expect("called off");
    let gone = cancel::cancel(&organizer.desk, &id).await.expect("safe to repeat");
    assert_eq!(gone.summary.state, VirtualEventState::Cancelled);
    assert_eq!(at_teams(&stage, "Winter webinar 2").await, ["canceled"], "it stays readable");
    let again = publish::publish(&organizer.desk, &id).await.expect_err("it is for good");
    assert!(matches!(again, VirtualEventError::Cancelled), "{again}");
    stage.close("a webinar from the draft to its end").await;
}

async fn posts(stage: &Stage, path: &str) -> usize {
    stage.calls("POST", path).await.len()
}

#[tokio::test]
async fn a_missing_consent_is_told_with_its_link_and_nothing_is_lost() {
    let stage = Stage::with(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let new = form(&organizer, EventKind::Webinar, "Not agreed");
    let error = told(create::create(&organizer.desk, new.clone()).await.expect_err("nobody agreed"));
    assert_eq!(error.code, ErrorCode::ConsentNeeded, "{error}");
    assert!(error.message.contains("/adminconsent?client_id="), "who can agree needs the link: {error}");
    assert!(error.message.contains("VirtualEvent.ReadWrite"), "and what it is about: {error}");
    let event = organizer.try_schedule(&organizer.draft("A meeting")).await;
    assert!(event.is_ok(), "what was agreed to goes on: the sign-in stands");
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    assert_eq!(create::resume(&organizer.desk).await.expect("resumed"), 1);
    let made = list::one(&organizer.desk, &new.draft_id).await.expect("kept");
    assert_eq!((made.summary.state, made.problem), (VirtualEventState::Draft, None));
    assert_eq!(at_teams(&stage, "Not agreed").await, ["draft"]);
    stage.close("a missing consent").await;
}

#[tokio::test]
async fn no_licence_no_policy_and_no_public_events_are_told_in_words() {
    for (switches, user) in [
        (json!({}), "front.desk"),
        (json!({"webinarsAllowed": false}), "events"),
        (json!({"publicWebinarsAllowed": false}), "events"),
    ] {
        let stage = agreed(switches.clone()).await;
        let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
        organizer.sign_in_as(&stage, user).await;
        let new = form(&organizer, EventKind::Webinar, "Refused");
        let error = told(create::create(&organizer.desk, new.clone()).await.expect_err("refused"));
        assert_eq!(error.code, ErrorCode::Refused, "{switches}: {error}");
        assert!(error.message.contains("licence") && error.message.contains("policy"), "{switches}: {error}");
        let gone = cancel::cancel(&organizer.desk, &new.draft_id).await.expect("it can be put away");
        assert_eq!(gone.summary.state, VirtualEventState::Cancelled);
        assert!(at_teams(&stage, "Refused").await.is_empty());
        stage.close("a refused webinar").await;
    }
}

/// What goes wrong while a draft is made; what each leaves at Teams is for the next try to find.
fn faults() -> Vec<Value> {
    let post = "POST /solutions/virtualEvents/webinars";
    let name = "POST /solutions/virtualEvents/events/{id}/setExternalEventInformation";
    vec![
        json!({"route": post, "when": "after"}),
        json!({"route": post, "when": "before"}),
        json!({"route": post, "status": 500}),
        json!({"route": post, "status": 500, "count": 3}),
        json!({"route": post, "status": 429, "retryAfter": 0}),
        json!({"route": post, "status": 429, "retryAfter": 3600}),
        json!({"route": name, "when": "after"}),
        json!({"route": name, "status": 500}),
        json!({"route": name, "status": 429, "retryAfter": 3600}),
        json!({"route": "GET /solutions/virtualEvents/webinars/{id}", "status": 500}),
    ]
}

#[tokio::test]
async fn one_webinar_whatever_goes_wrong() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    for (place, fault) in faults().into_iter().enumerate() {
        let title = format!("Webinar {place}");
        let new = form(&organizer, EventKind::Webinar, &title);
        stage.fault(fault.clone()).await;
        if let Err(error) = create::create(&organizer.desk, new.clone()).await {
            let kept = list::one(&organizer.desk, &new.draft_id).await.expect("kept");
            assert!(kept.problem.is_some(), "{fault}: what went wrong stands by its event ({error})");
            if place % 2 == 0 {
                create::resume(&organizer.desk).await.expect("resumed");
            }
        }
        let made =
            create::create(&organizer.desk, new).await.unwrap_or_else(|error| panic!("{fault}: {error}"));
        assert_eq!((made.summary.state, made.problem), (VirtualEventState::Draft, None), "{fault}");
        assert_eq!(at_teams(&stage, &title).await, ["draft"], "{fault}: one, however often it was tried");
    }
    stage.close("one webinar whatever goes wrong").await;
}

#[tokio::test]
async fn two_webinars_with_the_same_words_are_two() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let (first, second) =
        (form(&organizer, EventKind::Webinar, "Twins"), form(&organizer, EventKind::Webinar, "Twins"));
    let name = "POST /solutions/virtualEvents/events/{id}/setExternalEventInformation";
    // The first is at Teams and has no tag yet when the second is looked for.
    stage.fault(json!({"route": name, "status": 400})).await;
    assert!(create::create(&organizer.desk, first.clone()).await.is_err());
    stage.fault(json!({"route": "POST /solutions/virtualEvents/webinars", "status": 500})).await;
    let two = create::create(&organizer.desk, second).await.expect("made");
    let one = create::create(&organizer.desk, first).await.expect("finished");
    assert_ne!(one.event_id, two.event_id, "one must not take the other's place");
    assert_eq!(at_teams(&stage, "Twins").await.len(), 2);
    stage.close("two webinars with the same words").await;
}

/// The same desk once more, as it was: what somebody changed in Teams meanwhile.
async fn twin(stage: &Stage, organizer: Organizer) -> (Organizer, Organizer) {
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let other = stage.path(&format!("twin-{}", Chance.uuid()));
    copy(&dir, &other);
    let clock = || Arc::new(SystemClock);
    (Organizer::back_at(stage, &dir, clock()).await, Organizer::back_at(stage, &other, clock()).await)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the profile") {
        let entry = entry.expect("an entry");
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

#[tokio::test]
async fn what_was_edited_elsewhere_is_not_written_over_unasked() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let id = webinar(&organizer, "Both edit").await.summary.id;
    let (one, two) = twin(&stage, organizer).await;
    let title = |text: &str| VirtualEventChange { title: Some(text.into()), ..VirtualEventChange::default() };
    edit::edit(&one.desk, &id, title("From elsewhere")).await.expect("changed");
    let described =
        VirtualEventChange { description: Some("Only the words".into()), ..VirtualEventChange::default() };
    edit::edit(&two.desk, &id, described).await.expect("another field stands in nobody's way");
    let error = told(edit::edit(&two.desk, &id, title("From here")).await.expect_err("a conflict"));
    assert_eq!(error.code, ErrorCode::Conflict, "{error}");
    assert!(error.message.contains("From elsewhere"), "it says what stands there: {error}");
    let over = VirtualEventChange { overwrite: true, ..title("From here") };
    edit::edit(&two.desk, &id, over).await.expect("she said so");
    assert_eq!(at_teams(&stage, "From here").await, ["draft"]);
    let seen = refresh::refresh(&one.desk, &id, true).await.expect("read");
    assert_eq!(seen.summary.title, "From here", "what was changed in Teams is taken over");
    cancel::cancel(&one.desk, &id).await.expect("cancelled elsewhere");
    let late = edit::edit(&two.desk, &id, title("Too late")).await.expect_err("cancelled");
    assert!(matches!(late, VirtualEventError::Cancelled), "{late}");
    stage.close("two who edit a webinar").await;
}

#[tokio::test]
async fn a_broken_answer_is_no_refusal() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let id = webinar(&organizer, "Doubts").await.summary.id;
    let events = "/solutions/virtualEvents/events/{id}";
    stage.fault(json!({"route": format!("POST {events}/publish"), "when": "after"})).await;
    let live = publish::publish(&organizer.desk, &id).await.expect("it was published");
    assert_eq!(live.summary.state, VirtualEventState::Published);
    stage.fault(json!({"route": "PATCH /solutions/virtualEvents/webinars/{id}", "when": "after"})).await;
    let change = VirtualEventChange { title: Some("Doubted".into()), ..VirtualEventChange::default() };
    edit::edit(&organizer.desk, &id, change).await.expect("it was changed");
    stage.fault(json!({"route": format!("POST {events}/cancel"), "when": "after"})).await;
    let gone = cancel::cancel(&organizer.desk, &id).await.expect("it was cancelled");
    assert_eq!(gone.summary.state, VirtualEventState::Cancelled);
    stage.close("broken answers").await;
}

#[tokio::test]
async fn looking_often_asks_seldom() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let id = webinar(&organizer, "Looked at").await.summary.id;
    let mark = stage.mark().await;
    for _ in 0..10 {
        refresh::refresh(&organizer.desk, &id, false).await.expect("shown");
    }
    assert!(
        stage.traffic_after(mark).await.is_empty(),
        "750 reads in 30 s are for everybody who uses the app"
    );
    stage.close("looking often").await;
}

#[tokio::test]
async fn a_town_hall_has_what_town_halls_have() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let new = form(&organizer, EventKind::TownHall, "All hands");
    let hall = create::create(&organizer.desk, new).await.expect("a draft");
    let id = hall.summary.id;
    let live = publish::publish(&organizer.desk, &id).await.expect("published");
    assert_eq!((live.summary.kind, live.summary.state), (EventKind::TownHall, VirtualEventState::Published));
    assert!(live.page.is_none() && !live.enrolment.possible, "neither is documented for town halls in v1.0");
    cancel::cancel(&organizer.desk, &id).await.expect("called off");
    assert_eq!(at_teams(&stage, "All hands").await, ["canceled"]);
    stage.close("a town hall").await;
}

/// The stages of making a draft: what is planned for its request, and whether it is held there.
const STAGES: [(&str, &str, u64); 5] = [
    ("POST /solutions/virtualEvents/webinars", "before", 30_000),
    ("POST /solutions/virtualEvents/webinars", "after", 0),
    ("POST /solutions/virtualEvents/events/{id}/setExternalEventInformation", "before", 30_000),
    ("POST /solutions/virtualEvents/events/{id}/setExternalEventInformation", "after", 0),
    ("GET /solutions/virtualEvents/webinars/{id}", "before", 30_000),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_stage_of_making_one() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    for (place, (route, when, delay)) in STAGES.into_iter().enumerate() {
        let told = format!("killed at {route} ({when})");
        let new = form(&organizer, EventKind::Webinar, &format!("Killed {place}"));
        let arguments = [
            "webinars", "create", "--title", &new.title, "--start", &new.start, "--end", &new.end, "--zone",
            &new.zone,
        ];
        stage.fault(json!({"route": route, "when": when, "delayMs": delay})).await;
        let running = terminal.start(&arguments);
        stage.until_held().await;
        let killed = running.kill().await;
        assert!(killed || delay == 0, "{told}: a request that is held keeps the program waiting");
        let made = terminal.run(&arguments).await.json();
        assert_eq!(made["state"], "draft", "{told}: {made}");
        assert_eq!(at_teams(&stage, &new.title).await, ["draft"], "{told}: one at Teams");
    }
    stage.close("killed while making a webinar").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_says_who_has_to_agree() {
    let stage = Stage::with(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let new = form(&organizer, EventKind::Webinar, "From a script");
    let create = [
        "webinars", "create", "--title", &new.title, "--start", &new.start, "--end", &new.end, "--zone",
        &new.zone,
    ];
    let refused = terminal.run(&create).await.error(4);
    assert_eq!(refused["code"], "consentNeeded", "{refused}");
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    let made = terminal.run(&create).await.json();
    assert_eq!(made["state"], "draft", "the same command goes on: {made}");
    assert_eq!(at_teams(&stage, "From a script").await, ["draft"]);
    stage.close("a missing consent in the terminal").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_does_the_same() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let new = form(&organizer, EventKind::TownHall, "From a script");
    let create = [
        "town-halls",
        "create",
        "--title",
        &new.title,
        "--start",
        &new.start,
        "--end",
        &new.end,
        "--zone",
        &new.zone,
    ];
    let id = terminal.run(&create).await.json()["id"].as_str().expect("an id").to_owned();
    let again = terminal.run(&create).await.json();
    assert_eq!((&again["id"], &again["existing"]), (&json!(id), &json!(true)), "{again}");
    let listed = terminal.run(&["town-halls", "list"]).await.json();
    assert_eq!(listed["events"].as_array().map(Vec::len), Some(1), "{listed}");
    let webinars = terminal.run(&["webinars", "list"]).await.json();
    assert_eq!(webinars["events"], json!([]), "each kind has its own list");
    assert_eq!(terminal.run(&["town-halls", "publish", &id]).await.json()["state"], "published");
    terminal.run(&["town-halls", "edit", &id]).await.error(2);
    let edited = terminal.run(&["town-halls", "edit", &id, "--title", "Edited"]).await.json();
    assert_eq!(edited["title"], "Edited");
    terminal.run(&["town-halls", "questions", "add", &id, "--predefined", "city"]).await.error(4);
    terminal.run(&["webinars", "show", "nothing"]).await.error(6);
    assert_eq!(terminal.run(&["town-halls", "cancel", &id]).await.json()["state"], "cancelled");
    terminal.run(&["town-halls", "publish", &id]).await.error(4);
    stage.close("town halls from the terminal").await;
}
