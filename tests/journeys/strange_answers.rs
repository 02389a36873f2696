//! What nobody has documented: a code that is new, none at all, a status that makes no sense, a gateway's page. Over every
//! verb that asks Microsoft for something: words that name what was said and by whom, nothing lost, the right exit code,
//! and the same command goes through afterwards, once.

use lectern_tests::{Organizer, Outlook, Said, Stage, Terminal, clock};
use serde_json::{Value, json};

use crate::webinar_people::{registered, trusted};
use crate::webinars::{agreed, at_teams, published, unlimited, webinar};

/// What comes, what of it the words must say, and the exit code: 4 for a refusal, 5 for trouble of the service's.
fn answers() -> Vec<(Value, &'static str, i32)> {
    vec![
        (json!({"status": 418, "code": "BrandNewCode"}), "418 (BrandNewCode)", 4),
        (json!({"status": 400, "code": ""}), "400 (no code)", 4),
        (json!({"status": 403, "code": "PolicyOfTomorrow"}), "403 (PolicyOfTomorrow)", 4),
        (json!({"status": 500, "code": "BrandNewCode"}), "500 (BrandNewCode)", 5),
        (json!({"status": 502, "html": true}), "502", 5),
    ]
}

/// Where it comes from, and the command that meets it.
type Verb = (&'static str, Vec<String>);

fn words(line: &[&str]) -> Vec<String> {
    line.iter().map(|word| (*word).to_owned()).collect()
}

fn of_meetings(organizer: &Organizer, event: &str, offer: &str) -> Vec<Verb> {
    let new = organizer.draft("");
    let (start, end) = (new.start.as_str(), new.end.as_str());
    vec![
        ("GET /me/calendarView/delta", words(&["events", "sync"])),
        (
            "POST /me/events",
            words(&[
                "events",
                "create",
                "--title",
                "New",
                "--start",
                start,
                "--end",
                end,
                "--zone",
                "Europe/Berlin",
            ]),
        ),
        ("GET /me/events/{id}", words(&["events", "adopt", offer])),
        ("GET /me/events/{id}", words(&["events", "change", event, "--title", "Read first"])),
        ("PATCH /me/events/{id}", words(&["events", "change", event, "--title", "Renamed"])),
        ("GET /me/onlineMeetings/{id}", words(&["events", "options", event])),
        ("PATCH /me/onlineMeetings/{id}", words(&["events", "options", event, "--chat", "disabled"])),
        ("POST /me/events/{id}/cancel", words(&["events", "cancel", event])),
    ]
}

fn of_webinars(organizer: &Organizer, draft: &str, open: &str) -> Vec<Verb> {
    let new = organizer.draft("");
    let (start, end) = (new.start.as_str(), new.end.as_str());
    let zone = ["--start", start, "--end", end, "--zone", "Europe/Berlin"];
    let person = ["--first-name", "Ana", "--last-name", "Reyes", "--email", "ana@example.org"];
    vec![
        (
            "POST /solutions/virtualEvents/webinars",
            words(&[&["webinars", "create", "--title", "New webinar"][..], &zone].concat()),
        ),
        (
            "PATCH /solutions/virtualEvents/webinars/{id}",
            words(&["webinars", "edit", draft, "--title", "Edited"]),
        ),
        (
            "POST /solutions/virtualEvents/webinars/{id}/registrationConfiguration/questions",
            words(&["webinars", "questions", "add", draft, "--text", "Why?"]),
        ),
        (
            "POST /solutions/virtualEvents/webinars/{id}/presenters",
            words(&["webinars", "presenters", "add", draft, "--name", "Mina", "--email", "mina@example.org"]),
        ),
        ("POST /solutions/virtualEvents/events/{id}/publish", words(&["webinars", "publish", draft])),
        ("GET /solutions/virtualEvents/webinars/{id}", words(&["webinars", "show", draft])),
        ("POST /$batch", words(&[&["webinars", "enrol", open][..], &person].concat())),
        (
            "GET /solutions/virtualEvents/webinars/{id}/sessions/{sid}/attendanceReports",
            words(&["webinars", "attendance", open]),
        ),
        ("POST /solutions/virtualEvents/events/{id}/cancel", words(&["webinars", "cancel", draft])),
    ]
}

async fn run(terminal: &Terminal, words: &[String]) -> Said {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    terminal.run(&words).await
}

/// The command meets the answer as often as it asks, and afterwards the service as it is.
async fn meets(stage: &Stage, terminal: &Terminal, (route, words): &Verb, answer: &(Value, &str, i32)) {
    let (fault, named, code) = answer;
    let mut fault = fault.clone();
    fault["route"] = json!(route);
    fault["count"] = json!(30);
    stage.fault(fault).await;
    let said = run(terminal, words).await;
    let told = said.error(*code);
    let message = told["message"].as_str().unwrap_or_default();
    assert!(message.contains(named), "{route}: {words:?} must say {named}: {told}");
    assert!(message.contains("Microsoft Graph") || message.contains("Teams"), "{route}: and of whom: {told}");
    assert!(!message.contains("<h1>") && !message.contains("null"), "{route}: in words: {told}");
    assert!(stage.faults_left().await > 0, "{route}: nobody asks for ever");
    stage.no_faults().await;
    run(terminal, words).await.json();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_code_no_code_or_a_page_over_every_verb_of_meetings() {
    for answer in answers() {
        let stage = Stage::open().await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Ours", None).await;
        organizer.add(&event, "A guest", "guest@example.org").await.expect("added");
        let new = organizer.draft("");
        let (start, end) = (clock(&new.start, "Europe/Berlin"), clock(&new.end, "Europe/Berlin"));
        let offer = Outlook::at(&stage).await.makes(json!({"start": start, "end": end})).await;
        let terminal = Terminal::at(&stage, organizer.dir());
        for verb in of_meetings(&organizer, &event, offer["id"].as_str().expect("an id")) {
            meets(&stage, &terminal, &verb, &answer).await;
        }
        assert_eq!(stage.events_of("New").await.len(), 1, "{}: one event", answer.1);
        let shown = terminal.run(&["events", "show", &event]).await.json();
        assert_eq!(
            (&shown["title"], &shown["state"]),
            (&json!("Renamed"), &json!("cancelled")),
            "{}",
            answer.1
        );
        assert_eq!(organizer.list(&event, "").await.total, 1, "{}: nobody is lost", answer.1);
        // The answers are none that the contract knows.
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_code_no_code_or_a_page_over_every_verb_of_webinars() {
    for answer in answers() {
        let stage = agreed(unlimited()).await;
        let organizer = Organizer::at(&stage).await;
        let draft = webinar(&organizer, "Draft").await.summary.id;
        let open = published(&organizer, "Open").await;
        let (id, graph_id) = (open.summary.id, open.event_id.expect("Graph's id"));
        trusted(&stage, &organizer, &graph_id).await;
        let terminal = Terminal::at(&stage, organizer.dir());
        for verb in of_webinars(&organizer, &draft, &id) {
            meets(&stage, &terminal, &verb, &answer).await;
        }
        assert_eq!(at_teams(&stage, "New webinar").await, ["draft"], "{}: one webinar", answer.1);
        assert_eq!(at_teams(&stage, "Edited").await, ["canceled"], "{}: each step went through", answer.1);
        assert_eq!(registered(&stage, &graph_id).await, 1, "{}: enrolled once", answer.1);
        stage.end().await;
    }
}
