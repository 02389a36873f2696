//! Several desks on one service: what comes too late changes nothing, what one desk publishes the others work on, and
//! whom a service lost is not lost.

use std::sync::Arc;

use lectern_core::backup::make::{self, NewBackup};
use lectern_core::backup::{restore, untold};
use lectern_core::desk::Desk;
use lectern_core::error::DeskError;
use lectern_core::publishing::{PublishingError, let_in, missing, publish, show, sync, unpublish};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::{AddOutcome, NewRegistrant, add};
use lectern_core::registration::{RegistrationError, remove};
use lectern_core::scheduling::cancel;
use lectern_core::services::service_desk;
use lectern_core::serving::commands::{self, Command, Sent};
use lectern_core::serving::devices::Device;
use lectern_core::serving::publication::PageLook;
use lectern_core::serving::{ServingError, listed, pairing as offering, publishing};
use lectern_core::{Chance, SystemClock};
use lectern_domain::device::DeviceRole;
use lectern_service::Running;
use lectern_service::config::Config;
use lectern_store::passes::{GrantSource, NewGrant};
use lectern_tests::{Organizer, Stage};

fn person(name: &str) -> NewRegistrant {
    let email = format!("{}@contoso.example", name.to_lowercase());
    NewRegistrant { name: name.into(), email, ..NewRegistrant::default() }
}

async fn names(desk: &Desk, event: &str) -> Vec<String> {
    let page = list::page(desk, event, "", ListFilter::default(), 0, 50).await.expect("a list");
    page.rows.into_iter().map(|row| format!("{} {:?}", row.name, row.status)).collect()
}

async fn id_of(desk: &Desk, event: &str, name: &str) -> String {
    let page = list::page(desk, event, name, ListFilter::default(), 0, 1).await.expect("a list");
    page.rows.into_iter().next().expect("a row").id
}

/// A service with two desks, and an event that the first of them published.
struct Room {
    stage: Stage,
    service: Arc<Desk>,
    running: Running,
    own: Organizer,
    other: Organizer,
    devices: Vec<Device>,
    event: String,
}

impl Room {
    async fn open() -> Self {
        let stage = Stage::open().await;
        let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
        let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
        let running = lectern_service::start(Arc::clone(&service), config).await.expect("it serves");
        let (own, other) = (Organizer::at(&stage).await, Organizer::at(&stage).await);
        let mut devices = Vec::new();
        for (desk, name) in [(&own.desk, "Studio"), (&other.desk, "Front desk")] {
            let role = DeviceRole::Organizer;
            let code = offering::offer(&service, role).await.expect("a code").code.grouped();
            let paired = service_desk::pair(desk, &running.origin, &code, Some(name)).await.expect("paired");
            devices.push(Device { id: paired.device_id, name: name.into(), role });
        }
        let event = own.event("Open day", Some(5)).await;
        add(&own.desk, &event, person("Ana")).await.expect("added");
        let room = Self { stage, service, running, own, other, devices, event };
        room.publish().await;
        room
    }

    async fn publish(&self) {
        let look = PageLook::default();
        publish::publish(&self.own.desk, &self.event, "open-day", &look).await.expect("published");
    }

    /// The id of what is published now.
    async fn publication(&self) -> String {
        let all = listed::events(&self.service, &self.devices[0]).await.expect("a list");
        all.into_iter().find(|one| one.id == self.event).expect("it is published").handed.publication
    }

    fn sent(&self, id: &str, publication: &str, name: &str) -> Sent {
        let command = Command::Add { person: person(name) };
        Sent { id: id.into(), made_at: self.service.now(), publication: publication.into(), command }
    }
}

#[tokio::test]
async fn what_was_said_of_an_earlier_publication_changes_nothing_of_the_new_one() {
    let room = Box::pin(Room::open()).await;
    let Room { service, own, event, .. } = &room;
    let first = room.publication().await;
    let handed = listed::events(service, &room.devices[0]).await.expect("a list").remove(0).handed;
    let told = room.sent("early", &first, "Ben");
    let answered = commands::carry_out(service, &room.devices[0], event, told).await.expect("an answer");
    unpublish::unpublish(&own.desk, event).await.expect("given back");
    room.publish().await;
    let second = room.publication().await;
    assert_ne!(first, second, "published anew, it is another publication");
    let before = names(service, event).await;

    let (device, late) = (&room.devices[0], (event.as_str(), first.as_str()));
    let errors = [
        publishing::close(service, device, late).await.expect_err("late"),
        publishing::open(service, device, late).await.expect_err("late"),
        publishing::take_people(service, device, late, Vec::new()).await.expect_err("late"),
        publishing::put(service, device, event, handed).await.expect_err("late"),
        commands::carry_out(service, device, event, room.sent("late", &first, "Cem"))
            .await
            .expect_err("late"),
    ];
    for error in errors {
        assert!(matches!(error, ServingError::Ended), "told that it is over, and nothing is done: {error}");
    }
    let again = commands::carry_out(service, device, event, room.sent("early", &first, "Ben")).await;
    let again = again.expect("what was answered is answered again");
    assert!(again.repeated && again.registrant_id == answered.registrant_id, "{again:?}");
    assert_eq!(names(service, event).await, before, "the new publication is as it was");
    sync::sync(&own.desk, event).await.expect("it goes on");
    let added = add(&own.desk, event, person("Dana")).await.expect("an answer");
    assert!(matches!(added, AddOutcome::Registered { .. }), "and decides: {added:?}");
    room.running.stop().await;
}

