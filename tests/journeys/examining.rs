//! The doctor over a desk that has one fault at a time: that check fails for its own reason, and the others stay as they
//! are on a healthy desk.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use lectern_core::SystemClock;
use lectern_core::companion::browser::BrowserChoice;
use lectern_core::doctor::run::{self, Window};
use lectern_core::doctor::{Check, CheckStatus, report};
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::messages::channel::Security;
use lectern_core::services::channel::{self, SmtpChoice};
use lectern_core::services::pairing;
use lectern_tests::{Organizer, Relay, Shifted, Stage};
use serde_json::json;

type Found = BTreeMap<&'static str, Check>;

async fn examined(organizer: &Organizer) -> Found {
    run::run(&organizer.desk).await.into_iter().map(|check| (check.id, check)).collect()
}

/// Which checks stand otherwise than on a healthy desk.
fn otherwise<'a>(
    healthy: &Found,
    found: &'a Found,
) -> Vec<(&'static str, CheckStatus, Option<&'static str>)> {
    assert_eq!(healthy.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>(), "the same is looked at");
    let differs = |(id, check): &(&&'static str, &'a Check)| healthy[**id].status != check.status;
    found.iter().filter(differs).map(|(id, check)| (*id, check.status, check.reason)).collect()
}

fn mended(check: &Check, by: &str) {
    let told = check.fix.as_deref().unwrap_or_default();
    assert!(told.contains(by), "{}: how to mend it is said: {check:?}", check.id);
}

#[tokio::test]
async fn a_healthy_desk_has_no_complaint_and_says_what_nobody_can_know() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let found = examined(&organizer).await;
    for (id, check) in &found {
        assert_ne!(check.status, CheckStatus::Failed, "{id}: {check:?}");
        assert!(!check.meaning.is_empty(), "{id}: what it is for");
        let to_mend = matches!(check.status, CheckStatus::Warning | CheckStatus::Failed);
        assert_eq!(check.reason.is_some(), to_mend, "{id}: programs go by the reason: {check:?}");
        assert!(!to_mend || check.fix.is_some(), "{id}: a fault without a remedy: {check:?}");
    }
    for id in ["policyGuests", "policyEvents", "sender"] {
        assert_eq!(found[id].status, CheckStatus::Unknown, "{id}: no service answers it, and that is said");
        assert!(found[id].fix.is_some(), "{id}: where a person can look");
    }
    let consent = &found["scope:VirtualEvent.ReadWrite"];
    assert_eq!((consent.status, consent.reason), (CheckStatus::Warning, Some("consentMissing")));
    let address = &consent.link.as_ref().expect("where an administrator agrees").address;
    assert!(address.contains("/adminconsent?client_id="), "{address}");
    assert_eq!(found["webinars"].status, CheckStatus::Skipped, "what takes that consent is not asked");
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    let after = examined(&organizer).await;
    assert_eq!(after["scope:VirtualEvent.ReadWrite"].status, CheckStatus::Ok, "seen as soon as it is given");
    assert_eq!(after["webinars"].status, CheckStatus::Ok, "{:?}", after["webinars"]);
    stage.close("a healthy desk").await;
}

#[tokio::test]
async fn a_consent_that_was_taken_back_is_named_alone() {
    for (scope, id) in [
        ("Calendars.ReadWrite", "scope:Calendars.ReadWrite"),
        ("OnlineMeetings.ReadWrite", "scope:OnlineMeetings.ReadWrite"),
        ("User.Read", "scope:User.Read"),
    ] {
        let stage = Stage::open().await;
        let organizer = Organizer::at(&stage).await;
        let healthy = examined(&organizer).await;
        stage.order("grants/consent/withdraw", json!({"scopes": [scope]})).await;
        let found = examined(&organizer).await;
        let expected = vec![(id, CheckStatus::Failed, Some("consentMissing"))];
        assert_eq!(otherwise(&healthy, &found), expected, "{scope}: the token in hand is still good");
        mended(&found[id], scope);
        assert!(found[id].link.is_some(), "an administrator gets the address: {:?}", found[id]);
        stage.close("a consent taken back").await;
    }
}

