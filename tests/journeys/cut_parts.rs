//! Many people of an event that a service decides about, and a desk that is killed in the middle of its parts: an import, a
//! removal and its undo are gone on with, each part counts once, and the account of it is whole.

use std::time::Duration;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::publishing::{publish, show, sync};
use lectern_core::registration::bulk::chosen::Chosen;
use lectern_core::registration::bulk::list::{BulkView, list as changes};
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::bulk::{removal, undo};
use lectern_core::registration::import::resume;
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::remove;
use lectern_core::serving::publication::PageLook;
use lectern_domain::bulk::BulkState;
use lectern_domain::registration::RegistrantStatus;
use lectern_tests::{Fate, Organizer, Terminal, Wire};

use crate::cut_publishing::Room;

/// One more than a part holds.
const PEOPLE: u32 = 1_001;
/// Each of two parts is asked for, and followed.
const REQUESTS: usize = 4;

fn people() -> String {
    let lines: Vec<String> = (0..PEOPLE).map(|n| format!("Guest {n:04},guest{n:04}@example.org\n")).collect();
    format!("Name,Email\n{}", lines.concat())
}

/// How many are registered, at the desk and at the service.
async fn registered(room: &Room, event: &str) -> (u32, u32) {
    let filter =
        || ListFilter { statuses: Some(vec![RegistrantStatus::Registered]), ..ListFilter::default() };
    let of = async |desk: &Desk| list::page(desk, event, "", filter(), 0, 1).await.expect("a list").matching;
    (of(room.desk()).await, of(&room.service).await)
}

async fn latest(room: &Room, event: &str) -> BulkView {
    changes(room.desk(), event).await.expect("a list").swap_remove(0)
}

async fn published(room: &Room, title: &str) -> String {
    let event = room.organizer.event(title, None).await;
    publish::publish(room.desk(), &event, &event, &PageLook::default()).await.expect("published");
    event
}

/// The program is killed at its request at `place`, heard or not.
async fn killed(terminal: &Terminal, wire: &Wire, arguments: &[&str], (place, fate): (usize, Fate)) {
    wire.plan(std::iter::repeat_n(Fate::Through, place).chain([fate]));
    let running = terminal.start(arguments);
    wire.until_stuck().await;
    assert!(running.kill().await, "{arguments:?}: it was at work at {place}");
}

fn places() -> impl Iterator<Item = (usize, Fate)> {
    (0..REQUESTS).flat_map(|place| [(place, Fate::StuckBefore), (place, Fate::StuckAfter)])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_is_killed_between_the_parts_of_an_import_goes_on_with_it() {
    let room = Box::pin(Room::open()).await;
    let terminal = Terminal::at(&room.stage, room.organizer.dir());
    let file = room.stage.path("guests.csv");
    std::fs::write(&file, people()).expect("written");
    for at in places() {
        let event = published(&room, &format!("{at:?}")).await;
        let import = ["registrants", "import", file.to_str().expect("text"), "--event", &event];
        killed(&terminal, &room.wire, &import, at).await;
        let left = latest(&room, &event).await;
        assert!(left.interrupted, "{at:?}: its file is kept: {left:?}");
        let report = resume::resume(room.desk(), &left.id, untold()).await.expect("gone on with");
        assert_eq!((report.imported, report.duplicates, report.error_count), (1_001, 0, 0), "{at:?}");
        assert_eq!(registered(&room, &event).await, (PEOPLE, PEOPLE), "{at:?}: nobody twice");
        let undone = undo::undo(room.desk(), &event, Some(left.id), None, untold()).await.expect("undone");
        assert_eq!((undone.people, undone.left), (1_001, 0), "{at:?}: its account names everybody");
        assert_eq!(registered(&room, &event).await, (0, 0), "{at:?}");
    }
    room.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_of_one_desk_that_hear_the_same_answer_write_it_down_once() {
    let room = Box::pin(Room::open()).await;
    let event = room.event("Both").await;
    publish::publish(room.desk(), &event, &event, &PageLook::default()).await.expect("published");
    let cem = list::page(&room.service, &event, "Cem", ListFilter::default(), 0, 1).await.expect("a list");
    remove::remove(&room.service, &event, vec![cem.rows[0].id.clone()]).await.expect("off it there");
    let beside =
        Organizer::back_at(&room.stage, room.organizer.dir(), std::sync::Arc::new(SystemClock)).await;
    // While the one waits for its answer, the other sends what waits.
    room.wire.plan([Fate::Late(Duration::from_millis(800))]);
    let everybody = Chosen::Matching { query: String::new(), filter: ListFilter::default(), except: vec![] };
    let (done, other) = tokio::join!(removal::remove(room.desk(), &event, everybody, untold()), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        sync::sync(&beside.desk, &event).await
    });
    assert_eq!(other.expect("up to date").waiting, []);
    let done = done.expect("an answer");
    assert_eq!((done.people, done.left.len()), (3, 1), "Cem was off it already, once: {done:?}");
    room.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_is_killed_between_the_parts_of_a_removal_or_its_undo_goes_on_with_it() {
    let room = Box::pin(Room::open()).await;
    let terminal = Terminal::at(&room.stage, room.organizer.dir());
    let event = published(&room, "Many").await;
    room.organizer.import(&event, &people()).await.expect("imported");
    for at in places() {
        let remove = ["registrants", "remove", "--event", &event, "--everybody"];
        killed(&terminal, &room.wire, &remove, at).await;
        let shown = sync::sync(room.desk(), &event).await.expect("it goes on by itself");
        assert_eq!(shown.waiting, [], "{at:?}");
        let done = latest(&room, &event).await;
        assert_eq!((done.state, done.people, done.waits), (BulkState::Done, PEOPLE, false), "{at:?}");
        assert_eq!(registered(&room, &event).await, (0, 0), "{at:?}");

        let back = ["registrants", "undo", "--event", &event];
        killed(&terminal, &room.wire, &back, at).await;
        sync::sync(room.desk(), &event).await.expect("it goes on by itself");
        let undone = latest(&room, &event).await;
        assert_eq!((undone.state, undone.waits), (BulkState::Undone, false), "{at:?}");
        assert_eq!(registered(&room, &event).await, (PEOPLE, PEOPLE), "{at:?}: exactly as before");
    }
    let shown = show::published(room.desk(), &event).await.expect("asked").expect("published");
    assert_eq!(shown.problem, None);
    room.stop().await;
}