#[tokio::test]
async fn what_one_desk_publishes_another_works_on_until_it_is_given_back() {
    let room = Box::pin(Room::open()).await;
    let Room { service, own, other, event, .. } = &room;
    let learned = sync::sync_all(&other.desk).await.expect("up to date");
    assert_eq!(learned.len(), 1, "{learned:?}");
    assert_eq!(learned[0].published_by.as_deref(), Some("Studio"), "whose it is, is said");
    assert_eq!(names(&other.desk, event).await, ["Ana Registered"]);
    add(&other.desk, event, person("Ben")).await.expect("an answer");
    remove::remove(&own.desk, event, vec![id_of(&own.desk, event, "Ana").await]).await.expect("an answer");
    sync::sync_all(&own.desk).await.expect("up to date");
    sync::sync_all(&other.desk).await.expect("up to date");
    let truth = names(service, event).await;
    assert_eq!(truth, ["Ana Cancelled", "Ben Registered"]);
    assert_eq!((names(&own.desk, event).await, names(&other.desk, event).await), (truth.clone(), truth));

    // What is the event's own stays its desk's.
    cancel::cancel(&other.desk, event, "").await.expect_err("not on this desk's calendar");
    publish::publish(&other.desk, event, "mine", &PageLook::default()).await.expect_err("not its event");
    unpublish::unpublish(&other.desk, event).await.expect_err("no owner's desk");
    let shown = show::published(&other.desk, event).await.expect("asked").expect("a copy");
    assert!(shown.over.is_none(), "a refusal ends nothing: {shown:?}");

    unpublish::unpublish(&own.desk, event).await.expect("given back");
    sync::sync_all(&other.desk).await.expect("up to date");
    let shown = show::published(&other.desk, event).await.expect("asked").expect("a copy");
    assert!(shown.over.is_some(), "the copy is over, and says so: {shown:?}");
    let refused = add(&other.desk, event, person("Cem")).await.expect_err("for reading");
    assert!(matches!(refused, RegistrationError::Over), "{refused}");
    assert_eq!(names(&other.desk, event).await.len(), 2, "kept for reading");

    room.publish().await;
    sync::sync_all(&other.desk).await.expect("up to date");
    add(&other.desk, event, person("Cem")).await.expect("published anew, it goes on");
    // Closed by a desk that may, it is its own desk's again.
    let owner = Device { role: DeviceRole::Owner, ..room.devices[1].clone() };
    let second = room.publication().await;
    publishing::close(service, &owner, (event, &second)).await.expect("an owner's desk may");
    sync::sync_all(&own.desk).await.expect("up to date");
    assert!(show::published(&own.desk, event).await.expect("asked").is_none(), "this desk decides again");
    let own_names = names(&own.desk, event).await;
    assert!(own_names.contains(&"Cem Registered".to_owned()), "with all that was decided: {own_names:?}");
    room.running.stop().await;
}

#[tokio::test]
async fn whom_a_restored_service_lacks_is_told_and_handed_over_again_or_let_go() {
    let room = Box::pin(Room::open()).await;
    let Room { service, own, event, .. } = &room;
    let file = room.stage.path("service.lectern");
    let wish = NewBackup { path: file.clone(), passphrase: None, replace: false };
    make::make(service, wish, untold()).await.expect("a copy is made");
    for name in ["Ben", "Cem"] {
        add(&own.desk, event, person(name)).await.expect("an answer");
    }
    restore::restore(service, &file, None, untold()).await.expect("it comes back");
    assert_eq!(names(service, event).await, ["Ana Registered"], "they came after the copy");

    let shown = sync::sync(&own.desk, event).await.expect("up to date");
    let lacking: Vec<_> = shown.missing.iter().map(|person| person.name.as_str()).collect();
    assert_eq!((lacking, shown.missing_count), (vec!["Ben", "Cem"], 2), "nobody goes without a word");
    assert_eq!(names(&own.desk, event).await.len(), 3, "and nobody is off this desk's list");

    let (ben, cem) = (id_of(&own.desk, event, "Ben").await, id_of(&own.desk, event, "Cem").await);
    for _ in 0..2 {
        let one = [ben.clone()];
        let handed = missing::hand_again(&own.desk, event, &one).await.expect("handed over");
        assert!(handed.full.is_empty(), "there is room: {handed:?}");
    }
    assert_eq!(names(service, event).await, ["Ana Registered", "Ben Registered"], "once");
    assert_eq!(missing::let_go(&own.desk, event, &[cem]).await.expect("let go"), 1);
    let shown = sync::sync(&own.desk, event).await.expect("up to date");
    assert_eq!((shown.missing.len(), shown.missing_count), (0, 0), "{shown:?}");
    assert_eq!(names(&own.desk, event).await, ["Ana Registered", "Ben Registered", "Cem Cancelled"]);
    room.running.stop().await;
}

