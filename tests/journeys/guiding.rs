//! "Which integration?": answered in the window or the terminal, remembered, and led on to what is still to be done.

use lectern_core::guide::steps::{self, StepState};
use lectern_core::guide::{Level, Needs, choose, show};
use lectern_core::messages::channel::Security;
use lectern_core::services::channel::{self, SmtpChoice};
use lectern_core::virtual_events::EventKind;
use lectern_tests::{Organizer, Relay, Stage, Terminal};
use serde_json::json;

#[tokio::test]
async fn it_is_offered_once_and_can_be_redone() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let first = show::show(desk).await.expect("shown");
    assert!(
        first.offer && first.chosen.is_none() && first.defaults.is_none(),
        "nothing is forced: {first:?}"
    );
    choose::put_off(desk).await.expect("kept");
    assert!(!show::show(desk).await.expect("shown").offer, "whoever said no is not asked again");
    let needs = Needs { registers: true, stay_in_app: true, ..Needs::default() };
    let chosen = choose::choose(desk, needs, Level::OwnRegistration).await.expect("chosen");
    let defaults = chosen.defaults.expect("they follow");
    assert_eq!((defaults.kind, defaults.registration), (EventKind::Meeting, true));
    let again = Needs { webinar_features: true, ..Needs::default() };
    choose::choose(desk, again, Level::Webinar).await.expect("chosen again");
    let shown = show::show(desk).await.expect("shown");
    assert_eq!((shown.chosen, shown.needs), (Some(Level::Webinar), again), "the last answer counts");
    assert_eq!(shown.defaults.expect("they follow").kind, EventKind::Webinar);
    let elsewhere = Needs { cloud: lectern_core::guide::Cloud::China, ..again };
    let refused = choose::choose(desk, elsewhere, Level::Webinar).await.expect_err("there are none");
    assert!(refused.to_string().contains("worldwide"), "and why: {refused}");
    assert_eq!(show::show(desk).await.expect("shown").chosen, Some(Level::Webinar), "nothing was changed");
    stage.close("the guide").await;
}

#[tokio::test]
async fn the_steps_are_what_the_doctor_finds() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    assert_eq!(steps::steps(desk, None).await.expect("looked"), None, "nobody has chosen");
    let needs = Needs { webinar_features: true, outsiders: true, ..Needs::default() };
    choose::choose(desk, needs, Level::Webinar).await.expect("chosen");
    let found = steps::steps(desk, None).await.expect("looked").expect("steps");
    assert_eq!(found.next, Some("webinars"), "an administrator has not agreed yet: {found:?}");
    let policy = found.steps.iter().find(|step| step.id == "policyEvents").expect("a step");
    assert_eq!(policy.state, StepState::Ask, "what nobody answers is asked of a person");
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    let found = steps::steps(desk, None).await.expect("looked").expect("steps");
    assert_eq!(found.next, Some("event"), "{found:?}");

    let needs = Needs { registers: true, stay_in_app: true, ..Needs::default() };
    choose::choose(desk, needs, Level::OwnRegistration).await.expect("chosen");
    let server = SmtpChoice {
        host: "127.0.0.1".into(),
        port: relay.port,
        security: Security::None,
        username: None,
        sender: "events@contoso.example".into(),
    };
    channel::use_smtp(desk, &server, None).await.expect("a relay on this machine");
    drop(relay);
    let found = steps::steps(desk, None).await.expect("looked").expect("steps");
    assert_eq!(found.next, Some("sender"), "the mail server is gone: {found:?}");
    assert!(found.steps.iter().all(|step| step.id != "webinars"), "other levels have other steps");
    channel::use_acs_email(desk, &stage.endpoints().sender).await.expect("back");
    organizer.event("First", None).await;
    let found = steps::steps(desk, None).await.expect("looked").expect("steps");
    assert_eq!(found.next, None, "all is done: {found:?}");
    stage.close("the steps").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_advises_without_a_profile_and_remembers_with_one() {
    let stage = Stage::open().await;
    let home = tempfile::tempdir().expect("a folder");
    let bare = Terminal::bare(home.path());
    let told = bare.run(&["guide", "--stay-in-app", "--registers", "--cloud", "dod"]).await.json();
    assert_eq!(told["advice"]["recommended"], "ownRegistration");
    assert_eq!(told["advice"]["plans"][0]["join"], "teams", "{told}");
    assert_eq!(told["needs"]["cloud"], "dod");
    assert_eq!(told["chosen"], json!(null));
    let dir = stage.path("desk");
    Organizer::profile(&dir);
    let terminal = Terminal::at(&stage, &dir);
    let none = terminal.run(&["guide", "--steps"]).await;
    assert_eq!(none.error(6)["code"], "notFound", "nothing was chosen");
    let chosen = terminal.run(&["guide", "--registers", "--choose"]).await.json();
    assert_eq!(chosen["chosen"], "ownRegistration", "{chosen}");
    let other = terminal.run(&["guide", "--registers", "--choose", "teams-links"]).await.json();
    assert_eq!(other["chosen"], "teamsLinks", "a person may choose otherwise");
    let impossible = terminal.run(&["guide", "--cloud", "china", "--choose", "webinar"]).await;
    assert_eq!(impossible.error(4)["code"], "refused");
    let steps = terminal.run(&["guide", "--steps"]).await.json();
    assert_eq!(steps["next"], "signIn", "{steps}");
    let one = terminal.run(&["doctor", "--only", "registration"]).await.json();
    assert_eq!(one["checks"].as_array().map(Vec::len), Some(1), "{one}");
    assert!(one["report"].as_str().is_some_and(|text| text.contains("[registration]")), "{one}");
    stage.close("the guide in a terminal").await;
}
