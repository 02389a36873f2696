//! Desks that are paired with the trusted service: their keys, their list, and how one is turned away.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::doctor::{CheckStatus, run as doctor};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::services::service_desk::{self, PairedService};
use lectern_core::services::{ServiceDeskError, pairing};
use lectern_core::serving::pairing as offering;
use lectern_domain::device::DeviceRole;
use lectern_service::Running;
use lectern_service::config::Config;
use lectern_tests::{Organizer, Reply, Stage, Terminal, TrustedService};
use serde_json::Value;

struct Served {
    desk: Arc<Desk>,
    running: Running,
    first: String,
}

async fn served(stage: &Stage) -> Served {
    let organizer = Organizer::arriving(stage, Arc::new(SystemClock)).await;
    let desk = Arc::new(organizer.desk);
    let first = offering::first(&desk).await.expect("asked").expect("nobody is paired yet").code.grouped();
    let config =
        Config { listen: ([127, 0, 0, 1], 0).into(), name: "Contoso Events".into(), ..Config::default() };
    let running = lectern_service::start(Arc::clone(&desk), config).await.expect("it serves");
    Served { desk, running, first }
}

async fn paired(desk: &Desk, at: &str, code: &str, name: &str) -> Result<PairedService, CommandError> {
    service_desk::pair(desk, at, code, Some(name)).await.map_err(CommandError::from)
}

async fn found(desk: &Desk) -> (CheckStatus, Option<&'static str>) {
    let check = doctor::one(desk, None, "service").await.expect("a check");
    (check.status, check.reason)
}

#[tokio::test]
async fn a_code_becomes_a_desks_own_key_and_its_owner_turns_it_away() {
    let stage = Stage::open().await;
    let Served { desk: service, running, first } = served(&stage).await;
    let (owner, front) = (Organizer::at(&stage).await.desk, Organizer::at(&stage).await.desk);
    let at = running.origin.clone();
    assert!(service_desk::kept(&owner).await.expect("asked").is_none());
    let unpaired = service_desk::devices(&owner).await.expect_err("with whom?");
    assert!(matches!(unpaired, ServiceDeskError::NotPaired), "{unpaired}");

    for (code, field) in [("4F7K", "code"), ("4F7K-09XM-T2QA", "code")] {
        let refused = paired(&owner, &at, code, "Studio").await.expect_err("no code of this service's");
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::Invalid, Some(field)), "{refused}");
    }
    assert!(
        service_desk::kept(&owner).await.expect("asked").is_none(),
        "a refused code leaves nothing behind"
    );
    let long = paired(&owner, &at, &first, &"x".repeat(61)).await.expect_err("too long a name");
    assert_eq!(long.field.as_deref(), Some("name"), "{long}");

    let as_owner = paired(&owner, &at, &first.to_lowercase(), " Studio  1 ").await.expect("paired");
    assert_eq!((as_owner.role, as_owner.name.as_str()), (DeviceRole::Owner, "Contoso Events"));
    assert_eq!(service_desk::kept(&owner).await.expect("asked"), Some(as_owner.clone()));
    assert!(pairing::paired(&owner).await.expect("a list").contains(&at), "its own tickets need no question");
    assert_eq!(found(&owner).await, (CheckStatus::Ok, None));
    let again = paired(&front, &at, &first, "Front desk").await.expect_err("a code is good once");
    assert_eq!(again.field.as_deref(), Some("code"), "{again}");

    let offer = service_desk::offer(&owner, DeviceRole::Organizer).await.expect("a code");
    let as_organizer = paired(&front, &at, &offer.code, "Front desk").await.expect("paired");
    assert_eq!(as_organizer.role, DeviceRole::Organizer);
    let devices = service_desk::devices(&front).await.expect("a list");
    let names: Vec<_> = devices.iter().map(|device| (device.name.as_str(), device.current)).collect();
    assert_eq!(names, [("Studio 1", false), ("Front desk", true)]);
    for refused in [
        service_desk::offer(&front, DeviceRole::Owner).await.err().map(CommandError::from),
        service_desk::revoke(&front, &as_owner.device_id).await.err().map(CommandError::from),
        service_desk::unpair(&owner, false).await.err().map(CommandError::from),
    ] {
        let refused = refused.expect("an owner's right, or the last owner");
        assert_eq!(refused.code, ErrorCode::Refused, "{refused}");
    }

    let left = service_desk::revoke(&owner, &as_organizer.device_id).await.expect("revoked");
    assert!(left[1].revoked_at.is_some() && left[0].revoked_at.is_none());
    let turned_away = service_desk::devices(&front).await.expect_err("revoked");
    assert!(matches!(turned_away, ServiceDeskError::Revoked(_)), "{turned_away}");
    assert_eq!(found(&front).await, (CheckStatus::Failed, Some("revoked")));
    let new = service_desk::offer(&owner, DeviceRole::Organizer).await.expect("a code");
    paired(&front, &at, &new.code, "Front desk").await.expect("a revoked desk comes back without more ado");
    service_desk::unpair(&front, false).await.expect("it may leave");
    assert!(service_desk::kept(&front).await.expect("asked").is_none());
    assert!(pairing::paired(&front).await.expect("a list").is_empty(), "and it is asked about again");
    running.stop().await;

    let gone = service_desk::unpair(&owner, false).await.expect_err("nobody answers");
    assert_eq!(CommandError::from(gone).code, ErrorCode::Offline);
    assert_eq!(found(&owner).await, (CheckStatus::Failed, Some("unreachable")));
    service_desk::unpair(&owner, true).await.expect("forgotten here");
    assert!(service_desk::kept(&owner).await.expect("asked").is_none());
    drop(service);
}

