//! People who register on an event's page all at once: through the page's endpoint, and by the same durable grouped
//! commits without a page before them. As one JSON object.
//!
//! `cargo run --release -p lectern-tests --example registering_bench [people [rounds]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::sync::Arc;
use std::time::{Duration, Instant};

use lectern_core::SystemClock;
use lectern_core::registration::register::NewRegistrant;
use lectern_core::serving::pages::Reception;
use lectern_core::serving::pages::register::Answer;
use lectern_domain::language::Language;
use lectern_tests::{Service, Stage};
use serde_json::json;
use tokio::task::JoinSet;

/// So many at once, one after the other each.
const AT_ONCE: usize = 256;

#[tokio::main]
async fn main() {
    let arguments: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let (people, rounds) =
        (arguments.first().copied().unwrap_or(10_000), arguments.get(1).copied().unwrap_or(3));
    let stage = Stage::open().await;
    let service = Arc::new(Service::start(&stage, Arc::new(SystemClock)).await);
    let (mut ours, mut base) = (Vec::new(), Vec::new());
    // The first round warms both and is not counted.
    for round in 0..=rounds {
        service.event(&format!("Commit {round}"), 60 * 24).await;
        service.event(&format!("Page {round}"), 60 * 24).await;
        let commits = by_commit(&service, &format!("commit-{round}"), people).await;
        let page = by_page(&service, &format!("/e/page-{round}"), people).await;
        if round > 0 {
            base.push(commits.as_secs_f64());
            ours.push(page.as_secs_f64());
        }
    }
    println!("{}", json!({"people": people, "ours": ours, "base": base}));
}

async fn by_commit(service: &Arc<Service>, slug: &str, people: usize) -> Duration {
    let reception = Arc::new(Reception::open(Arc::clone(&service.desk)));
    let began = Instant::now();
    let mut working = JoinSet::new();
    for worker in 0..AT_ONCE {
        let (service, reception, slug) = (Arc::clone(service), Arc::clone(&reception), slug.to_owned());
        working.spawn(async move {
            for number in (worker..people).step_by(AT_ONCE) {
                let new = NewRegistrant {
                    name: format!("Visitor {number}"),
                    email: format!("visitor{number}@example.org"),
                    ..NewRegistrant::default()
                };
                let answer = reception.register(&service.desk, &slug, new, Language::English).await;
                let answer = answer.expect("an answer");
                assert!(matches!(answer, Answer::Taken(_)), "{answer:?}");
            }
        });
    }
    working.join_all().await;
    began.elapsed()
}

async fn by_page(service: &Arc<Service>, path: &str, people: usize) -> Duration {
    let began = Instant::now();
    let mut working = JoinSet::new();
    for worker in 0..AT_ONCE {
        let (service, path) = (Arc::clone(service), path.to_owned());
        working.spawn(async move {
            for number in (worker..people).step_by(AT_ONCE) {
                let (name, email) = (format!("Visitor {number}"), format!("visitor{number}@example.org"));
                let sent = service.form(&path, &[("name", &name), ("email", &email)]).await;
                assert_eq!(sent.status, 303, "{}", sent.text);
            }
        });
    }
    working.join_all().await;
    began.elapsed()
}
