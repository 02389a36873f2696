//! Publishing and giving back, cut off at every request that they are made of, in every way; and killed there. Gone on with,
//! it ends in one publication with everybody on it once, and in one list when it comes back.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::messages::list as outbox;
use lectern_core::publishing::{publish, show, sync, unpublish};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::{AddOutcome, NewRegistrant, add};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{RegistrationError, ticket};
use lectern_core::services::service_desk;
use lectern_core::serving::devices::Device;
use lectern_core::serving::publication::PageLook;
use lectern_core::serving::{listed, pairing as offering};
use lectern_domain::device::DeviceRole;
use lectern_domain::event::PublicationState;
use lectern_domain::registration::Rules;
use lectern_service::Running;
use lectern_service::config::Config;
use lectern_tests::{Fate, Organizer, Stage, Terminal, Wire};

/// What a publication of a short list is made of, guests behind their hosts.
const PUBLISHING: [&str; 6] = ["PUT", "PUT", "POST people", "POST people", "POST open", "GET feed"];
const GIVING_BACK: [&str; 4] = ["GET feed", "PUT", "DELETE", "GET feed"];
/// Every way in which one request comes to nothing, or to too much.
const FATES: [Fate; 6] = [
    Fate::CutAsking(40),
    Fate::CutAsking(usize::MAX),
    Fate::CutAnswering(0),
    Fate::CutAnswering(120),
    Fate::Held(1),
    Fate::Twice,
];

/// A desk and its service, with a wire between them.
pub(crate) struct Room {
    pub stage: Stage,
    pub service: Arc<Desk>,
    running: Running,
    pub organizer: Organizer,
    pub wire: Wire,
    device: Device,
}

impl Room {
    pub async fn open() -> Self {
        let stage = Stage::open().await;
        let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
        let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
        let running = lectern_service::start(Arc::clone(&service), config).await.expect("it serves");
        let wire = Wire::to(running.address).await;
        let organizer = Organizer::at(&stage).await;
        let role = DeviceRole::Organizer;
        let code = offering::offer(&service, role).await.expect("a code").code.grouped();
        let paired = service_desk::pair(&organizer.desk, &wire.origin, &code, Some("Studio")).await;
        let device = Device { id: paired.expect("paired").device_id, name: "Studio".into(), role };
        Self { stage, service, running, organizer, wire, device }
    }

    pub fn desk(&self) -> &Desk {
        &self.organizer.desk
    }

    pub async fn stop(self) {
        self.running.stop().await;
    }

    /// Three people and a guest of one of them, not published yet.
    pub async fn event(&self, title: &str) -> String {
        let event = self.organizer.event(title, Some(10)).await;
        let rules = Rules { guests: 1, ..Rules::default() };
        let rules = RegistrationSettings { capacity: Some(10), rules };
        settings::set(self.desk(), &event, rules).await.expect("set");
        for (name, guests) in [("Ana", Some(vec!["Gil".to_owned()])), ("Ben", None), ("Cem", None)] {
            add(self.desk(), &event, NewRegistrant { guests, ..person(name) }).await.expect("added");
        }
        event
    }

    async fn publish(&self, event: &str) -> bool {
        publish::publish(self.desk(), event, event, &PageLook::default()).await.is_ok()
    }

    /// One publication, everybody on it once, and one side that says what is to be said.
    async fn check_published(&self, event: &str, people: &[String], why: &str) {
        let shown = show::published(self.desk(), event).await.expect("asked").expect("published");
        assert_eq!((shown.state, shown.problem), (PublicationState::Open, None), "{why}");
        let listed = listed::events(&self.service, &self.device).await.expect("a list");
        assert_eq!(listed.iter().filter(|one| one.id == event).count(), 1, "{why}: one publication");
        assert_eq!(
            everybody(&self.service, event).await,
            people,
            "{why}: everybody, once, with their ticket"
        );
        assert_eq!(everybody(self.desk(), event).await, people, "{why}");
        let planned = (planned(self.desk(), event).await, planned(&self.service, event).await);
        assert_eq!(planned, (0, u32::try_from(people.len()).expect("few")), "{why}: one confirmation each");
    }
}

