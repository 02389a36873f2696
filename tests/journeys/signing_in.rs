//! Who is at this desk, and what happens when the answer changes. One clear prompt, never a loop: the control door
//! counts what Entra was asked.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::start;
use lectern_core::messages::run::RunError;
use lectern_core::scheduling::list;
use lectern_core::sign_in::{SignInProgress, account, device_code};
use lectern_core::{SystemClock, doctor, sign_in};
use lectern_tests::{Attendee, Organizer, Shifted, Stage};
use serde_json::json;

/// How often tokens were asked for.
async fn asked(stage: &Stage) -> usize {
    stage.calls("POST", "/oauth2/v2.0/token").await.len()
}

async fn needs_sign_in(organizer: &Organizer) -> bool {
    account::current(&organizer.desk).await.expect("the store").is_some_and(|account| account.needs_sign_in)
}

/// A call to Graph that changes nothing.
async fn look(organizer: &Organizer) {
    doctor::run::run(&organizer.desk).await;
}

#[tokio::test]
async fn a_person_who_declines_or_is_late_is_told_so() {
    let stage = Stage::with(json!({"deviceCodeInterval": 1})).await;
    let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
    for (decision, end) in [("deny", "Declined"), ("expire", "Expired")] {
        let before = asked(&stage).await;
        let (shown, flow) = device_code::start(&organizer.desk).await.expect("a code");
        stage.order(&format!("device-codes/{}/{decision}", shown.user_code), json!({})).await;
        let ended = device_code::wait(&organizer.desk, flow).await;
        assert!(format!("{ended:?}").starts_with(end), "{decision} ends as {end}, not {ended:?}");
        assert_eq!(asked(&stage).await - before, 1, "{decision}: an end is an end; nobody polls on");
    }
    assert!(account::current(&organizer.desk).await.expect("the store").is_none(), "nobody has signed in");
    let refused = organizer.try_schedule(&organizer.draft("Too early")).await.expect_err("not signed in");
    assert_eq!(
        CommandError::from(refused).code,
        ErrorCode::SignInNeeded,
        "the window must offer sign-in here"
    );
    organizer.sign_in().await;
    stage.close("a sign-in that was declined").await;
}

/// When tokens were asked for.
async fn polls(stage: &Stage) -> Vec<Timestamp> {
    let asked = stage.calls("POST", "/oauth2/v2.0/token").await;
    asked.iter().map(|call| call.0["at"].as_str().expect("a time").parse().expect("an instant")).collect()
}

#[tokio::test]
async fn slow_down_and_lost_polls_are_waited_out() {
    for (fault, least) in [
        (json!({"status": 503}), 2),
        // RFC 8628 §3.5: five seconds more, for this and all later polls. Entra is not known to say it.
        (json!({"status": 400, "code": "slow_down"}), 6),
    ] {
        let stage = Stage::with(json!({"deviceCodeInterval": 1})).await;
        let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
        let mut planned = fault.clone();
        planned["route"] = json!("POST /oauth2/v2.0/token");
        stage.fault(planned).await;
        let (shown, flow) = device_code::start(&organizer.desk).await.expect("a code");
        device_code::approve_in_sandbox(&organizer.desk, &shown.user_code).await.expect("approved");
        let end = device_code::wait(&organizer.desk, flow).await;
        assert!(matches!(end, SignInProgress::SignedIn { .. }), "{fault} is no end of a sign-in: {end:?}");
        let polls = polls(&stage).await;
        assert_eq!(polls.len(), 2, "{fault}: one poll more");
        let waited = polls[1].duration_since(polls[0]);
        assert!(waited.as_secs() >= least, "{fault}: the next poll came after {waited:#}");
        stage.close("a poll without an answer").await;
    }
}

#[tokio::test]
async fn a_sign_in_works_under_each_answer_that_entra_might_give() {
    for switches in [
        json!({"slowDown": "whenTooFast", "deviceCodeInterval": 1}),
        json!({"scopesInToken": "consented"}),
        json!({"scopesInToken": "requested"}),
    ] {
        let stage = Stage::with(switches.clone()).await;
        let organizer = Organizer::at(&stage).await;
        organizer.event("Under each answer", None).await;
        assert_eq!(stage.events_of("Under each answer").await.len(), 1, "{switches}");
        stage.close("an answer left open").await;
    }
    for name in ["invalidGrant", "badVerificationCode"] {
        let stage = Stage::with(json!({"unknownDeviceCode": name, "deviceCodeInterval": 1})).await;
        let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
        let (_, flow) = device_code::start(&organizer.desk).await.expect("a code");
        // A service that was started anew knows none of the codes it has given.
        stage.order("reset", json!({})).await;
        let end = device_code::wait(&organizer.desk, flow).await;
        assert!(matches!(end, SignInProgress::Expired), "{name}: a new code is offered: {end:?}");
        assert_eq!(asked(&stage).await, 1, "{name}: and nobody polls on");
        stage.end().await;
    }
}

