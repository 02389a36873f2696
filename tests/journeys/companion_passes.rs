//! As whom, and by which answer, one joins in the call's own window.

use lectern_core::companion::{self, CompanionPhase};
use lectern_tests::{Attendee, Reply, Stage, TrustedService, token};
use serde_json::{Value, json};

use super::companion::Room;

#[tokio::test]
async fn as_whom_one_joins_is_chosen_on_its_page_too() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let (_, page) = room.page().await;
    let view = page.prepared().await;
    let whom: Vec<&Value> =
        view["identities"].as_array().expect("a list").iter().map(|one| &one["as"]).collect();
    assert_eq!(whom, [&json!("guest"), &json!("teams")]);
    let start = json!({"joinId": view["joinId"], "displayName": "", "joinsAs": "teams"});
    let pass = page.told("joining|start_join", start).await;
    assert_eq!(
        (&pass["as"], &pass["callOnly"], &pass["displayName"]),
        (&json!("teams"), &json!(true), &json!(""))
    );
    assert!(pass["userId"].as_str().is_some_and(|id| id.starts_with("8:orgid:")), "a Teams identity: {pass}");
    companion::close(&room.desk).await;
    room.cleared().await;
    drop(room);
    stage.close("joining as oneself in a window of its own").await;
}

#[tokio::test]
async fn a_ticket_whose_code_is_good_for_one_answer_is_joined_by_that_answer() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let service = TrustedService::http().await;
    let until = room.desk.now().as_second() + 3600;
    let guest = "8:acs:b2f6c9d1-37e4-4f0a-8c5d-61a9e0743b28_00000000-0000-0000-0000-0000000000a1";
    let expires = jiff::Timestamp::from_second(until).expect("an instant").to_string();
    let pass = json!({"joinTarget": {"meetingLink": "https://teams.microsoft.com/meet/2345678901234?p=abcDEF"},
        "userId": guest, "displayName": "Ana Reyes", "endpoint": stage.endpoints().acs.as_str(),
        "token": token(guest, until), "expiresOn": expires, "refreshKey": "r3fresh-1"});
    service.answers(Reply::Json(200, pass));
    let input = service.link("lectern-sandbox", "01ARZ3NDEKTSV4RRFFQ69G5FAV", None);
    let decided = Attendee::follow_trusting(&room.desk, &input, service.host()).await.expect("led");
    service.answers(Reply::Json(410, json!({"error": "used"})));
    room.take_over(&input, Some((&decided.join_id, &service))).await.expect("opened");
    let (process, page) = room.entered().await;
    let view = page.prepared().await;
    assert_eq!(view["surface"], json!("window"), "the desktop window's answer is the companion's: {view}");
    assert_eq!(page.prepared().await["surface"], json!("window"), "loaded again it is still there");
    let start = json!({"joinId": view["joinId"], "displayName": "Ana"});
    let given = page.told("joining|start_join", start).await;
    assert_eq!(given["userId"], json!(guest));
    // The refresh key changes hands once; whoever goes back in must have the new one.
    service.renews(Reply::Json(
        200,
        json!({"token": token(guest, until), "expiresOn": expires, "refreshKey": "r3fresh-2"}),
    ));
    page.told("joining|refresh_join", json!({"joinId": view["joinId"]})).await;
    page.report("inCall").await;
    let killed = std::process::Command::new("kill").args(["-9", &process.to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()), "the browser is gone");
    room.until(CompanionPhase::Crashed).await;
    room.take_over(&input, Some((&decided.join_id, &service))).await.expect("opened again");
    let (_, page) = room.entered().await;
    let view = page.prepared().await;
    page.told("joining|start_join", json!({"joinId": view["joinId"], "displayName": "Ana"})).await;
    page.told("joining|refresh_join", json!({"joinId": view["joinId"]})).await;
    let asked = service.asked();
    let codes = asked.iter().filter(|(path, _)| path == "/v1/join").count();
    assert_eq!(codes, 1, "the code was used once: {asked:?}");
    assert_eq!(
        asked.last().map(|(_, body)| &body["refreshKey"]),
        Some(&json!("r3fresh-2")),
        "by the newest key"
    );
    companion::close(&room.desk).await;
    room.cleared().await;
    drop(room);
    stage.close("a code for one answer").await;
}
