//! Registration for meetings as Microsoft had it before webinars: complete where a tenant still has it, and told as
//! retired under each answer that says so.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::external_registration::open::{self, ExternalAudience, ExternalProbe};
use lectern_core::external_registration::register::{self, NewExternalPerson};
use lectern_core::external_registration::{ExternalError, close, list, switch};
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::json;

async fn scheduled(organizer: &Organizer) -> String {
    let draft = organizer.draft("Registered the old way");
    organizer.try_schedule(&draft).await.expect("scheduled").summary.id
}

fn person(name: &str) -> NewExternalPerson {
    NewExternalPerson { name: name.into(), ..NewExternalPerson::default() }
}

#[tokio::test]
async fn a_tenant_that_still_has_it() {
    for ids in ["own", "asSent"] {
        let stage = Stage::with(json!({"meetingRegistration": "served", "externalRegistrantId": ids})).await;
        let organizer = Organizer::at(&stage).await;
        let desk = &organizer.desk;
        let event = scheduled(&organizer).await;
        let off = open::open(desk, &event, ExternalAudience::Everyone).await.expect_err("off by default");
        assert!(matches!(off, ExternalError::Off), "{off}");
        switch::switch(desk, true).await.expect("switched on");
        let early = register::register(desk, &event, person("Ana")).await.expect_err("not open");
        assert!(matches!(early, ExternalError::Closed), "{early}");
        let opened = open::open(desk, &event, ExternalAudience::Everyone).await.expect("opened");
        assert!(opened.open && opened.people.is_empty());
        open::open(desk, &event, ExternalAudience::Everyone).await.expect("safe to repeat");
        assert_eq!(open::probe(desk, &event).await.expect("asked"), ExternalProbe::Open);
        register::register(desk, &event, person("Ana Reyes")).await.expect("registered");
        let two =
            register::register(desk, &event, person("\u{5e9}\u{5e8}\u{5d4} <b>")).await.expect("registered");
        let links: Vec<_> = two.people.iter().map(|one| one.join_url.clone().expect("a link")).collect();
        assert_ne!(links[0], links[1], "{ids}: each has their own");
        let seen = list::compared(desk, &event).await.expect("listed");
        assert_eq!(seen.listed, 2, "{ids}");
        assert!(seen.kept.people.iter().all(|one| one.join_url.is_some()), "its list has no links, ours has");
        // The answer with the link is lost: nobody can ask for it again.
        stage
            .fault(json!({"route": "POST /me/onlineMeetings/{id}/registration/registrants", "when": "after"}))
            .await;
        let lost = register::register(desk, &event, person("Lost")).await.expect_err("no answer");
        assert!(lost.to_string().contains("anew"), "{lost}");
        let kept = list::kept(desk, &event).await.expect("kept");
        let without = kept.people.iter().find(|one| one.join_url.is_none()).expect("a row without a link");
        let anew = register::anew(desk, &event, &without.id, None).await.expect("registered anew");
        assert_eq!(anew.people.len(), 3);
        assert!(anew.people.iter().all(|one| one.join_url.is_some()), "{anew:?}");
        let left = register::remove(desk, &event, &anew.people[0].id).await.expect("taken off");
        assert_eq!(left.people.len(), 2);
        let closed = close::close(desk, &event).await.expect("closed");
        assert!(!closed.open && closed.people.is_empty(), "with the registration every link ends");
        close::close(desk, &event).await.expect("safe to repeat");
        stage.close("external registration").await;
    }
}

