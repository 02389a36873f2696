//! Who may come at all: a person's yes, a window, mail domains; and what is asked of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::decide::{self, Decision};
use lectern_core::registration::register::{self, AddOutcome, NewRegistrant};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{label, list, person, remove, ticket, transfer};
use lectern_domain::registration::{
    Answer, Condition, DomainList, Given, Question, QuestionKind, RegistrantStatus, Rules, Window,
};
use lectern_tests::{Attendee, Organizer, Shifted, Stage, Terminal};
use serde_json::json;

async fn rules(organizer: &Organizer, event: &str, capacity: Option<u32>, rules: Rules) {
    let settings = RegistrationSettings { capacity, rules };
    settings::set(&organizer.desk, event, settings).await.expect("rules");
}

fn person_named(name: &str) -> NewRegistrant {
    let email = format!("{}@example.org", name.to_lowercase());
    NewRegistrant { name: name.into(), email, ..NewRegistrant::default() }
}

async fn pending(organizer: &Organizer, event: &str, name: &str) -> String {
    match register::add(&organizer.desk, event, person_named(name)).await.expect("an answer") {
        AddOutcome::Pending { registrant } => registrant.id,
        other => panic!("somebody decides first: {other:?}"),
    }
}

async fn status(organizer: &Organizer, id: &str) -> RegistrantStatus {
    person::show(&organizer.desk, id).await.expect("on the list").registrant.status
}

#[tokio::test]
async fn nobody_gets_in_before_somebody_says_yes() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("By approval", None).await;
    rules(&organizer, &event, Some(1), Rules { approval: true, waitlist: true, ..Rules::default() }).await;
    let (ana, ben) = (pending(&organizer, &event, "Ana").await, pending(&organizer, &event, "Ben").await);
    let (cleo, dan) = (pending(&organizer, &event, "Cleo").await, pending(&organizer, &event, "Dan").await);
    assert_eq!(organizer.send().await.sent, 4, "each hears that it is looked at");
    let decide = async |ids: &[&String], decision| {
        let ids = ids.iter().map(|id| (*id).clone()).collect();
        decide::decide(&organizer.desk, &event, ids, decision).await.expect("decided")
    };
    let yes = decide(&[&ana, &ben], Decision::Approve).await;
    assert_eq!((yes.registered, yes.waitlisted), (1, 1), "one place, and one who waits for it: {yes:?}");
    let no = decide(&[&cleo, &ana], Decision::Reject).await;
    assert_eq!(
        (no.rejected, no.unchanged.clone()),
        (1, vec![ana.clone()]),
        "who is in is not rejected any more"
    );
    let back = decide(&[&cleo], Decision::Reconsider).await;
    assert_eq!(back.pending, 1);
    let code = ticket::show(&organizer.desk, &ana).await.expect("a ticket").code;
    assert_eq!(decide(&[&ana], Decision::Reconsider).await.pending, 1, "a yes can be taken back too");
    let refused = Attendee::follow(&organizer.desk, &code).await.expect_err("and the ticket with it");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused);
    assert_eq!(status(&organizer, &ben).await, RegistrantStatus::Registered, "her place goes to who waits");
    assert_eq!(decide(&[&dan], Decision::Reject).await.rejected, 1);
    remove::remove(&organizer.desk, &event, vec![dan.clone()]).await.expect("removed");
    remove::restore(&organizer.desk, &event, vec![dan.clone()]).await.expect("put back");
    assert_eq!(status(&organizer, &dan).await, RegistrantStatus::Rejected, "undo makes no yes of a no");
    organizer.send().await;
    let mails = stage.mail().await;
    let of = |to: &str| -> Vec<String> {
        let to = format!("{to}@example.org");
        let mine = mails.iter().filter(|mail| mail["to"] == to.as_str());
        mine.map(|mail| mail["subject"].as_str().unwrap_or_default().replace(": By approval", "")).collect()
    };
    let looked_at = "Your registration is being looked at";
    assert_eq!(of("ana"), [looked_at], "the yes had not left when it was taken back");
    assert_eq!(of("ben"), [looked_at, "You're registered"]);
    assert_eq!(of("cleo"), [looked_at], "nor the no");
    assert_eq!(of("dan"), [looked_at, "Your registration was not accepted"]);
    assert_eq!(remove::remove(&organizer.desk, &event, vec![ana.clone()]).await.expect("removed").removed, 1);
    remove::restore(&organizer.desk, &event, vec![ana.clone()]).await.expect("an answer");
    stage.close("by approval").await;
}

