//! Somebody is erased whose event a service decides about: asked at a desk, done at the service too; done at the service,
//! followed at each desk, with what only the desk keeps; and nothing that waits names them any more.

use lectern_core::desk::Desk;
use lectern_core::privacy::erase::{self, Erasure};
use lectern_core::publishing::{show, sync, unpublish};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::add;
use lectern_core::registration::{label, person, remove, transfer};
use lectern_tests::{Fate, Stage, Wire};
use serde_json::json;

use crate::commanding::{Published, id_of, lines, newcomer, published, published_over_a_wire};

const ANA: &str = "ana@contoso.example";

fn erasure() -> Erasure {
    Erasure { email: ANA.into(), confirm: ANA.into(), also: Vec::new() }
}

async fn statuses(desk: &Desk, event: &str) -> Vec<String> {
    let known = |line: String| match line.strip_prefix("Erased person ") {
        Some(rest) => format!("Erased {}", rest.split(' ').next_back().unwrap_or_default()),
        None => line,
    };
    let mut lines: Vec<String> = lines(desk, event).await.into_iter().map(known).collect();
    lines.sort();
    lines
}

/// Everything that the desk keeps of this address, in words of its own.
async fn kept(desk: &Desk, address: &str) -> Vec<String> {
    let exported = lectern_core::privacy::preview::preview(desk, address).await.expect("a look");
    let mut kept = exported.mentions;
    kept.extend(exported.events.into_iter().map(|event| event.title));
    kept.extend(exported.files);
    kept
}

async fn with_ana(stage: &Stage) -> (Published, String) {
    let at = published(stage, Some(2)).await;
    let ana = come(&at).await;
    (at, ana)
}