#[tokio::test]
async fn a_tenant_that_blocks_the_device_flow_is_named_as_the_reason() {
    let stage = Stage::with(json!({"deviceCodeFlow": "blocked"})).await;
    let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
    let (shown, flow) = device_code::start(&organizer.desk).await.expect("a code");
    device_code::approve_in_sandbox(&organizer.desk, &shown.user_code).await.expect("approved");
    match device_code::wait(&organizer.desk, flow).await {
        SignInProgress::Failed { error } => {
            assert!(error.message.contains("browser"), "it says what else there is: {}", error.message);
        }
        other => panic!("blocked by Conditional Access, not {other:?}"),
    }
    assert_eq!(asked(&stage).await, 1, "trying again changes nothing, so nobody does");
    stage.close("a blocked device flow").await;
}

#[tokio::test]
async fn a_revoked_grant_stops_sending_and_loses_nothing() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Revoked", None).await;
    let guests = organizer.guests(&event, 3).await;
    stage.order("grants/revoke", json!({})).await;
    let before = asked(&stage).await;
    let stopped =
        organizer.try_send().await.expect_err("nothing may be sent under a grant that was taken back");
    assert!(matches!(&stopped, RunError::Desk(_)), "{stopped}");
    assert_eq!(CommandError::from(stopped).code, ErrorCode::SignInNeeded, "the one prompt is: sign in");
    for _ in 0..3 {
        assert!(organizer.try_send().await.is_err());
        look(&organizer).await;
    }
    assert_eq!(asked(&stage).await - before, 1, "a dead refresh token is tried once, not at every click");
    assert!(needs_sign_in(&organizer).await);
    let refused = organizer.try_schedule(&organizer.draft("Refused")).await.expect_err("no grant");
    let told = CommandError::from(refused);
    assert_eq!(told.code, ErrorCode::SignInNeeded);
    assert!(
        told.message.starts_with("Your sign-in was ended") && !told.message.contains("you entered is kept"),
        "it is not as if nobody had ever signed in, and no draft is promised that nobody keeps: {told}"
    );
    assert!(stage.mail().await.is_empty(), "not one mail has left");
    assert_eq!(organizer.outbox(&event).await.counts.planned, 3, "and none is lost");
    organizer.sign_in().await;
    assert_eq!(organizer.send().await.sent, 3, "after the sign-in it goes on");
    assert_eq!(stage.recipients().await, guests);
    stage.close("a revoked grant").await;
}

#[tokio::test]
async fn a_claims_challenge_is_answered_once() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    stage.order("grants/challenge", json!({})).await;
    let before = asked(&stage).await;
    organizer.event("Challenged", None).await;
    assert_eq!(asked(&stage).await - before, 1, "one refresh with the claims satisfies the service");
    let refresh = stage.calls("POST", "/oauth2/v2.0/token").await.pop().expect("the refresh");
    assert!(
        refresh.asked().to_string().contains("claims"),
        "the service's claims go back to Entra: {refresh:?}"
    );
    assert_eq!(stage.events_of("Challenged").await.len(), 1);
    assert!(!needs_sign_in(&organizer).await, "nobody had to be asked");
    stage.close("a claims challenge").await;
}

#[tokio::test]
async fn a_challenge_that_needs_its_person_asks_once_and_goes_along_with_the_next_sign_in() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    stage.order("grants/challenge", json!({})).await;
    let refusal = json!({"route": "POST /oauth2/v2.0/token", "status": 400, "code": "interaction_required"});
    stage.fault(refusal).await;
    let before = asked(&stage).await;
    for _ in 0..3 {
        let refused = organizer.try_schedule(&organizer.draft("Challenged")).await.expect_err("needs her");
        assert_eq!(CommandError::from(refused).code, ErrorCode::SignInNeeded, "the one prompt: sign in");
    }
    assert_eq!(asked(&stage).await - before, 1, "Entra is asked once, not at every click");
    assert!(needs_sign_in(&organizer).await);
    let (shown, _flow) = device_code::start(&organizer.desk).await.expect("a code");
    assert!(!shown.user_code.is_empty());
    let begun = stage.calls("POST", "/oauth2/v2.0/devicecode").await.pop().expect("asked for a code");
    let form = begun.asked().to_string();
    assert!(
        form.contains("nbf"),
        "what Graph demanded goes along, though Entra did not say it again: {form}"
    );
    stage.close("a challenge that needs its person").await;
}