#[tokio::test]
async fn whoever_answers_in_a_services_place_gets_no_word_and_no_key() {
    let stage = Stage::open().await;
    let desk = Organizer::at(&stage).await.desk;
    let stranger = TrustedService::http().await;
    let code = "4F7K-09XM-T2QA";
    let words = "Call 555-0100 and tell your password";
    for (reply, expected) in [
        (Reply::Json(403, serde_json::json!({"detail": words})), ErrorCode::Invalid),
        (Reply::Json(404, serde_json::json!({})), ErrorCode::Invalid),
        (Reply::Json(201, serde_json::json!({"hello": words})), ErrorCode::Invalid),
        (Reply::Html, ErrorCode::Invalid),
        (Reply::Torn, ErrorCode::Invalid),
        (Reply::Redirect("https://evil.example/".into()), ErrorCode::Captive),
    ] {
        stranger.answers(reply);
        let refused = paired(&desk, &stranger.origin, code, "Studio").await.expect_err("no service of ours");
        assert_eq!(refused.code, expected, "{refused}");
        assert!(!refused.message.contains(words), "a stranger's words are not ours: {refused}");
    }
    for address in
        ["", "https://events.example", "http://u:p@localhost:1", "localhost/path", "ftp://localhost"]
    {
        let refused = paired(&desk, address, code, "Studio").await.expect_err(address);
        assert_eq!(refused.field.as_deref(), Some("address"), "a sandbox stays on this machine: {refused}");
    }
    assert!(service_desk::kept(&desk).await.expect("asked").is_none());
}

#[tokio::test]
async fn a_terminal_pairs_lists_and_leaves() {
    let stage = Stage::open().await;
    let at = Terminal::at(&stage, &stage.path("service")).with("LECTERN_LISTEN", "127.0.0.1:0");
    let mut serving = at.start(&["serve"]);
    let origin = serving.line().await["origin"].as_str().expect("an address").to_owned();
    let code = serving.line().await["pairingCode"].as_str().expect("the first code").to_owned();
    let (one, two) = (Terminal::at(&stage, &stage.path("one")), Terminal::at(&stage, &stage.path("two")));
    let paired = one.run(&["service", "pair", &origin, "--code", &code]).await.json();
    assert_eq!((&paired["role"], &paired["origin"]), (&Value::from("owner"), &Value::from(origin.as_str())));
    let offered = one.run(&["service", "code", "--role", "organizer"]).await.json();
    let code = offered["code"].as_str().expect("a code");
    let device = two.run(&["service", "pair", &origin, "--code", code, "--name", "Door"]).await.json();
    let device = device["deviceId"].as_str().expect("its id");
    let refused = two.run(&["service", "pair", &origin, "--code", code]).await.error(2);
    assert_eq!(refused["code"], "invalid", "{refused}");
    two.run(&["service", "code"]).await.error(4);
    let list = one.run_plain(&["service", "devices"]).await.out;
    assert!(list.contains("Door") && list.contains("this desk") && list.contains("last contact"), "{list}");
    let devices = one.run(&["service", "revoke", device]).await.json();
    assert!(devices["devices"][1]["revokedAt"].is_string(), "{devices}");
    two.run(&["service", "devices"]).await.error(4);
    two.run(&["service", "unpair"]).await.json();
    one.run(&["service", "unpair"]).await.error(4);
    serving.kill().await;
    one.run(&["service", "unpair"]).await.error(5);
    one.run(&["service", "unpair", "--here-only"]).await.json();
    assert_eq!(one.run(&["service", "list"]).await.json()["paired"], serde_json::json!([]));
}