#[tokio::test]
async fn a_wrong_key_of_the_resource_is_told_from_everything_else() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let healthy = examined(&organizer).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let mut endpoints = stage.endpoints();
    let (before, _) = endpoints.acs_connection_string.split_once("accesskey=").expect("a key");
    endpoints.acs_connection_string = format!("{before}accesskey=d3Jvbmcga2V5IG9mIG5vYm9keQ==");
    let wrong = Organizer::elsewhere(endpoints, &dir, Arc::new(SystemClock), BrowserChoice::None).await;
    let found = examined(&wrong).await;
    assert_eq!(otherwise(&healthy, &found), vec![("calls", CheckStatus::Failed, Some("keyRefused"))]);
    mended(&found["calls"], "Keys page");
    stage.close("a wrong key").await;
}

#[tokio::test]
async fn a_wrong_clock_is_named_by_the_clock_and_by_what_it_spoils() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let healthy = examined(&organizer).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let off = Arc::new(Shifted::by(SignedDuration::from_mins(-20)));
    let found = examined(&Organizer::back_at(&stage, &dir, off).await).await;
    let expected = vec![
        ("calls", CheckStatus::Failed, Some("wrongClock")),
        ("clock", CheckStatus::Failed, Some("wrongClock")),
    ];
    assert_eq!(otherwise(&healthy, &found), expected, "nobody is sent to look for a key");
    mended(&found["clock"], "by the network");
    stage.close("the doctor and a wrong clock").await;
}

#[tokio::test]
async fn an_unknown_app_or_directory_is_told_before_anybody_signs_in() {
    let stage = Stage::open().await;
    let nobody = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
    let unsigned = examined(&nobody).await;
    assert_eq!(unsigned["registration"].status, CheckStatus::Ok, "{:?}", unsigned["registration"]);
    assert_eq!(unsigned["account"].reason, Some("notSignedIn"));
    assert_eq!(unsigned["scope:User.Read"].status, CheckStatus::Skipped, "sign in first");
    let dir = nobody.dir().to_owned();
    drop(nobody);
    let mut endpoints = stage.endpoints();
    endpoints.client_id = "00000000-0000-4000-8000-00000000dead".into();
    let clock = Arc::new(SystemClock);
    let app = Organizer::elsewhere(endpoints, &dir, clock.clone(), BrowserChoice::None).await;
    let found = examined(&app).await;
    assert_eq!(
        otherwise(&unsigned, &found),
        vec![("registration", CheckStatus::Failed, Some("unknownApp"))],
        "{:?}",
        found["registration"]
    );
    drop(app);
    let mut endpoints = stage.endpoints();
    endpoints.tenant_id = "00000000-0000-4000-8000-00000000dead".into();
    let tenant = Organizer::elsewhere(endpoints, &dir, clock, BrowserChoice::None).await;
    let found = examined(&tenant).await;
    assert_eq!(found["registration"].reason, Some("unknownTenant"), "{:?}", found["registration"]);
    mended(&found["registration"], "tenant and client id");
    stage.close("an unknown app").await;
}

#[tokio::test]
async fn what_a_service_refuses_fails_its_own_check_alone() {
    for (fault, id, reason) in [
        (json!({"route": "GET /me", "status": 403}), "account", "refused"),
        (json!({"route": "GET /me/calendarView", "status": 403}), "calendar", "forbidden"),
        (json!({"route": "GET /me/onlineMeetings", "status": 403}), "meetings", "forbidden"),
        (json!({"route": "GET /me/calendar", "status": 403}), "licence", "forbidden"),
        (json!({"route": "POST /identities", "status": 403}), "calls", "keyRefused"),
    ] {
        let stage = Stage::open().await;
        let organizer = Organizer::at(&stage).await;
        let healthy = examined(&organizer).await;
        stage.fault(fault.clone()).await;
        let found = examined(&organizer).await;
        assert_eq!(otherwise(&healthy, &found), vec![(id, CheckStatus::Failed, Some(reason))], "{fault}");
        let again = run::one(&organizer.desk, None, id).await.expect("a check of that name");
        assert_eq!(again.status, healthy[id].status, "{id}: looked at alone once it is mended: {again:?}");
        stage.close("a refusing service").await;
    }
}

