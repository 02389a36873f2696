//! Batches, throttling and the limits of a mailbox.

use serde_json::{Value, json};

use crate::services::{Services, event};

fn by_id<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let responses = answer["responses"].as_array().expect("a list");
    responses.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("no answer {id} in {answer}"))
}

#[tokio::test]
async fn each_request_of_a_batch_is_answered_as_if_it_came_alone() {
    let services = Services::open().await;
    let json_type = json!({"Content-Type": "application/json"});
    let body = json!({"requests": [
        {"id": "1", "method": "POST", "url": "/me/events", "headers": json_type, "body": event(None)},
        {"id": "2", "method": "GET", "url": "me?$select=displayName"},
        {"id": "3", "method": "GET", "url": "/me/events/AAMkAAno"},
        {"id": "4", "method": "POST", "url": "/me/onlineMeetings", "headers": json_type, "body": {"shout": true}},
        {"id": "5", "method": "GET", "url": "https://graph.microsoft.com/v1.0/me"},
        {"id": "6", "method": "POST", "url": "/me/events/AAMkAAno/cancel", "headers": json_type, "body": {}},
    ]});
    let answer = services.graph("POST", "/$batch", Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(by_id(&answer.body, "1")["status"], 201, "{}", answer.body);
    assert_eq!(by_id(&answer.body, "2")["body"]["displayName"], "Contoso Events");
    assert_eq!(by_id(&answer.body, "3")["body"]["error"]["code"], "ErrorInvalidIdMalformed");
    assert_eq!(by_id(&answer.body, "4")["body"]["error"]["code"], "RequestBodyRead");
    let bodiless = &by_id(&answer.body, "6")["body"]["error"]["code"];
    assert_eq!(bodiless, "ErrorInvalidIdMalformed", "a POST with nothing to say brings {{}}");
    let absolute = &by_id(&answer.body, "5")["body"]["error"]["message"];
    assert_eq!(absolute, "Resource not found for the segment 'https:'.", "addresses in a batch are relative");
}

#[tokio::test]
async fn what_depends_on_a_failure_fails_and_inner_requests_are_throttled_alone() {
    let services = Services::open().await;
    let fault = json!({"route": "GET /me/events", "count": 1, "status": 429, "retryAfter": 7});
    assert_eq!(services.desk.control("/faults", fault).await.status, 200);
    let body = json!({"requests": [
        {"id": "a", "method": "GET", "url": "/me/events"},
        {"id": "B", "method": "GET", "url": "/me", "dependsOn": ["A"]},
    ]});
    let answer = services.graph("POST", "/$batch", Some(body)).await;
    let throttled = by_id(&answer.body, "a");
    assert_eq!((&throttled["status"], &throttled["headers"]["Retry-After"]), (&json!(429), &json!("7")));
    assert_eq!(
        by_id(&answer.body, "B")["status"],
        424,
        "ids compare without regard to case: {}",
        answer.body
    );
}

#[tokio::test]
async fn a_fifth_request_at_once_is_over_the_mailbox_concurrency_limit() {
    let services = Services::open().await;
    services.switch(json!({"outlookLatencyMs": 400})).await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let (http, url) = (services.desk.http.clone(), services.graph_url("/me/events?$top=1"));
        let token = services.token.clone();
        running.spawn(async move {
            let answer = http.get(url).bearer_auth(token).send().await.expect("an answer");
            let wait = answer.headers().get("retry-after").cloned();
            (answer.status().as_u16(), wait, answer.text().await.expect("a body"))
        });
    }
    let answers = running.join_all().await;
    let refused: Vec<_> = answers.iter().filter(|(status, ..)| *status == 429).collect();
    assert_eq!(refused.len(), 1, "four run, the fifth does not: {answers:?}");
    assert!(refused[0].1.is_some() && refused[0].2.contains("ApplicationThrottled"), "{refused:?}");
    let after = services.graph("GET", "/me/events?$top=1", None).await;
    assert_eq!(after.status, 200, "the places are free again");
}
