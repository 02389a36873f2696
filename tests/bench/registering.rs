//! People who register on an event's page all at once: through the page's endpoint, and by the same durable grouped
//! commits without a page before them. As one JSON object.
//!
//! `cargo run --release -p lectern-tests --example registering_bench [people [at-once]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::sync::Arc;
use std::time::Instant;

use lectern_core::SystemClock;
use lectern_core::registration::register::NewRegistrant;
use lectern_core::serving::pages::Reception;
use lectern_core::serving::pages::register::Answer;
use lectern_domain::language::Language;
use lectern_tests::{Service, Stage};
use serde_json::json;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let arguments: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let (people, at_once) =
        (arguments.first().copied().unwrap_or(10_000), arguments.get(1).copied().unwrap_or(256));
    let stage = Stage::open().await;
    let service = Arc::new(Service::start(&stage, Arc::new(SystemClock)).await);
    service.event("By Page", 60 * 24).await;
    service.event("By Commit", 60 * 24).await;
    let reception = Arc::new(Reception::open(Arc::clone(&service.desk)));

    let began = Instant::now();
    let mut working = JoinSet::new();
    for worker in 0..at_once {
        let (service, reception) = (Arc::clone(&service), Arc::clone(&reception));
        working.spawn(async move {
            for number in (worker..people).step_by(at_once) {
                let new = NewRegistrant {
                    name: format!("Visitor {number}"),
                    email: format!("visitor{number}@example.org"),
                    ..NewRegistrant::default()
                };
                let answer = reception.register(&service.desk, "by-commit", new, Language::English).await;
                let answer = answer.expect("an answer");
                assert!(matches!(answer, Answer::Taken(_)), "{answer:?}");
            }
        });
    }
    working.join_all().await;
    let commits = began.elapsed();

    let began = Instant::now();
    let mut working = JoinSet::new();
    for worker in 0..at_once {
        let service = Arc::clone(&service);
        working.spawn(async move {
            for number in (worker..people).step_by(at_once) {
                let (name, email) = (format!("Visitor {number}"), format!("visitor{number}@example.org"));
                let sent = service.form("/e/by-page", &[("name", &name), ("email", &email)]).await;
                assert_eq!(sent.status, 303, "{}", sent.text);
            }
        });
    }
    working.join_all().await;
    let page = began.elapsed();
    println!(
        "{}",
        json!({"people": people, "atOnce": at_once, "pageSeconds": page.as_secs_f64(),
               "commitSeconds": commits.as_secs_f64(), "ratio": page.as_secs_f64() / commits.as_secs_f64()})
    );
}