#[tokio::test]
async fn outside_the_window_and_from_blocked_domains_nobody_comes() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let event = organizer.event("Doors", None).await;
    let local = |hours| {
        let at = organizer.desk.now() + SignedDuration::from_hours(hours);
        at.to_zoned_datetime(TimeZone::get("Europe/Berlin").expect("a zone"))
            .strftime("%Y-%m-%dT%H:%M")
            .to_string()
    };
    let window = Window { opens: Some(local(2)), closes: Some(local(4)), zone: "Europe/Berlin".into() };
    let domains = DomainList {
        allowed: vec!["bücher.example".into(), "example.org".into()],
        blocked: vec!["spam.example.org".into()],
    };
    rules(&organizer, &event, None, Rules { window, domains, ..Rules::default() }).await;
    let ask = async |email: &str| organizer.add(&event, "Somebody", email).await.expect("an answer");
    let reason = |outcome: AddOutcome| match outcome {
        AddOutcome::Refused { reason, .. } => reason,
        AddOutcome::Registered { .. } => "registered",
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(ask("a@example.org").await), "notYetOpen");
    clock.advance(SignedDuration::from_hours(3));
    assert_eq!(reason(ask("a@example.org").await), "registered");
    assert_eq!(reason(ask("b@SPAM.example.org").await), "domainBlocked");
    assert_eq!(
        reason(ask("c@post.xn--bcher-kva.example").await),
        "registered",
        "punycode of an allowed domain, below it"
    );
    assert_eq!(reason(ask("d@elsewhere.example").await), "domainNotAllowed");
    let csv = "Name,E-mail\nEve,e@example.org\nFay,f@spam.example.org\nGil,g@elsewhere.example\n";
    let report = organizer.import(&event, csv).await.expect("imported");
    assert_eq!((report.imported, report.error_count), (1, 2), "a file is held to the same rules: {report:?}");
    let codes: Vec<&str> = report.errors.iter().map(|error| error.code).collect();
    assert_eq!(codes, ["domainBlocked", "domainNotAllowed"]);
    clock.advance(SignedDuration::from_hours(2));
    assert_eq!(reason(ask("h@example.org").await), "closed");
    stage.close("doors").await;
}

fn question(id: &str, kind: QuestionKind, shown_when: Option<(&str, &str)>) -> Question {
    let shown_when = shown_when.map(|(question, is)| Condition { question: question.into(), is: is.into() });
    Question { id: id.into(), label: format!("{id}?"), required: true, kind, shown_when }
}

#[tokio::test]
async fn what_was_answered_and_agreed_to_is_kept_as_it_stood() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Questions", None).await;
    let food = QuestionKind::Choice { options: vec!["Meat".into(), "Vegan".into()] };
    let terms = |text: &str| question("terms", QuestionKind::Consent { text: text.into() }, None);
    let asked = |text: &str| {
        let questions = vec![
            question("food", food.clone(), None),
            question("nuts", QuestionKind::YesNo, Some(("food", "Vegan"))),
            terms(text),
        ];
        Rules { questions, ..Rules::default() }
    };
    rules(&organizer, &event, None, asked("We take photographs.")).await;
    let answered = |name: &str, answers: &[(&str, &str)]| {
        let answers: BTreeMap<String, Given> =
            answers.iter().map(|(id, said)| ((*id).to_owned(), Given::Text((*said).to_owned()))).collect();
        NewRegistrant { answers: Some(answers), ..person_named(name) }
    };
    let missing = answered("Ana", &[("food", "Vegan"), ("terms", "yes")]);
    let refused = register::add(&organizer.desk, &event, missing).await.expect_err("nuts are asked for now");
    let told = CommandError::from(refused);
    assert_eq!((told.code, told.field.as_deref()), (ErrorCode::Invalid, Some("answers")), "{told}");
    assert!(told.message.contains("nuts?"), "the question is named: {told}");
    assert_eq!(organizer.list(&event, "").await.total, 0, "nobody is half on the list");
    for (name, food) in [("Ana", "Vegan"), ("Ben", "Meat")] {
        let answers = [("food", food), ("nuts", "no"), ("terms", "yes")];
        register::add(&organizer.desk, &event, answered(name, &answers)).await.expect("added");
    }
    rules(&organizer, &event, None, asked("We film, and show it in public.")).await;
    let ana = organizer.list(&event, "Ana").await.rows[0].id.clone();
    let shown = person::show(&organizer.desk, &ana).await.expect("Ana");
    let agreed = Answer::Consent { value: true, text: "We take photographs.".into() };
    assert_eq!(shown.answers[2].answer, agreed, "nobody agrees to words that came later");
    let ben = organizer.list(&event, "Ben").await.rows[0].id.clone();
    let shown = person::show(&organizer.desk, &ben).await.expect("Ben");
    assert_eq!(shown.answers.len(), 2, "what was not asked of him is not kept: {:?}", shown.answers);
    let terminal = Terminal::at(&stage, organizer.dir());
    let found =
        terminal.run(&["registrants", "list", "--event", &event, "--answer", "food=Vegan"]).await.json();
    assert_eq!((&found["matching"], &found["rows"][0]["name"]), (&json!(1), &json!("Ana")));
    stage.close("questions").await;
}