/// Tokens that were given, one after the other, each for the same join.
async fn give(service: &Desk, event: &str, person: &str, tokens: u8) {
    let now = service.now();
    let mut first = None;
    for number in 0..tokens {
        let mut grant = NewGrant {
            event_id: event.to_owned(),
            registrant_id: person.to_owned(),
            identity_id: "8:acs:ana".into(),
            source: GrantSource::Fresh,
            until: now,
            key_hash: [number; 32],
            first,
        };
        grant.source = if number == 0 { GrantSource::Ahead } else { GrantSource::Fresh };
        let given = service.write(move |w| Ok::<_, DeskError>(w.passes().given(&grant, now)?)).await;
        first = first.or(Some(given.expect("written down")));
    }
}

#[tokio::test]
async fn who_was_let_in_is_told_to_every_desk_by_name_and_in_parts() {
    let room = Box::pin(Room::open()).await;
    let Room { stage: _stage, service, running, own, other, event, .. } = room;
    let event = event.as_str();
    let empty = let_in::some(&own.desk, event, 0).await.expect("told");
    assert_eq!((empty.rows.len(), empty.next), (0, None), "nobody yet");
    let ana = id_of(&own.desk, event, "Ana").await;
    give(&service, event, &ana, 150).await;
    give(&service, event, "somebody-who-was-erased", 1).await;
    sync::sync_all(&other.desk).await.expect("a copy");
    for desk in [&own.desk, &other.desk] {
        let part = let_in::some(desk, event, 0).await.expect("told");
        assert_eq!(part.rows.len(), 100, "a part of it");
        let (first, second) = (&part.rows[0], &part.rows[1]);
        assert_eq!((first.name.as_deref(), first.again, first.ahead), (Some("Ana"), false, true));
        assert_eq!((second.email.as_deref(), second.again), (Some("ana@contoso.example"), true));
        let rest = let_in::some(desk, event, part.next.expect("there is more")).await.expect("told");
        assert_eq!((rest.rows.len(), rest.next), (51, None));
        let last = rest.rows.last().expect("a row");
        assert_eq!((last.name.as_deref(), last.again), (None, false), "kept without the name");
        assert_eq!(let_in::all(desk, event).await.expect("told").len(), 151);
    }
    running.stop().await;
    let away = let_in::some(&own.desk, event, 0).await.expect_err("nobody answers");
    assert!(matches!(away, PublishingError::Service(_)), "{away}");
    let unknown = let_in::some(&own.desk, "nowhere", 0).await.expect_err("no such event");
    assert!(matches!(unknown, PublishingError::NotPublished), "{unknown}");
}

#[tokio::test]
async fn a_revoked_desk_keeps_what_waits_and_paired_again_it_goes() {
    let room = Box::pin(Room::open()).await;
    let Room { service, own, event, .. } = &room;
    let owner = Device { role: DeviceRole::Owner, ..room.devices[1].clone() };
    lectern_core::serving::devices::revoke(service, &owner, &room.devices[0].id).await.expect("revoked");
    let waits = add(&own.desk, event, person("Ben")).await.expect_err("turned away");
    assert!(matches!(waits, RegistrationError::Waits), "{waits}");
    let shown = show::published(&own.desk, event).await.expect("asked").expect("published");
    assert_eq!(shown.waiting.len(), 1, "it is kept: {shown:?}");
    assert!(shown.problem.is_some_and(|problem| problem.message.contains("revoked")), "and why, is said");
    let code = offering::offer(service, DeviceRole::Organizer).await.expect("a code").code.grouped();
    service_desk::pair(&own.desk, &room.running.origin, &code, Some("Studio")).await.expect("paired");
    let shown = sync::sync(&own.desk, event).await.expect("up to date");
    assert!(shown.waiting.is_empty(), "it went: {shown:?}");
    assert_eq!(names(&own.desk, event).await, ["Ana Registered", "Ben Registered"]);
    room.running.stop().await;
}

#[tokio::test]
async fn an_event_that_was_never_open_comes_back_whole() {
    let room = Box::pin(Room::open()).await;
    let Room { service, own, event, .. } = &room;
    unpublish::unpublish(&own.desk, event).await.expect("given back");
    add(&own.desk, event, person("Ben")).await.expect("added");
    // Begun anew, and cut off before the people went: the service's own rows say nobody is on the list.
    let mut handed = {
        room.publish().await;
        listed::events(service, &room.devices[0]).await.expect("a list").remove(0).handed
    };
    unpublish::unpublish(&own.desk, event).await.expect("given back");
    handed.publication = Chance.uuid().to_string();
    publishing::put(service, &room.devices[0], event, handed.clone()).await.expect("begun");
    let meant = (event.as_str(), handed.publication.as_str());
    let stands = publishing::close(service, &room.devices[0], meant).await.expect("closed");
    assert!(!stands.opened, "whoever asks is told that nobody was decided about");
    assert_eq!(names(&own.desk, event).await, ["Ana Registered", "Ben Registered"]);
    room.running.stop().await;
}
