//! As whom one joins, and by whose signature: each way to a pass, and what stands in it.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::passes::JoinAs;
use lectern_core::join::start::{self, StartError};
use lectern_core::services::acs_connection::{self, AcsPrincipal};
use lectern_core::services::{entra_users, show};
use lectern_domain::secret::Secret;
use lectern_sandbox::tenant::{SERVICE_CLIENT_ID, SERVICE_SECRET, TENANT_ID};
use lectern_tests::{Attendee, Call, Organizer, Shifted, Stage, Terminal, judge};
use serde_json::{Value, json};

const REVOKE: &str = "/:revokeAccessTokens";

async fn count(stage: &Stage, method: &str, part: &str) -> usize {
    let good = |call: &&Call| (200..300).contains(&call.status());
    let traffic = stage.traffic().await;
    traffic
        .iter()
        .filter(|call| call.0["method"] == method && call.path().contains(part))
        .filter(good)
        .count()
}

/// Somebody with a ticket: the event, and the link in the mail.
async fn invited(stage: &Stage, organizer: &Organizer) -> String {
    let event = organizer.event("With tickets", None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    Attendee::reading_mail(stage, "guest01@example.org").await.lectern_link()
}

/// A link that no ticket stands behind.
async fn anybodys_link(organizer: &Organizer) -> String {
    let event = organizer.try_schedule(&organizer.draft("Open to all")).await.expect("scheduled");
    event.summary.join_url.expect("a link")
}

fn refused(error: StartError) -> CommandError {
    CommandError::from(error)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_ticket_is_one_person_in_every_window_until_the_event_is_over() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = invited(&stage, &organizer).await;
    let dir = organizer.dir().to_owned();
    let second = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    let (here, there) = (&organizer.desk, &second.desk);
    let one = Attendee::follow(here, &link).await.expect("decided").join_id;
    let other = Attendee::follow(there, &link).await.expect("decided").join_id;
    let (first, twice) =
        tokio::join!(start::start(here, &one, "Guest"), start::start(there, &other, "Guest"));
    let (first, twice) = (first.expect("a pass"), twice.expect("a pass"));
    assert_eq!(first.user_id, twice.user_id, "one ticket, one person in the meeting");
    assert_eq!(
        count(&stage, "POST", "/identities").await - count(&stage, "POST", "/:").await,
        1,
        "made once"
    );
    let said = Terminal::at(&stage, &dir).run(&["join", "--", &link]).await.json();
    assert_eq!(said["userId"], first.user_id.as_str(), "another program of the profile is that person too");

    start::refresh(there, &other).await.expect("a fresh token");
    start::leave(here, &one).await.expect("left");
    assert_eq!(count(&stage, "POST", REVOKE).await, 0, "the other window's call must not be cut");
    start::refresh(there, &other).await.expect("it goes on");
    start::leave(there, &other).await.expect("left");
    // The terminal's token was handed to somebody, so the ticket counts as in use until that token has run out.
    assert_eq!(count(&stage, "POST", REVOKE).await, 0);

    let day = jiff::SignedDuration::from_hours(25);
    stage.order("clock", json!({"advanceSeconds": day.as_secs()})).await;
    let later = Organizer::back_at(&stage, &dir, Arc::new(Shifted::by(day))).await;
    assert_eq!(start::sweep(&later.desk).await.expect("swept"), 0, "the event is still to come");
    let again = Attendee::follow(&later.desk, &link).await.expect("decided").join_id;
    let came_back = start::start(&later.desk, &again, "Guest").await.expect("a pass");
    assert_eq!(came_back.user_id, first.user_id, "who comes back is the same person");
    start::leave(&later.desk, &again).await.expect("left");
    assert_eq!(count(&stage, "POST", REVOKE).await, 1, "the last one takes the tokens along");
    assert_eq!(count(&stage, "DELETE", "/identities").await, 0, "the ticket keeps it");

    let after = jiff::SignedDuration::from_hours(9 * 24);
    stage.order("clock", json!({"advanceSeconds": (after - day).as_secs()})).await;
    let after = Organizer::back_at(&stage, &dir, Arc::new(Shifted::by(after))).await;
    assert_eq!(start::sweep(&after.desk).await.expect("swept"), 1);
    assert_eq!(count(&stage, "DELETE", "/identities").await, 1, "nothing of a guest outlives the event");
    assert_eq!(start::sweep(&after.desk).await.expect("swept"), 0);
    drop((organizer, second, later, after));
    stage.close("one identity a ticket").await;
}

#[tokio::test]
async fn a_tickets_identity_that_is_gone_is_made_anew() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = invited(&stage, &organizer).await;
    let desk = &organizer.desk;
    let view = Attendee::follow(desk, &link).await.expect("decided");
    let first = start::start(desk, &view.join_id, "Guest").await.expect("a pass");
    stage.fault(json!({"route": "POST /identities/{id}/:issueAccessToken", "status": 404})).await;
    let view = Attendee::follow(desk, &link).await.expect("decided");
    let second = start::start(desk, &view.join_id, "Guest").await.expect("a pass all the same");
    assert_ne!(first.user_id, second.user_id, "a resource that was replaced must not lock anybody out");
    assert_eq!(count(&stage, "POST", REVOKE).await, 0);
    start::leave(desk, &view.join_id).await.expect("left");
    assert_eq!(count(&stage, "POST", REVOKE).await, 1, "revoked on leaving");
    stage.close("a ticket's identity anew").await;
}