#[tokio::test]
async fn a_ticket_that_changes_hands_opens_for_the_new_ones_only() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Changing hands", Some(1)).await;
    rules(&organizer, &event, Some(1), Rules { waitlist: true, ..Rules::default() }).await;
    organizer.add(&event, "Ana", "ana@example.org").await.expect("added");
    organizer.add(&event, "Waits", "waits@example.org").await.expect("waits");
    organizer.send().await;
    let ana = organizer.list(&event, "Ana").await.rows[0].id.clone();
    let old = ticket::show(&organizer.desk, &ana).await.expect("a ticket").code;
    let known = NewRegistrant { email: "waits@example.org".into(), ..person_named("Waits") };
    let refused = transfer::transfer(&organizer.desk, &event, &ana, known).await.expect_err("on the list");
    assert_eq!(CommandError::from(refused).field.as_deref(), Some("email"));
    let bea =
        transfer::transfer(&organizer.desk, &event, &ana, person_named("Bea")).await.expect("handed on");
    assert_eq!(bea.status, RegistrantStatus::Registered);
    let page = organizer.list(&event, "Waits").await;
    assert_eq!(
        page.rows[0].position,
        Some(1),
        "nobody of the queue is called by it, and nobody passed over for good"
    );
    let refused = Attendee::follow(&organizer.desk, &old).await.expect_err("the old one is dead");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused);
    let new = ticket::show(&organizer.desk, &bea.id).await.expect("a ticket").code;
    let view = Attendee::follow(&organizer.desk, &new).await.expect("the new one opens");
    assert_eq!(view.display_name.as_deref(), Some("Bea"));
    let again = transfer::transfer(&organizer.desk, &event, &ana, person_named("Cleo")).await;
    assert!(again.is_err(), "a place is given away once");
    // Ana comes back one day: with another ticket, since the old one may be in Bea's mailbox.
    remove::remove(&organizer.desk, &event, vec![bea.id.clone()]).await.expect("removed");
    settings::set(&organizer.desk, &event, RegistrationSettings { capacity: None, rules: Rules::default() })
        .await
        .expect("room");
    organizer.add(&event, "Ana", "ana@example.org").await.expect("back");
    assert_eq!(status(&organizer, &ana).await, RegistrantStatus::Registered);
    let fresh = ticket::show(&organizer.desk, &ana).await.expect("a ticket").code;
    assert!(
        fresh != old && Attendee::follow(&organizer.desk, &old).await.is_err(),
        "the old code stays dead"
    );
    Attendee::follow(&organizer.desk, &fresh).await.expect("the fresh one opens");
    stage.close("changing hands").await;
}