fn person(name: &str) -> NewRegistrant {
    let email = format!("{}@contoso.example", name.to_lowercase());
    NewRegistrant { name: name.into(), email, ..NewRegistrant::default() }
}

/// Name, standing and ticket.
async fn everybody(desk: &Desk, event: &str) -> Vec<String> {
    let page = list::page(desk, event, "", ListFilter::default(), 0, 50).await.expect("a list");
    let mut all = Vec::new();
    for row in page.rows {
        let code = ticket::show(desk, &row.id).await.expect("a ticket").code;
        all.push(format!("{} {:?} {} {code}", row.name, row.status, row.id));
    }
    all
}

async fn planned(desk: &Desk, event: &str) -> u32 {
    outbox::page(desk, event, None, 0, 1).await.expect("the outbox").counts.planned
}

/// What was asked, each by its method and the end of its path.
fn brief(asked: &[String], event: &str) -> Vec<String> {
    let short = |line: &String| line.replace(&format!("/v1/desk/events/{event}"), "").replace('/', "");
    asked.iter().map(short).map(|line| line.trim().to_owned()).collect()
}

/// The one at `place` meets this; those before it nothing.
fn at(place: usize, fate: Fate) -> impl Iterator<Item = Fate> {
    std::iter::repeat_n(Fate::Through, place).chain([fate])
}

