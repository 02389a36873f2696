//! `lectern serve` killed while people register on its pages: whoever was told that they are registered is on the list.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use lectern_core::SystemClock;
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::ticket;
use lectern_core::serving::publication::{self, PageLook};
use lectern_tests::{Organizer, Running, Stage, Terminal, Visitor};
use tokio::task::JoinSet;

async fn begun(terminal: &Terminal, log: &std::path::Path) -> (Running, Visitor) {
    let mut running = terminal.start_logged(&["serve"], log);
    let origin = running.line().await["origin"].as_str().expect("an origin").to_owned();
    (running, Visitor::plain(&origin))
}

/// One person after the other, until nobody answers: the addresses of those who were told yes.
async fn arriving(visitor: Visitor, whose: String) -> Vec<String> {
    let mut told = Vec::new();
    for number in 0.. {
        let email = format!("{whose}-{number}@example.org");
        let Some(answer) = visitor.form("/e/open-day", &[("name", &whose), ("email", &email)]).await else {
            break;
        };
        assert_eq!(answer.status, 303, "{answer:?}");
        assert!(answer.header("location").contains("done=place"), "{answer:?}");
        told.push(email);
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_who_was_told_yes_is_on_the_list_after_a_kill() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Open day", None).await;
    publication::open_here(&organizer.desk, &event, "open-day", &PageLook::default()).await.expect("open");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir)
        .with("LECTERN_LISTEN", "127.0.0.1:0")
        .with("LECTERN_REGISTRATIONS_A_MINUTE", "1000000");
    let log = stage.path("killed.log");
    let (mut acknowledged, mut kills) = (Vec::new(), 0);
    for round in 0..3_u64 {
        let (running, visitor) = begun(&terminal, &log).await;
        let mut load = JoinSet::new();
        for hand in 0..8 {
            load.spawn(arriving(visitor.fresh(), format!("r{round}h{hand}")));
        }
        tokio::time::sleep(Duration::from_millis(600 + 230 * round)).await;
        kills += u32::from(running.kill().await);
        for told in load.join_all().await {
            acknowledged.extend(told);
        }
    }
    let (running, visitor) = begun(&terminal, &log).await;
    assert_eq!(visitor.get("/readyz", None).await.expect("it is back").status, 200);
    assert_eq!(running.signalled("TERM").await, Some(0));
    assert!(kills == 3 && acknowledged.len() > 20, "{kills} kills among {} answers", acknowledged.len());

    let back = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    let mut listed = Vec::new();
    loop {
        let offset = u32::try_from(listed.len()).expect("a list");
        let page =
            list::page(&back.desk, &event, "", ListFilter::default(), offset, 500).await.expect("a list");
        if page.rows.is_empty() {
            break;
        }
        listed.extend(page.rows);
    }
    let there: BTreeSet<&str> = listed.iter().map(|row| row.email.as_str()).collect();
    assert_eq!(there.len(), listed.len(), "nobody twice");
    let lost: Vec<&String> = acknowledged.iter().filter(|email| !there.contains(email.as_str())).collect();
    assert!(lost.is_empty(), "of {} who were told yes, {lost:?} are not on the list", acknowledged.len());
    for row in &listed {
        ticket::show(&back.desk, &row.id)
            .await
            .expect("whoever is on it has a ticket: nobody is there by half");
    }
    let planned = back.outbox(&event).await.counts;
    let all = planned.planned + planned.sending + planned.delivered + planned.failed + planned.ambiguous;
    assert_eq!(all as usize, listed.len(), "and one confirmation: {planned:?}");
}