#[tokio::test]
async fn notes_tags_and_groups_are_found_again_and_told_to_nobody() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Labels", None).await;
    organizer.guests(&event, 3).await;
    let ids: Vec<String> = organizer.list(&event, "").await.rows.into_iter().map(|row| row.id).collect();
    let desk = &organizer.desk;
    assert_eq!(label::tag(desk, &event, ids[..2].to_vec(), " VIP ", true).await.expect("tagged"), 2);
    assert_eq!(label::tag(desk, &event, ids.clone(), "VIP", true).await.expect("tagged"), 1, "once each");
    assert_eq!(label::tag(desk, &event, ids[..1].to_vec(), "VIP", false).await.expect("untagged"), 1);
    label::group(desk, &event, ids[1..].to_vec(), Some("Press")).await.expect("grouped");
    label::note(desk, &event, &ids[0], "Needs a ramp. <b>Secret</b>").await.expect("noted");
    assert!(
        label::tag(desk, &event, ids.clone(), " \u{200B} ", true).await.is_err(),
        "a tag that nobody sees"
    );
    let elsewhere = label::note(desk, &event, "no-such-id", "x").await.expect_err("unknown");
    assert_eq!(CommandError::from(elsewhere).code, ErrorCode::NotFound);
    let terminal = Terminal::at(&stage, organizer.dir());
    let found = terminal
        .run(&["registrants", "list", "--event", &event, "--tag", "VIP", "--group", "Press"])
        .await
        .json();
    assert_eq!(found["matching"], json!(2));
    let shown = terminal.run(&["registrants", "history", &ids[0]]).await.json();
    let steps: Vec<&str> =
        shown["history"].as_array().expect("steps").iter().filter_map(|step| step["what"].as_str()).collect();
    assert_eq!(steps, ["registered", "tagged", "untagged", "noted"]);
    assert!(
        !shown["history"].to_string().contains("Secret"),
        "a note is in one place, so that it can be erased"
    );
    let facets = list::facets(desk, &event).await.expect("facets");
    assert_eq!((facets.tags[0].people, facets.groups[0].people), (2, 2));
    organizer.send().await;
    for mail in stage.mail().await {
        let text = mail.to_string();
        assert!(!text.contains("VIP") && !text.contains("ramp"), "it is never sent: {text}");
    }
    stage.close("labels").await;
}

#[tokio::test]
async fn the_whole_of_it_from_the_terminal() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Terminal", None).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let file = stage.path("rules.json");
    let wanted = json!({"capacity": 1, "rules": {"waitlist": true, "offerMinutes": 30, "questions": [
        {"id": "q", "label": "Why?", "kind": {"type": "choices", "options": ["A", "B"]}}
    ]}});
    std::fs::write(&file, wanted.to_string()).expect("the file");
    let file = file.to_str().expect("text");
    let set = terminal
        .run(&["registration", "settings", "--event", &event, "--file", file, "--guests", "1"])
        .await
        .json();
    assert_eq!(
        (&set["capacity"], &set["rules"]["guests"], &set["rules"]["offerMinutes"]),
        (&json!(1), &json!(1), &json!(30))
    );
    let wrong = ["registration", "settings", "--event", &event, "--allow", "not a domain"];
    assert_eq!(terminal.run(&wrong).await.error(2)["code"], "invalid", "and nothing is changed");
    let shown = terminal.run(&["registration", "settings", "--event", &event]).await.json();
    assert_eq!(shown, set, "what is shown can be set again");
    moved_about(&terminal, &event).await;
    terminal.run(&["registrants", "approve", "--event", &event, "nobody"]).await.error(6);
    terminal.run(&["registration", "settings", "--event", &event, "--block", "example.com"]).await.json();
    let blocked = ["registrants", "add", "--event", &event, "--name", "Di", "--email", "di@example.com"];
    assert_eq!(terminal.run(&blocked).await.error(4)["code"], "refused");
    stage.close("from the terminal").await;
}

/// One place for two, offered, taken and given away.
async fn moved_about(terminal: &Terminal, event: &str) {
    let add = async |name: &str| {
        let email = format!("{name}@example.org");
        let words = [
            "registrants",
            "add",
            "--event",
            event,
            "--name",
            name,
            "--email",
            &email,
            "--answer",
            "q=A",
            "--answer",
            "q=B",
        ];
        terminal.run(&words).await.json()
    };
    let (ana, ben) = (add("ana").await, add("ben").await);
    assert_eq!(
        (&ana["outcome"], &ben["outcome"], &ben["position"]),
        (&json!("registered"), &json!("waitlisted"), &json!(1))
    );
    let id = |added: &serde_json::Value| added["registrant"]["id"].as_str().expect("an id").to_owned();
    let (ana, ben) = (id(&ana), id(&ben));
    terminal.run(&["registrants", "accept", "--event", event, &ben]).await.error(4);
    terminal.run(&["registrants", "cancel", "--event", event, &ana]).await.json();
    let offered =
        terminal.run(&["registrants", "list", "--event", event, "--status", "offered"]).await.json();
    assert_eq!(offered["rows"][0]["id"], json!(ben));
    let taken = terminal.run(&["registrants", "accept", "--event", event, &ben]).await.json();
    assert_eq!(taken["status"], "registered");
    let moved =
        ["registrants", "transfer", &ben, "--event", event, "--name", "Cy", "--email", "cy@example.org"];
    assert_eq!(terminal.run(&moved).await.json()["name"], "Cy");
}
