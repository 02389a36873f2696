//! What had to be put off leaves by itself when its wait is over, while the desk is open.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::desk::Desk;
use lectern_core::messages::run::{self as sending, RunReport, later};
use lectern_tests::{Organizer, Shifted, Stage};
use serde_json::json;

/// Longer than this is for ever.
const PATIENCE: Duration = Duration::from_mins(1);

async fn go_on(desk: &Arc<Desk>, why: &str) {
    let weak = Arc::downgrade(desk);
    let going = later::go_on(weak, false, &|_| {});
    tokio::time::timeout(PATIENCE, going).await.unwrap_or_else(|_| panic!("it ends: {why}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_put_off_leaves_when_its_wait_is_over() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let event = organizer.event("Put off", None).await;
    let guests = organizer.guests(&event, 3).await;
    let desk = Arc::new(organizer.desk);
    go_on(&desk, "nobody has sent anything").await;
    assert!(stage.mail().await.is_empty(), "what its organizer never sent is not sent by itself");

    stage.fault(json!({"route": "POST /emails:send", "status": 429, "retryAfter": 600})).await;
    let report: RunReport = sending::run(&desk, &|_| {}).await.expect("a pause is no failure");
    assert_eq!((report.sent, report.waiting), (0, 3), "{report:?}");
    sending::stop(&desk);
    go_on(&desk, "sending was stopped").await;
    assert!(stage.mail().await.is_empty(), "who stops it means it");

    let report = sending::run(&desk, &|_| {}).await.expect("asked again");
    assert_eq!(report.waiting, 1, "the others leave; the first still waits: {report:?}");
    clock.advance(SignedDuration::from_mins(11));
    stage.order("clock", json!({"advanceSeconds": 660})).await;
    go_on(&desk, "nothing waits any more").await;
    assert_eq!(stage.recipients().await, guests, "each once, and nobody pressed a button");

    let gone = Arc::downgrade(&desk);
    drop(desk);
    later::go_on(gone, true, &|_| {}).await;
    stage.close("what was put off").await;
}
