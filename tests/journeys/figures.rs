//! What the desk adds up and finds: the terminal says what the lists count, and a person is found over all events.

use lectern_core::overview::{find, waiting};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_domain::registration::Rules;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

fn sum(rows: &Value, field: &str) -> u64 {
    rows.as_array().expect("rows").iter().map(|row| row[field].as_u64().expect("a number")).sum()
}

#[tokio::test]
async fn the_terminal_adds_up_what_the_lists_count() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Figures", Some(6)).await;
    let csv = "Name,Email\nAna,ana@example.org\nBo,bo@example.org\nCy,cy@example.org\n";
    organizer.import(&event, csv).await.expect("imported");
    organizer.guests(&event, 2).await;
    organizer.send().await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let figures = terminal.run(&["events", "stats", &event]).await.json();
    let listed = organizer.list(&event, "").await.total;
    assert_eq!(figures["places"]["listed"], json!(listed));
    assert_eq!(figures["places"]["free"], json!(1), "six places, five people: {figures}");
    assert_eq!(sum(&figures["days"], "came"), u64::from(listed));
    assert_eq!(sum(&figures["sources"], "listed"), u64::from(listed));
    assert_eq!(figures["sources"][0], json!({"source": "import", "listed": 3, "registered": 3}));
    let counts = organizer.outbox(&event).await.counts;
    let confirmations = &figures["messages"][0];
    assert_eq!(
        (&confirmations["kind"], &confirmations["counts"]["delivered"], &confirmations["counts"]["failed"]),
        (&json!("confirmation"), &json!(counts.delivered), &json!(counts.failed))
    );
    let unknown = terminal.run(&["events", "stats", "nothing"]).await.error(6);
    assert_eq!(unknown["code"], json!("notFound"));
}

#[tokio::test]
async fn a_person_is_found_over_all_events_and_what_waits_is_told() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let first = organizer.event("Éclair tasting", None).await;
    let second = organizer.event("Second", None).await;
    let rules = RegistrationSettings { capacity: None, rules: Rules { approval: true, ..Rules::default() } };
    settings::set(&organizer.desk, &second, rules).await.expect("rules");
    for event in [&first, &second] {
        organizer.add(event, "Søren Ærø", "soren@contoso.example").await.expect("added");
    }
    let found = find::everywhere(&organizer.desk, "soren", 5).await.expect("found");
    let at: Vec<&str> = found.people.iter().map(|person| person.event_id.as_str()).collect();
    assert_eq!((at, found.people_total), (vec![first.as_str(), second.as_str()], 2));
    assert!(found.messages_total >= 1, "a confirmation is planned for whoever has a place");
    let found = find::everywhere(&organizer.desk, "eclair", 5).await.expect("found");
    assert_eq!(found.events[0].id, first, "without the accent");
    let waiting = waiting::all(&organizer.desk).await.expect("a list");
    let told: Vec<_> = waiting.iter().map(|one| (one.event_id.as_str(), one.pending)).collect();
    assert_eq!(told, [(second.as_str(), 1)], "only the event that waits for a decision");
}