#[tokio::test]
async fn a_service_that_turns_every_token_down_is_not_asked_for_ever() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let before = asked(&stage).await;
    stage.fault(json!({"route": "POST /me/events", "status": 401, "count": 50})).await;
    let refused = organizer.try_schedule(&organizer.draft("Turned down")).await.expect_err("turned down");
    assert_eq!(CommandError::from(refused).code, ErrorCode::SignInNeeded);
    assert_eq!(asked(&stage).await - before, 1, "one new token, and no more");
    assert_eq!(stage.calls("POST", "/me/events").await.len(), 2, "one try with the old, one with the new");
    stage.close("tokens turned down").await;
}

#[tokio::test]
async fn tokens_rotate_and_outlive_a_restart() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    for day in 1..=3 {
        clock.advance(SignedDuration::from_hours(25));
        stage.order("clock", json!({"advanceSeconds": 25 * 3600})).await;
        let title = format!("Day {day}");
        organizer.event(&title, None).await;
        assert_eq!(stage.events_of(&title).await.len(), 1);
    }
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let again = Organizer::back_at(&stage, &dir, clock).await;
    again.event("After a restart", None).await;
    assert!(!needs_sign_in(&again).await, "the refresh token was kept at each rotation");
    sign_in::sign_out::sign_out(&again.desk).await.expect("signed out");
    let refused = again.try_schedule(&again.draft("Signed out")).await.expect_err("signed out");
    assert_eq!(CommandError::from(refused).code, ErrorCode::SignInNeeded);
    stage.close("tokens over days").await;
}

#[tokio::test]
async fn a_wrong_clock_is_named_and_costs_no_message() {
    let stage = Stage::open().await;
    let right = Organizer::at(&stage).await;
    let event = right.event("Skewed", None).await;
    let guests = right.guests(&event, 2).await;
    let dir = right.dir().to_owned();
    drop(right);
    let late = Arc::new(Shifted::by(SignedDuration::from_hours(1)));
    let skewed = Organizer::back_at(&stage, &dir, late.clone()).await;
    let report = skewed.send().await;
    assert_eq!(
        (report.sent, report.failed, report.ambiguous),
        (0, 0, 0),
        "a bad signature sends nothing: {report:?}"
    );
    assert_eq!(report.waiting, 2, "and gives nothing up");
    let tries = stage.calls("POST", "/emails:send").await.len();
    assert!(tries <= 2, "nor does it hammer the service: {tries} tries");
    let clear = "This machine's clock is 1 h ahead of the service's. Set it right, then try again.";
    let waiting = skewed.outbox(&event).await.rows;
    let problems: Vec<_> = waiting.iter().filter_map(|message| message.problem.as_deref()).collect();
    assert!(
        !problems.is_empty() && problems.iter().all(|problem| problem.starts_with(clear)),
        "\"Denied\" sends nobody to the clock: {problems:?}"
    );
    let checks = doctor::run::run(&skewed.desk).await;
    let calls = checks.iter().find(|check| check.id == "calls").expect("the doctor tries the key");
    assert!(calls.detail.starts_with(clear), "the doctor says the same: {}", calls.detail);
    let meeting = list::one(&skewed.desk, &event).await.expect("the event").summary.join_url.expect("a link");
    let view = Attendee::follow(&skewed.desk, &meeting).await.expect("decided");
    let refused = start::start(&skewed.desk, &view.join_id, "Guest").await.err().expect("a bad signature");
    assert!(refused.to_string().starts_with(clear), "and so does the join page: {refused}");
    drop(skewed);
    stage.order("clock", json!({"advanceSeconds": 3600 + 600})).await;
    late.advance(SignedDuration::from_mins(10));
    let mended = Organizer::back_at(&stage, &dir, late).await;
    assert_eq!(mended.send().await.sent, 2, "with the clock set right they leave");
    assert_eq!(stage.recipients().await, guests);
    stage.close("a wrong clock").await;
}