/// Between two tries nobody decides, or the desk alone does: never both, and nobody is lost.
async fn in_between(room: &Room, event: &str, why: &str) {
    let shown = show::published(room.desk(), event).await.expect("asked");
    if shown.is_some_and(|shown| shown.state == PublicationState::Filling) {
        let refused = add(room.desk(), event, person("Dana")).await.expect_err("nobody decides");
        assert!(matches!(refused, RegistrationError::OnItsWay), "{why}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_publication_that_is_cut_off_anywhere_is_gone_on_with() {
    let room = Box::pin(Room::open()).await;
    let event = room.event("Whole").await;
    room.wire.asked();
    assert!(room.publish(&event).await, "a good wire");
    assert_eq!(brief(&room.wire.asked(), &event), PUBLISHING, "what there is to be cut off");
    for (place, what) in PUBLISHING.iter().enumerate() {
        for fate in FATES {
            let why = format!("{fate:?} at {place} ({what})");
            let event = room.event(&why).await;
            let people = everybody(room.desk(), &event).await;
            room.wire.plan(at(place, fate));
            let done = room.publish(&event).await;
            assert_eq!(done, fate == Fate::Twice, "{why}: whether it went is said");
            if !done {
                in_between(&room, &event, &why).await;
                assert!(room.publish(&event).await, "{why}: it goes on");
            }
            room.wire.is_mended().await;
            room.check_published(&event, &people, &why).await;
            let added = add(room.desk(), &event, person("Dana")).await.expect("an answer");
            assert!(
                matches!(added, AddOutcome::Registered { .. }),
                "{why}: and the service decides: {added:?}"
            );
        }
    }
    room.stop().await;
}

/// The colour of the page: as the desk has it, and as visitors see it.
async fn colours(room: &Room, event: &str) -> [Option<String>; 2] {
    let shown = show::published(room.desk(), event).await.expect("asked").expect("published");
    let listed = listed::events(&room.service, &room.device).await.expect("a list");
    let there = listed.into_iter().find(|one| one.id == event).expect("it is published");
    [shown.look.color, there.handed.look.color]
}

#[tokio::test]
async fn what_was_said_of_a_page_counts_by_when_it_was_said_and_not_by_when_it_arrived() {
    let room = Box::pin(Room::open()).await;
    let event = room.event("Page").await;
    let publish = async |color: &str| {
        let look = PageLook { color: Some(color.into()), ..PageLook::default() };
        publish::publish(room.desk(), &event, &event, &look).await.is_ok()
    };
    // Before it is published, and afterwards: what is held arrives behind all that was said after it.
    for (held, counts) in [("#111111", "#222222"), ("#333333", "#444444")] {
        room.wire.plan([Fate::Held(usize::MAX)]);
        assert!(!publish(held).await && publish(counts).await, "{counts}");
        room.wire.is_mended().await;
        assert_eq!(colours(&room, &event).await, [Some(counts.into()), Some(counts.into())]);
    }
    // Heard, and the desk was told that it failed: what the desk has counts.
    room.wire.plan([Fate::CutAnswering(0)]);
    assert!(!publish("#555555").await);
    sync::sync(room.desk(), &event).await.expect("up to date");
    assert_eq!(colours(&room, &event).await, [Some("#444444".into()), Some("#444444".into())]);
    room.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_on_its_way_back_that_is_cut_off_anywhere_comes_back_whole() {
    let room = Box::pin(Room::open()).await;
    let event = room.event("Whole").await;
    assert!(room.publish(&event).await, "a good wire");
    room.wire.asked();
    unpublish::unpublish(room.desk(), &event).await.expect("given back");
    assert_eq!(brief(&room.wire.asked(), &event), GIVING_BACK, "what there is to be cut off");
    for (place, what) in GIVING_BACK.iter().enumerate() {
        for fate in FATES {
            let why = format!("{fate:?} at {place} ({what})");
            let event = room.event(&why).await;
            assert!(room.publish(&event).await, "{why}: a good wire");
            // Somebody of whom the desk has not heard.
            add(&room.service, &event, person("Dana")).await.expect("added there");
            let people = everybody(&room.service, &event).await;
            room.wire.plan(at(place, fate));
            let done = unpublish::unpublish(room.desk(), &event).await.is_ok();
            assert_eq!(done, fate == Fate::Twice, "{why}: whether it went is said");
            if !done {
                unpublish::unpublish(room.desk(), &event)
                    .await
                    .unwrap_or_else(|error| panic!("{why}: {error}"));
            }
            room.wire.is_mended().await;
            assert!(show::published(room.desk(), &event).await.expect("asked").is_none(), "{why}");
            assert_eq!(everybody(room.desk(), &event).await, people, "{why}: with their tickets");
            assert_eq!(planned(room.desk(), &event).await, 5, "{why}: what is to be said is said here");
            let added = add(room.desk(), &event, person("Eva")).await.expect("an answer");
            assert!(matches!(added, AddOutcome::Registered { .. }), "{why}: this desk decides: {added:?}");
            assert!(room.publish(&event).await, "{why}: and it can be published anew");
            assert_eq!(everybody(&room.service, &event).await.len(), 6, "{why}");
        }
    }
    room.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_is_killed_while_it_publishes_goes_on_where_it_was() {
    let room = Box::pin(Room::open()).await;
    let terminal = Terminal::at(&room.stage, room.organizer.dir());
    for (place, what) in PUBLISHING.iter().enumerate() {
        for fate in [Fate::StuckBefore, Fate::StuckAfter] {
            let why = format!("{fate:?} at {place} ({what})");
            let event = room.event(&why).await;
            let people = everybody(room.desk(), &event).await;
            room.wire.plan(at(place, fate));
            let running = terminal.start(&["service", "publish", &event, "--slug", &event]);
            room.wire.until_stuck().await;
            assert!(running.kill().await, "{why}: it was at work");
            assert!(room.publish(&event).await, "{why}: begun again, it goes on");
            room.check_published(&event, &people, &why).await;
        }
    }
    room.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_of_several_parts_that_is_cut_off_between_them_is_there_once() {
    let room = Box::pin(Room::open()).await;
    let lines: Vec<String> = (0..1_001).map(|n| format!("Guest {n:04},guest{n:04}@example.org\n")).collect();
    let csv = format!("Name,Email\n{}", lines.concat());
    // The first part, and the one behind it, of which nobody has heard, or whose answer is lost.
    for (place, fate) in [(2, Fate::CutAnswering(0)), (3, Fate::CutAsking(9_000)), (3, Fate::Held(1))] {
        let why = format!("{fate:?} at {place}");
        let event = room.organizer.event(&why, None).await;
        room.organizer.import(&event, &csv).await.expect("imported");
        room.wire.plan(at(place, fate));
        assert!(!room.publish(&event).await, "{why}");
        assert!(room.publish(&event).await, "{why}: it goes on");
        room.wire.is_mended().await;
        let there = list::page(&room.service, &event, "", ListFilter::default(), 0, 1).await.expect("a list");
        assert_eq!((there.total, planned(&room.service, &event).await), (1_001, 1_001), "{why}");
    }
    room.stop().await;
}