#[tokio::test]
async fn only_the_organization_where_that_was_chosen() {
    let stage = Stage::with(json!({"meetingRegistration": "served"})).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let event = scheduled(&organizer).await;
    switch::switch(desk, true).await.expect("switched on");
    let opened = open::open(desk, &event, ExternalAudience::Organization).await.expect("opened");
    assert_eq!(opened.audience, Some(ExternalAudience::Organization));
    let again = open::open(desk, &event, ExternalAudience::Everyone).await.expect("safe to repeat");
    assert_eq!(
        again.audience,
        Some(ExternalAudience::Organization),
        "what is open stays for whom it was opened"
    );
    let unnamed =
        register::register(desk, &event, person("Ana")).await.expect_err("nobody of the organization");
    let told = CommandError::from(unnamed);
    assert_eq!((told.code, told.field.as_deref()), (ErrorCode::Invalid, Some("userId")), "{told}");
    assert!(
        list::kept(desk, &event).await.expect("kept").people.is_empty(),
        "nothing was asked of the service"
    );
    let ana =
        NewExternalPerson { user_id: Some("7d0c3f4e-52a1-4b8e-9c36-1f2a3b4c5d6e".into()), ..person("Ana") };
    let one = register::register(desk, &event, ana).await.expect("registered, in the organizer's own tenant");
    assert!(one.people[0].join_url.is_some());
    assert_eq!(list::compared(desk, &event).await.expect("listed").listed, 1);
    // Who they are in the organization is not kept: it is asked for before anybody is taken off.
    let anew = register::anew(desk, &event, &one.people[0].id, None).await.expect_err("who?");
    assert!(matches!(anew, ExternalError::NoUser), "{anew}");
    assert_eq!(list::kept(desk, &event).await.expect("kept").people.len(), 1, "still there");
    let user = Some("7d0c3f4e-52a1-4b8e-9c36-1f2a3b4c5d6e".to_owned());
    let anew = register::anew(desk, &event, &one.people[0].id, user).await.expect("registered anew");
    assert_ne!(anew.people[0].join_url, one.people[0].join_url);
    let closed = close::close(desk, &event).await.expect("closed");
    assert_eq!(closed.audience, None);
    let opened = open::open(desk, &event, ExternalAudience::Everyone).await.expect("opened");
    assert_eq!(opened.audience, Some(ExternalAudience::Everyone), "another opening is another choice");
    stage.close("only the organization").await;
}

#[tokio::test]
async fn every_answer_that_says_no_more_is_told_with_what_there_is_instead() {
    for answer in ["retired400", "retired403", "retired404", "retired410", "retired501", "empty"] {
        let stage = Stage::with(json!({"meetingRegistration": answer})).await;
        let organizer = Organizer::at(&stage).await;
        let event = scheduled(&organizer).await;
        switch::switch(&organizer.desk, true).await.expect("switched on");
        let probe = open::probe(&organizer.desk, &event).await.expect("asked");
        assert_ne!(probe, ExternalProbe::Open, "{answer}");
        let error =
            open::open(&organizer.desk, &event, ExternalAudience::Everyone).await.expect_err("retired");
        let told = CommandError::from(error);
        assert_eq!(told.code, ErrorCode::Refused, "{answer}: {told}");
        for words in ["retired", "Lectern", "webinar"] {
            assert!(told.message.contains(words), "{answer}: {told}");
        }
        assert!(!list::kept(&organizer.desk, &event).await.expect("kept").open, "{answer}: nothing is open");
        stage.close("a retired registration").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_does_the_same() {
    let stage = Stage::with(json!({"meetingRegistration": "served"})).await;
    let organizer = Organizer::at(&stage).await;
    let event = scheduled(&organizer).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    terminal.run(&["external", "open", "--event", &event]).await.error(4);
    terminal.run(&["external", "on"]).await.json();
    assert_eq!(terminal.run(&["external", "open", "--event", &event]).await.json()["open"], true);
    let added = terminal.run(&["external", "add", "--event", &event, "--name", "Ana"]).await.json();
    assert!(added["people"][0]["joinUrl"].is_string(), "{added}");
    assert_eq!(terminal.run(&["external", "list", "--event", &event]).await.json()["listed"], 1);
    assert_eq!(terminal.run(&["external", "close", "--event", &event]).await.json()["open"], false);
    terminal.run(&["external", "list", "--event", "none"]).await.error(6);
    stage.close("external registration from the terminal").await;
}
