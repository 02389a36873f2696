//! The feed of a service while others write: it waits for nobody, a part that was cut off comes again as it was, and what
//! changes meanwhile comes behind everything else.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::registration::remove;
use lectern_core::serving::handed::FeedLine;
use lectern_core::serving::{ServingError, publishing};
use lectern_tests::{Service, Stage};

const NAMES: [&str; 7] = ["Ana", "Ben", "Cem", "Dana", "Eli", "Fay", "Gia"];
/// So long nobody who reads waits.
const PATIENCE: Duration = Duration::from_secs(5);

async fn part(desk: &Desk, event: &str, after: i64, limit: u32) -> Vec<FeedLine> {
    publishing::feed(desk, event, after, Some(limit)).await.expect("a part")
}

/// Who is named, and how they stand, each with the number of the line.
fn people(lines: &[FeedLine]) -> Vec<(i64, String, String)> {
    let person = |line: &FeedLine| match line {
        FeedLine::Person { seq, person } => Some((*seq, person.name.clone(), format!("{:?}", person.status))),
        _ => None,
    };
    lines.iter().filter_map(person).collect()
}

fn end(lines: &[FeedLine]) -> (i64, bool) {
    let Some(FeedLine::End { cursor, more, .. }) = lines.last() else { panic!("no end: {lines:?}") };
    (*cursor, *more)
}

async fn filled(service: &Service) -> (String, Vec<String>) {
    let event = service.event("Open day", 60).await;
    let mut ids = Vec::new();
    for name in NAMES {
        let email = format!("{}@contoso.example", name.to_lowercase());
        ids.push(service.ticket(&event, name, &email).await.0);
    }
    (event, ids)
}

#[tokio::test]
async fn a_part_that_was_cut_off_comes_again_and_a_change_meanwhile_comes_last() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let (event, ids) = filled(&service).await;
    let mut read = Vec::new();
    let first = part(&service.desk, &event, 0, 3).await;
    let (cursor, more) = end(&first);
    assert!(more, "seven people are more than three lines");
    read.extend(people(&first));
    // The next part is lost on its way, after some of it came: from the same place it is the same, to the line.
    let lost = part(&service.desk, &event, cursor, 3).await;
    let again = part(&service.desk, &event, cursor, 3).await;
    assert_eq!(people(&again), people(&lost));
    assert_eq!(end(&again), end(&lost));
    // Where the first of its lines had arrived, it goes on behind that one.
    let arrived = people(&lost)[0].0;
    assert_eq!(people(&part(&service.desk, &event, arrived, 3).await)[0], people(&lost)[1]);
    read.extend(people(&again));
    // Somebody who was read already changes, and somebody who was not yet.
    let (early, late) = (read[0].1.clone(), "Gia".to_owned());
    assert_eq!(early, "Ana");
    let both = vec![ids[0].clone(), ids[6].clone()];
    remove::remove(&service.desk, &event, both).await.expect("removed");
    let mut cursor = end(&again).0;
    loop {
        let lines = part(&service.desk, &event, cursor, 3).await;
        read.extend(people(&lines));
        let (next, more) = end(&lines);
        assert!(next > cursor || !more, "it gets on");
        cursor = next;
        if !more {
            break;
        }
    }
    let told = |name: &str| -> Vec<&str> {
        read.iter().filter(|(_, who, _)| who == name).map(|(_, _, status)| status.as_str()).collect()
    };
    assert_eq!(told(&early), ["Registered", "Cancelled"], "once more, as they stand now");
    assert_eq!(told(&late), ["Cancelled"], "once, as they stand now");
    for name in &NAMES[1..6] {
        assert_eq!(told(name), ["Registered"], "{name} comes once");
    }
    assert!(read.is_sorted_by_key(|(seq, ..)| *seq), "in order");
    service.stop().await;
    stage.close("feeding::cut").await;
}

#[tokio::test]
async fn it_is_read_while_somebody_writes_and_shows_what_was_there_before() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let (event, ids) = filled(&service).await;
    let before = part(&service.desk, &event, 0, 100).await;
    let (go, wait) = mpsc::channel::<()>();
    let (told, heard) = tokio::sync::oneshot::channel();
    let (desk, id) = (Arc::clone(&service.desk), ids[0].clone());
    // As a long import does: it has written, and is not done.
    let writing = tokio::spawn(async move {
        desk.write(move |w| {
            w.registrants().forget(&id)?;
            let _ = told.send(());
            let _ = wait.recv();
            Ok::<_, ServingError>(())
        })
        .await
    });
    heard.await.expect("it writes");
    let meanwhile = tokio::time::timeout(PATIENCE, part(&service.desk, &event, 0, 100)).await;
    assert_eq!(people(&meanwhile.expect("nobody waits for a writer")), people(&before));
    go.send(()).expect("it waits");
    writing.await.expect("ended").expect("written");
    let after = part(&service.desk, &event, 0, 100).await;
    assert!(after.iter().any(|line| matches!(line, FeedLine::Gone { id, .. } if *id == ids[0])), "{after:?}");
    assert_eq!(people(&after).len(), 6);
    service.stop().await;
    stage.close("feeding::meanwhile").await;
}
