//! What an application may ask for in 30 seconds, alone and inside a batch, on a clock that stands still.

use serde_json::{Value, json};

use crate::planner::{NOW, Planner, WEBINARS, outsider, webinar};

async fn limited() -> Planner {
    let planner = Planner::open().await;
    planner.order("/clock", json!({"now": NOW, "frozen": true})).await;
    planner.services.switch(json!({"virtualEventWrites": 15, "virtualEventReads": 750})).await;
    planner
}

#[tokio::test]
async fn fifteen_writes_fit_into_thirty_seconds() {
    let planner = limited().await;
    for number in 1..=15 {
        let made = planner.ask("POST", WEBINARS, Some(webinar())).await;
        assert_eq!(made.status, 201, "write {number}: {}", made.body);
        planner.order("/clock", json!({"advanceSeconds": 1})).await;
    }
    let refused = planner.ask("POST", WEBINARS, Some(webinar())).await;
    assert_eq!((refused.status, refused.code()), (429, "TooManyRequests"), "{}", refused.body);
    // Fifteen in the window and the refused one: a place is free when the second of them is 30 seconds old.
    assert_eq!(refused.header("retry-after"), "16", "the wait is told, and it is the true one");
    assert_eq!(
        planner.ask("GET", &format!("{WEBINARS}/getByUserRole(role='organizer')"), None).await.status,
        200
    );
    planner.order("/clock", json!({"advanceSeconds": 16})).await;
    assert_eq!(planner.ask("POST", WEBINARS, Some(webinar())).await.status, 201, "who waits is served");
}

#[tokio::test]
async fn who_goes_on_while_throttled_stays_throttled() {
    let planner = limited().await;
    for _ in 0..15 {
        planner.ask("POST", WEBINARS, Some(webinar())).await;
    }
    for _ in 0..35 {
        assert_eq!(planner.ask("POST", WEBINARS, Some(webinar())).await.status, 429);
        planner.order("/clock", json!({"advanceSeconds": 1})).await;
    }
    let refused = planner.ask("POST", WEBINARS, Some(webinar())).await;
    assert_eq!(refused.status, 429, "refused requests count: {}", refused.body);
}

#[tokio::test]
async fn each_request_of_a_batch_counts_and_has_its_own_wait() {
    let planner = limited().await;
    planner.services.switch(json!({"virtualEventWrites": 0})).await;
    let path = planner.published().await;
    planner.services.switch(json!({"virtualEventWrites": 15})).await;
    planner.order("/clock", json!({"advanceSeconds": 30})).await;
    let one = |number: u32| {
        json!({
            "id": number.to_string(), "method": "POST", "url": format!("{path}/registrations"),
            "headers": {"Content-Type": "application/json"}, "body": outsider(number),
        })
    };
    let batch = json!({"requests": (0..20).map(one).collect::<Vec<_>>()});
    let answer = planner.ask_app("POST", "/$batch", Some(batch)).await;
    assert_eq!(answer.status, 200, "the batch itself is served");
    let answers = answer.body["responses"].as_array().expect("a list");
    let with = |status: u16| answers.iter().filter(|one| one["status"] == status).collect::<Vec<&Value>>();
    assert_eq!((with(204).len(), with(429).len()), (15, 5), "{}", answer.body);
    assert!(with(204).iter().all(|one| one.get("body").is_none()), "204 has no body in a batch either");
    let waits = with(429).iter().all(|one| one["headers"]["Retry-After"] == "30");
    assert!(waits, "each is told its wait: {}", answer.body);
}

#[tokio::test]
async fn limits_are_an_applications_own_and_can_be_switched() {
    let planner = limited().await;
    planner.services.switch(json!({"virtualEventReads": 2, "virtualEventWindowSeconds": 10})).await;
    let mine = format!("{WEBINARS}/getByUserRole(role='organizer')");
    for status in [200, 200, 429] {
        assert_eq!(planner.ask("GET", &mine, None).await.status, status);
    }
    assert_eq!(planner.ask_app("GET", WEBINARS, None).await.status, 200, "another application has its own");
    planner.order("/clock", json!({"advanceSeconds": 10})).await;
    assert_eq!(planner.ask("GET", &mine, None).await.status, 200);
}