/// Ana and Ben; her id.
async fn come(at: &Published) -> String {
    for name in ["Ana", "Ben"] {
        add(at.desk(), &at.event, newcomer(name)).await.expect("an answer");
    }
    let ana = id_of(at.desk(), &at.event, "Ana").await;
    label::note(at.desk(), &at.event, &ana, "Sits near the door").await.expect("noted");
    label::tag(at.desk(), &at.event, vec![ana.clone()], "crew", true).await.expect("tagged");
    ana
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_at_the_desk_is_erased_at_the_service_and_what_waited_about_them_is_gone() {
    let stage = Stage::open().await;
    let (at, ana) = Box::pin(with_ana(&stage)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    let other = at.organizer.event("Another", None).await;
    at.organizer.add(&other, "Ana", ANA).await.expect("added");
    let ben = id_of(desk, event, "Ben").await;
    at.goes_away().await;

    // What waits holds her words and her name; and somebody whom nobody has answered about yet.
    label::note(desk, event, &ana, "Asked for a doctor").await.expect_err("it waits");
    label::tag(desk, event, vec![ana.clone(), ben.clone()], "late", true).await.expect_err("it waits");
    transfer::transfer(desk, event, &ben, newcomer("Ana")).await.expect_err("it waits");
    let report = erase::erase(desk, erasure()).await.expect("erased");
    assert_eq!(
        (report.people, report.waiting),
        (2, 1),
        "here at once, there as soon as it can be: {report:?}"
    );
    assert_eq!(kept(desk, ANA).await, Vec::<String>::new(), "nothing here names her");
    let shown = show::published(desk, event).await.expect("asked").expect("published");
    let waiting: Vec<_> = shown.waiting.iter().map(|queued| queued.what.as_str()).collect();
    assert_eq!(waiting, ["Tag 2 people as “late”", "Erase a person"]);
    assert_eq!(statuses(&at.service, event).await, ["Ana Registered", "Ben Registered"]);

    at.comes_back().await;
    let shown = sync::sync(desk, event).await.expect("up to date");
    assert_eq!(shown.waiting, []);
    assert_eq!(
        statuses(&at.service, event).await,
        ["Ben Registered", "Erased Cancelled"],
        "the place is free"
    );
    assert_eq!(statuses(desk, event).await, ["Ben Registered", "Erased Cancelled"]);
    assert_eq!(kept(&at.service, ANA).await, Vec::<String>::new(), "nothing there names her");
    let erasures = erase::list(&at.service).await.expect("a list");
    assert!(
        erasures.iter().any(|row| row.who == "Studio" && row.people == 1),
        "what was done stays: {erasures:?}"
    );
    let row = person::show(desk, &ana).await.expect("the row");
    assert_eq!((row.note.as_str(), row.registrant.tags.len()), ("", 0));

    // Her name is this desk's for her, also once the list is its own again: a list of then does not bring her back.
    unpublish::unpublish(desk, event).await.expect("given back");
    let report = at.organizer.import(event, &format!("Name,Email\nAna,{ANA}\n")).await.expect("imported");
    assert_eq!((report.imported, report.error_count), (0, 1), "{report:?}");
    at.goes_away().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_only_waits_to_be_added_is_erased_from_the_queue_and_from_where_they_may_be() {
    let stage = Stage::open().await;
    let at = published(&stage, None).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    at.goes_away().await;
    for name in ["Ana", "Joana"] {
        add(desk, event, newcomer(name)).await.expect_err("it waits");
    }
    // It was carried out, and the answer was lost on its way.
    add(&at.service, event, newcomer("Ana")).await.expect("added there");
    erase::erase(desk, erasure()).await.expect("erased");
    assert_eq!(kept(desk, ANA).await, Vec::<String>::new());
    at.comes_back().await;
    sync::sync(desk, event).await.expect("up to date");
    let after = ["Erased Cancelled", "Joana Registered"];
    assert_eq!(statuses(&at.service, event).await, after, "whose address only looks like hers stays");
    assert_eq!(statuses(desk, event).await, after);
    at.goes_away().await;
}

async fn wired(stage: &Stage) -> (Published, Wire, String) {
    let (at, wire) = published_over_a_wire(stage, Some(2)).await;
    let ana = come(&at).await;
    (at, wire, ana)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_whose_answer_is_lost_is_repeated_and_done_once() {
    let stage = Stage::open().await;
    let (at, wire, _) = Box::pin(wired(&stage)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    // It was heard; a second time it is not even heard; and a third copy is on its way for long.
    wire.plan([Fate::CutAnswering(0), Fate::CutAsking(usize::MAX), Fate::Held(2)]);
    let report = erase::erase(desk, erasure()).await.expect("erased");
    assert_eq!((report.people, report.waiting), (1, 1), "here; of the service nobody heard: {report:?}");
    assert_eq!(statuses(&at.service, event).await, ["Ben Registered", "Erased Cancelled"], "done there");
    for _ in 0..2 {
        sync::sync(desk, event).await.expect_err("cut off");
        let shown = show::published(desk, event).await.expect("asked").expect("published");
        assert_eq!(shown.waiting.len(), 1, "it is asked for until it is answered: {shown:?}");
    }
    // Meanwhile she comes back by herself.
    add(&at.service, event, newcomer("Ana")).await.expect("added there");
    for _ in 0..2 {
        let shown = sync::sync(desk, event).await.expect("up to date");
        assert_eq!(shown.waiting, [], "answered as it was the first time");
    }
    wire.is_mended().await;
    let after = ["Ana Registered", "Ben Registered", "Erased Cancelled"];
    assert_eq!(statuses(&at.service, event).await, after, "whoever is new is not erased by an old word");
    sync::sync(desk, event).await.expect("up to date");
    assert_eq!(statuses(desk, event).await, after);
    let there = erase::list(&at.service).await.expect("a list");
    let there: Vec<_> = there.iter().map(|row| (row.who.as_str(), row.people)).collect();
    assert_eq!(there, [("Studio", 1)], "once");
    at.goes_away().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_named_somebody_and_arrives_after_they_were_erased_does_nothing() {
    let stage = Stage::open().await;
    let (at, wire, ana) = Box::pin(wired(&stage)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    remove::remove(desk, event, vec![ana]).await.expect("off the list");
    let ben = id_of(desk, event, "Ben").await;
    // On its way for long: the desk is told nothing, and Ana asks to be forgotten before it arrives.
    wire.plan([Fate::Held(3)]);
    transfer::transfer(desk, event, &ben, newcomer("Ana")).await.expect_err("it waits");
    let report = erase::erase(desk, erasure()).await.expect("erased");
    assert_eq!(report.waiting, 0, "{report:?}");
    wire.is_mended().await;
    let after = ["Ben Registered", "Erased Cancelled"];
    assert_eq!(statuses(&at.service, event).await, after, "a word of before does not bring her back");
    sync::sync(desk, event).await.expect("up to date");
    assert_eq!(statuses(desk, event).await, after);
    assert_eq!(kept(&at.service, ANA).await, Vec::<String>::new());
    at.goes_away().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_at_the_service_is_followed_with_what_only_the_desk_keeps() {
    let stage = Stage::open().await;
    let (at, ana) = Box::pin(with_ana(&stage)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    let other = at.organizer.event("Another", None).await;
    at.organizer.add(&other, "Ana", ANA).await.expect("added");
    let dir = at.organizer.dir().to_owned();
    std::fs::copy(dir.join("lectern.db"), dir.join("lectern.db.before-3")).expect("a copy of then");
    at.goes_away().await;
    label::note(desk, event, &ana, "Asked for a doctor").await.expect_err("it waits");

    // By another hand there.
    let answered =
        at.carry_out("their-own", json!({"type": "erase", "people": [ana]})).await.expect("an answer");
    assert_eq!(answered.result, json!(1));
    let again =
        at.carry_out("once-more", json!({"type": "erase", "people": [ana]})).await.expect("an answer");
    assert_eq!(again.result, json!(0), "who is gone is gone");
    at.comes_back().await;
    let shown = sync::sync(desk, event).await.expect("up to date");
    let refused: Vec<_> = shown.waiting.iter().filter(|queued| queued.refused.is_some()).collect();
    assert!(refused.is_empty(), "a note about nobody goes nowhere and is not kept: {refused:?}");
    assert_eq!(statuses(desk, event).await, ["Ben Registered", "Erased Cancelled"]);
    let row = person::show(desk, &ana).await.expect("the row");
    assert_eq!((row.note.as_str(), row.registrant.tags.len(), row.registrant.email.as_str()), ("", 0, ""));
    assert!(
        row.history.iter().all(|change| !change.detail.to_string().contains("crew")),
        "{:?}",
        row.history
    );
    // What she asked of that event's service says nothing of the desk's own events.
    let page = list::page(desk, &other, "", ListFilter::default(), 0, 5).await.expect("a list");
    assert_eq!(page.rows[0].name, "Ana");
    let erasures = erase::list(desk).await.expect("a list");
    assert!(erasures.iter().any(|row| row.who == "service" && row.finished), "copies too: {erasures:?}");
    at.goes_away().await;
}