fn principal(stage: &Stage) -> AcsPrincipal {
    let endpoint = stage.endpoints().acs.to_string();
    AcsPrincipal { endpoint, tenant: TENANT_ID.into(), client_id: SERVICE_CLIENT_ID.into() }
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

#[tokio::test]
async fn a_service_principal_stands_in_for_the_key() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = anybodys_link(&organizer).await;
    let desk = &organizer.desk;
    for (change, field) in [
        (
            AcsPrincipal { endpoint: "https://contoso.communication.azure.com".into(), ..principal(&stage) },
            "endpoint",
        ),
        (AcsPrincipal { endpoint: "nowhere".into(), ..principal(&stage) }, "endpoint"),
        (AcsPrincipal { tenant: "../other".into(), ..principal(&stage) }, "endpoint"),
    ] {
        let error = acs_connection::set_principal(desk, &change, secret("x")).await.expect_err("refused");
        assert_eq!(CommandError::from(error).field.as_deref(), Some(field), "{change:?}");
    }
    let nothing =
        acs_connection::set_principal(desk, &principal(&stage), secret(" ")).await.expect_err("no secret");
    assert_eq!(CommandError::from(nothing).field.as_deref(), Some("secret"));

    acs_connection::set_principal(desk, &principal(&stage), secret("wrong")).await.expect("kept");
    let view = Attendee::follow(desk, &link).await.expect("decided");
    let error = start::start(desk, &view.join_id, "Guest").await.err().expect("a wrong secret");
    let told = refused(error);
    assert_eq!(told.code, ErrorCode::Refused, "{told}");
    assert!(told.message.contains("service principal") && told.message.contains("Settings"), "{told}");

    let terminal = Terminal::at(&stage, organizer.dir());
    let endpoint = stage.endpoints().acs.to_string();
    let words = [
        "acs",
        "set-principal",
        "--endpoint",
        &endpoint,
        "--tenant",
        TENANT_ID,
        "--client-id",
        SERVICE_CLIENT_ID,
        "--secret-stdin",
    ];
    let said = terminal.told(&words, SERVICE_SECRET).await.json();
    assert!(said["endpoint"].is_string(), "{said}");
    let again = Organizer::back_at(&stage, organizer.dir(), Arc::new(SystemClock)).await;
    let mark = stage.mark().await;
    let view = Attendee::follow(&again.desk, &link).await.expect("decided");
    start::start(&again.desk, &view.join_id, "Guest").await.expect("a pass");
    start::refresh(&again.desk, &view.join_id).await.expect("a fresh one");
    start::leave(&again.desk, &view.join_id).await.expect("left");
    let acs: Vec<Call> =
        stage.traffic_after(mark).await.into_iter().filter(|call| call.0["service"] == "acs").collect();
    assert_eq!(acs.len(), 3, "created, renewed, deleted");
    let by_token = |call: &Call| {
        call.0["requestHeaders"]["authorization"].as_str().is_some_and(|value| value.starts_with("Bearer "))
    };
    assert!(acs.iter().all(by_token), "after a restart as before, and nothing by the key: {acs:?}");
    let asked = stage.traffic_after(mark).await.iter().filter(|call| call.path().ends_with("/token")).count();
    assert_eq!(asked, 1, "one token serves all three");
    let shown = serde_json::to_string(&show(&again.desk).await.expect("shown")).expect("JSON");
    assert!(shown.contains("\"acsByPrincipal\":true") && !shown.contains(SERVICE_SECRET), "{shown}");

    acs_connection::remove(&again.desk).await.expect("back to the sandbox's own key");
    assert!(!show(&again.desk).await.expect("shown").acs_by_principal);
    stage.close("a service principal").await;
}

