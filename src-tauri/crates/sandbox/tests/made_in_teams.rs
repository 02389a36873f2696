//! What only people do in Teams to webinars and town halls, ordered at the control door.

use serde_json::json;

use crate::planner::{Planner, WEBINARS, webinar};

#[tokio::test]
async fn what_is_made_in_teams_is_the_organizers_and_has_no_name() {
    let planner = Planner::open().await;
    let order = json!({"kind": "webinar", "publish": true, "event": webinar()});
    let made = planner.order("/virtual-events", order).await;
    let id = made["id"].as_str().expect("an id").to_owned();
    let listed = planner.ask("GET", &format!("{WEBINARS}/getByUserRole(role='organizer')"), None).await;
    assert_eq!(listed.body["value"][0]["id"], json!(id), "{}", listed.body);
    assert_eq!(listed.body["value"][0]["status"], "published");
    assert_eq!(listed.body["value"][0]["externalEventInformation"], json!([]), "no application knows it");
    let change = json!({"displayName": "Renamed", "status": "canceled"});
    planner.order(&format!("/virtual-events/{id}/change"), change).await;
    let read = planner.ask("GET", &format!("{WEBINARS}/{id}"), None).await;
    assert_eq!((&read.body["displayName"], &read.body["status"]), (&json!("Renamed"), &json!("canceled")));
    let hers = json!({"kind": "webinar", "organizer": "ana.reyes", "event": webinar()});
    let hers = planner.order("/virtual-events", hers).await["id"].as_str().expect("an id").to_owned();
    assert_eq!(planner.ask("GET", &format!("{WEBINARS}/{hers}"), None).await.status, 403, "not ours to see");
}

#[tokio::test]
async fn details_that_a_change_does_not_mention_stay_or_go() {
    for (answer, bio) in [("merges", json!("Plain.")), ("replaces", json!(null))] {
        let planner = Planner::open().await;
        planner.services.switch(json!({"presenterDetailsPatch": answer})).await;
        let presenters = format!("{}/presenters", planner.draft(webinar()).await);
        let guest = json!({
            "identity": {"@odata.type": "#microsoft.graph.communicationsGuestIdentity", "displayName": "Mina",
                         "email": "mina@example.org"},
            "presenterDetails": {"company": "Contoso", "bio": {"contentType": "text", "content": "Plain."}},
        });
        let mina = planner.ask("POST", &presenters, Some(guest)).await.text("id");
        let change = json!({"presenterDetails": {"company": "Fabrikam"}});
        let changed = planner.ask("PATCH", &format!("{presenters}/{mina}"), Some(change)).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        let details = &changed.body["presenterDetails"];
        assert_eq!((&details["company"], &details["bio"]["content"]), (&json!("Fabrikam"), &bio), "{answer}");
    }
}
