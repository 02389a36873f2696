//! `lectern serve` killed, or out of room, while people register on its pages: whoever was told that they are registered is
//! on the list.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use lectern_core::SystemClock;
use lectern_core::registration::list::{self, ListFilter, RegistrantRow};
use lectern_core::registration::ticket;
use lectern_core::serving::publication::{self, PageLook};
use lectern_tests::{Organizer, Running, Stage, Terminal, Visitor, skipped};
use tokio::task::JoinSet;

use crate::serving::SmallDisk;

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

async fn everybody(organizer: &Organizer, event: &str) -> Vec<RegistrantRow> {
    let mut listed = Vec::new();
    loop {
        let offset = u32::try_from(listed.len()).expect("a list");
        let page = list::page(&organizer.desk, event, "", ListFilter::default(), offset, 500).await;
        let rows = page.expect("a list").rows;
        if rows.is_empty() {
            return listed;
        }
        listed.extend(rows);
    }
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
    let listed = everybody(&back, &event).await;
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

#[tokio::test]
async fn on_a_full_disk_a_visitor_is_told_and_the_others_stay_on_the_list() {
    let stage = Stage::open().await;
    let disk = stage.path("disk");
    let Some(_disk) = SmallDisk::at(&disk) else {
        return skipped("a small disk can't be mounted here, so nobody filled one up");
    };
    let dir = disk.join("profile");
    Organizer::profile(&dir);
    let organizer = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    organizer.sign_in().await;
    let event = organizer.event("Open day", None).await;
    publication::open_here(&organizer.desk, &event, "open-day", &PageLook::default()).await.expect("open");
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir)
        .with("LECTERN_LISTEN", "127.0.0.1:0")
        .with("LECTERN_REGISTRATIONS_A_MINUTE", "1000000");
    let (running, visitor) = begun(&terminal, &stage.path("full.log")).await;
    std::fs::write(disk.join("rubbish"), vec![7; 64 << 20]).expect_err("more than there is room for");
    let (mut acknowledged, mut refused) = (0, None);
    for number in 0..2_000 {
        let email = format!("p{number}@example.org");
        let form = [("name", "Somebody"), ("email", email.as_str())];
        let told = visitor.form("/e/open-day?lang=en", &form).await.expect("an answer");
        if told.status != 303 {
            refused = Some(told);
            break;
        }
        acknowledged += 1;
    }
    let refused = refused.expect("a full disk takes nobody");
    assert_eq!(refused.status, 507, "{refused:?}");
    assert!(refused.text.contains("That did not work"), "a page, for a visitor: {refused:?}");
    assert!(!refused.text.contains(disk.to_str().expect("text")), "{refused:?}");
    assert_eq!(visitor.get("/e/open-day", None).await.expect("an answer").status, 200, "it can be looked at");
    std::fs::remove_file(disk.join("rubbish")).expect("removed");
    let form = [("name", "Late"), ("email", "late@example.org")];
    let told = visitor.form("/e/open-day", &form).await.expect("an answer");
    assert_eq!(told.status, 303, "with room again it goes on by itself: {told:?}");
    assert_eq!(running.signalled("TERM").await, Some(0));
    let back = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    assert_eq!(everybody(&back, &event).await.len(), acknowledged + 1, "everybody who was told yes");
}