async fn ready(desk: &Desk, link: &str) -> String {
    Attendee::follow(desk, link).await.expect("decided").join_id
}

#[tokio::test]
async fn a_teams_user_joins_as_themselves_with_calls_alone() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = anybodys_link(&organizer).await;
    let desk = &organizer.desk;
    let view = Attendee::follow(desk, &link).await.expect("decided");
    let whom: Vec<JoinAs> = view.identities.iter().map(|identity| identity.joins_as).collect();
    assert_eq!(whom, [JoinAs::Guest, JoinAs::Teams], "a preview is never offered unasked");
    assert!(view.identities[1].account.as_deref().is_some_and(|account| account.contains("events@")));
    let pass = start::start_as(desk, &view.join_id, "A false name", JoinAs::Teams).await.expect("a pass");
    assert!(pass.user_id.starts_with("8:orgid:"), "{}", pass.user_id);
    assert_eq!(
        (pass.call_only, pass.display_name.as_str()),
        (true, ""),
        "Teams knows the name, and refuses another"
    );
    let sent = stage.calls("POST", "/teamsUser/:exchangeAccessToken").await;
    let asked = sent[0].asked();
    assert!(
        asked["appId"].is_string() && pass.user_id.ends_with(asked["userId"].as_str().unwrap_or("?")),
        "{asked}"
    );
    start::refresh(desk, &view.join_id).await.expect("a fresh token of the same person");

    organizer.sign_in_as(&stage, "ana.reyes").await;
    let told = refused(start::refresh(desk, &view.join_id).await.err().expect("somebody else's token"));
    assert!(told.message.contains("belongs to somebody else"), "the call would end without a word: {told}");
    start::leave(desk, &view.join_id).await.expect("left");
    assert_eq!(count(&stage, "DELETE", "/identities").await, 0, "a Teams identity is not ours to delete");

    let token = "POST /oauth2/v2.0/token";
    for (fault, words) in [
        (json!({"route": token, "status": 400, "code": "consent_required"}), "adminconsent?client_id="),
        (
            json!({"route": token, "status": 400, "code": "invalid_resource"}),
            "lacks the permissions of Teams",
        ),
        (json!({"route": "POST /teamsUser/:exchangeAccessToken", "status": 401}), "Teams licence"),
    ] {
        stage.fault(fault.clone()).await;
        let error = start::start_as(desk, &ready(desk, &link).await, "", JoinAs::Teams).await.err();
        let told = refused(error.expect("refused"));
        assert_eq!(told.code, ErrorCode::Refused, "{fault}: {told}");
        assert!(told.message.contains(words) && told.message.contains("guest"), "{fault}: {told}");
    }
    start::start_as(desk, &ready(desk, &link).await, "", JoinAs::Teams)
        .await
        .expect("a missing consent for calls must not sign anybody out");

    organizer.sign_in_as(&stage, "front.desk").await;
    let error = start::start_as(desk, &ready(desk, &link).await, "", JoinAs::Teams).await.err();
    let told = refused(error.expect("no licence"));
    assert!(told.message.contains("front.desk") && told.message.contains("Teams licence"), "{told}");
    stage.close("as a Teams user").await;
}