#[tokio::test]
async fn a_mail_server_is_greeted_and_sent_nothing() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let organizer = Organizer::at(&stage).await;
    let server = SmtpChoice {
        host: "127.0.0.1".into(),
        port: relay.port,
        security: Security::None,
        username: None,
        sender: "events@contoso.example".into(),
    };
    channel::use_smtp(&organizer.desk, &server, None).await.expect("a relay on this machine");
    let healthy = examined(&organizer).await;
    assert_eq!(healthy["mail"].status, CheckStatus::Ok, "{:?}", healthy["mail"]);
    assert_eq!((relay.conversations(), relay.taken().len()), (1, 0), "somebody came, and left no mail");
    drop(relay);
    let found = examined(&organizer).await;
    assert_eq!(otherwise(&healthy, &found), vec![("mail", CheckStatus::Failed, Some("serverRefuses"))]);
    mended(&found["mail"], "port");
    stage.close("a mail server that is greeted").await;
}

#[tokio::test]
async fn a_paired_service_that_is_gone_is_named() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let healthy = examined(&organizer).await;
    assert_eq!(healthy["service"].status, CheckStatus::Skipped, "none is paired");
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    pairing::pair(&organizer.desk, &gone).await.expect("paired");
    let found = examined(&organizer).await;
    assert_eq!(otherwise(&healthy, &found), vec![("service", CheckStatus::Failed, Some("unreachable"))]);
    stage.close("a service that is gone").await;
}

#[tokio::test]
async fn a_window_without_webrtc_is_told_with_what_makes_the_call_instead() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let able = WebviewAbilities { secure_context: true, rtc: true, get_user_media: true };
    for (rtc, status) in [(true, CheckStatus::Ok), (false, CheckStatus::Warning)] {
        let abilities = WebviewAbilities { rtc, ..able };
        let window = Window { abilities, version: Some("2.50.6".into()) };
        let found = run::one(&organizer.desk, Some(&window), "window").await.expect("a check");
        assert_eq!(found.status, status, "{found:?}");
        assert!(found.detail.contains("2.50.6"), "whoever helps asks for the version: {found:?}");
    }
    let none = run::one(&organizer.desk, None, "window").await.expect("a check");
    assert_eq!(none.status, CheckStatus::Skipped, "a terminal has no window");
    let unknown = run::one(&organizer.desk, None, "heart").await.expect_err("no such check");
    assert!(unknown.to_string().contains("heart"), "{unknown}");
    stage.close("a window").await;
}

#[tokio::test]
async fn a_report_names_nobody() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    stage.fault(json!({"route": "GET /me/calendarView", "status": 403})).await;
    let checks = run::run(&organizer.desk).await;
    let text = report(&checks);
    assert!(text.contains("FAILED   Calendar"), "{text}");
    let account = &checks.iter().find(|check| check.id == "account").expect("an account").detail;
    let name = account.trim_start_matches("Signed in as ").trim_end_matches('.');
    let endpoints = stage.endpoints();
    let mut private = vec![name.to_owned(), endpoints.sender, endpoints.client_id, endpoints.tenant_id];
    private.extend(stage.secrets());
    for word in private.into_iter().chain(["@".into(), "127.0.0.1".into()]) {
        assert!(!text.contains(&word), "{word} has no business in a report: {text}");
    }
    stage.close("a report").await;
}