#[tokio::test]
async fn work_accounts_join_as_themselves_only_where_that_is_switched_on() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = anybodys_link(&organizer).await;
    let desk = &organizer.desk;
    let error = start::start_as(desk, &ready(desk, &link).await, "Ana", JoinAs::Entra).await.err();
    assert!(matches!(error, Some(StartError::EntraOff)), "a preview waits for a yes: {error:?}");
    let elsewhere = entra_users::switch_on(desk, Some("https://contoso.communication.azure.com")).await;
    assert!(elsewhere.is_err(), "a sandbox's tokens stay on this machine");
    let said = Terminal::at(&stage, organizer.dir()).run(&["acs", "entra-users", "--on"]).await.json();
    assert!(said["entraUsers"].is_string(), "{said}");
    let view = Attendee::follow(desk, &link).await.expect("decided");
    assert!(view.identities.iter().any(|identity| identity.joins_as == JoinAs::Entra));
    let pass = start::start_as(desk, &view.join_id, "Events", JoinAs::Entra).await.expect("a pass");
    assert!(
        pass.user_id.contains("_wf_") && pass.call_only,
        "calls only, by their own identity: {}",
        pass.user_id
    );
    start::refresh(desk, &view.join_id).await.expect("a fresh token");
    let said =
        Terminal::at(&stage, organizer.dir()).run(&["join", "--as", "entra", "--", &link]).await.json();
    assert_eq!((said["userId"].as_str(), &said["callOnly"]), (Some(pass.user_id.as_str()), &json!(true)));

    organizer.sign_in_as(&stage, "priya.raman").await;
    let error = start::start_as(desk, &ready(desk, &link).await, "Priya", JoinAs::Entra).await.err();
    let told = refused(error.expect("nobody assigned her"));
    assert!(told.message.contains("assigned to the calling resource"), "{told}");
    entra_users::switch_off(desk).await.expect("off");
    let error = start::start_as(desk, &ready(desk, &link).await, "Priya", JoinAs::Entra).await.err();
    assert!(matches!(error, Some(StartError::EntraOff)));
    // The preview's path is in no contract: everything else goes before the judge.
    let traffic = stage.end().await;
    let (preview, rest): (Vec<Call>, Vec<Call>) =
        traffic.into_iter().partition(|call| call.path().ends_with("/access/entra/:exchangeAccessToken"));
    assert_eq!(preview.iter().filter(|call| call.status() == 200).count(), 3);
    assert!(
        preview.iter().all(|call| *call.asked() == json!({})),
        "an empty object, as documented: {preview:?}"
    );
    judge("as a work account", &rest).await;
}

#[tokio::test]
async fn nobody_joins_as_an_account_that_is_not_signed_in() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = anybodys_link(&organizer).await;
    let desk = &organizer.desk;
    entra_users::switch_on(desk, None).await.expect("on");
    lectern_core::sign_in::sign_out::sign_out(desk).await.expect("signed out");
    let view = Attendee::follow(desk, &link).await.expect("decided");
    assert_eq!(view.identities.len(), 1, "a guest and nobody else: {:?}", view.identities);
    for joins_as in [JoinAs::Teams, JoinAs::Entra] {
        let error =
            start::start_as(desk, &view.join_id, "Guest", joins_as).await.err().expect("nobody is there");
        assert_eq!(refused(error).code, ErrorCode::SignInNeeded);
    }
    start::start(desk, &view.join_id, "Guest").await.expect("as a guest");
    start::start(desk, &view.join_id, "Guest").await.expect("once more after a call that did not come about");
    let made = count(&stage, "POST", "/identities").await - count(&stage, "POST", "/:").await;
    assert_eq!(made, 1, "trying again is not another guest");
    stage.close("nobody signed in").await;
}

/// What a pass is made of appears in no record that is meant to be read.
#[tokio::test]
async fn no_pass_is_in_the_traffic_or_in_a_print() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let link = anybodys_link(&organizer).await;
    let desk = &organizer.desk;
    let mut tokens = Vec::new();
    for joins_as in [JoinAs::Guest, JoinAs::Teams] {
        let id = ready(desk, &link).await;
        tokens.push(start::start_as(desk, &id, "Guest", joins_as).await.expect("a pass").token);
        tokens.push(start::refresh(desk, &id).await.expect("a fresh one").token);
    }
    let traffic: Vec<Value> = stage.traffic().await.into_iter().map(|call| call.0).collect();
    let traffic = json!(traffic).to_string();
    for token in &tokens {
        assert!(token.len() > 100 && !traffic.contains(token.as_str()), "a record of calls must open none");
    }
    stage.close("no pass in a record").await;
}
