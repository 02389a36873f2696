//! An event that a service decides about: it goes there with its people, what is wanted of it goes there in order, and
//! it comes back.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::publishing::event_page::{self, PagePlace};
use lectern_core::publishing::trouble::TroubleKind;
use lectern_core::publishing::{publish, show, sync, unpublish};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::{AddOutcome, NewRegistrant, add};
use lectern_core::registration::{RegistrationError, remove};
use lectern_core::services::service_desk;
use lectern_core::serving::devices::{self, Device};
use lectern_core::serving::publication::PageLook;
use lectern_core::serving::{ServingError, listed, pairing as offering, publishing};
use lectern_domain::device::DeviceRole;
use lectern_domain::event::PublicationState;
use lectern_service::Running;
use lectern_service::config::Config;
use lectern_tests::{Organizer, Stage};

fn person(name: &str) -> NewRegistrant {
    let email = format!("{}@contoso.example", name.to_lowercase());
    NewRegistrant { name: name.into(), email, ..NewRegistrant::default() }
}

async fn names(desk: &Desk, event: &str) -> Vec<String> {
    let page = list::page(desk, event, "", ListFilter::default(), 0, 50).await.expect("a list");
    page.rows.into_iter().map(|row| format!("{} {:?}", row.name, row.status)).collect()
}

async fn serve(desk: &Arc<Desk>, port: u16) -> Running {
    let config = Config { listen: ([127, 0, 0, 1], port).into(), ..Config::default() };
    lectern_service::start(Arc::clone(desk), config).await.expect("it serves")
}

#[tokio::test]
async fn an_event_goes_to_the_service_what_is_wanted_follows_in_order_and_it_comes_back() {
    let stage = Stage::open().await;
    let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
    let running = serve(&service, 0).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let code = offering::offer(&service, DeviceRole::Owner).await.expect("a code").code.grouped();
    service_desk::pair(desk, &running.origin, &code, Some("Studio")).await.expect("paired");
    let event = organizer.event("Open day", Some(3)).await;
    add(desk, &event, person("Ana")).await.expect("added");

    let published =
        publish::publish(desk, &event, "open-day", &PageLook::default()).await.expect("published");
    assert_eq!(published.state, PublicationState::Open);
    assert_eq!(names(&service, &event).await, ["Ana Registered"], "the people went along");

    // Somebody registers at the service.
    add(&service, &event, person("Ben")).await.expect("added there");
    sync::sync(desk, &event).await.expect("up to date");
    assert_eq!(names(desk, &event).await, ["Ana Registered", "Ben Registered"]);
    let added = add(desk, &event, person("Cem")).await.expect("an answer");
    assert!(matches!(added, AddOutcome::Registered { .. }), "the service took them: {added:?}");
    assert_eq!(names(&service, &event).await.len(), 3);
    let ana = list::page(desk, &event, "Ana", ListFilter::default(), 0, 1)
        .await
        .expect("a list")
        .rows
        .swap_remove(0);
    // Without the service, what is wanted waits in order.
    let port = running.address.port();
    running.stop().await;
    let waits = add(desk, &event, person("Dana")).await.expect_err("nobody decides");
    assert!(matches!(waits, RegistrationError::Waits), "{waits}");
    let waits = remove::remove(desk, &event, vec![ana.id]).await.expect_err("nobody decides");
    assert!(matches!(waits, RegistrationError::Waits), "{waits}");
    assert_eq!(names(desk, &event).await.len(), 3, "nothing was done here");
    let shown = show::published(desk, &event).await.expect("asked").expect("published");
    let waiting: Vec<_> = shown.waiting.iter().map(|queued| queued.what.as_str()).collect();
    assert_eq!(waiting, ["Add Dana", "Remove one person"]);

    let running = serve(&service, port).await;
    let shown = sync::sync(desk, &event).await.expect("up to date");
    assert_eq!(shown.waiting.len(), 1, "Dana came when it was full, and was refused: {shown:?}");
    assert!(shown.waiting[0].refused.is_some());
    assert_eq!(names(desk, &event).await, ["Ana Cancelled", "Ben Registered", "Cem Registered"]);
    assert_eq!(names(&service, &event).await, names(desk, &event).await, "one truth");

    unpublish::unpublish(desk, &event).await.expect("given back");
    assert!(show::published(desk, &event).await.expect("asked").is_none());
    add(desk, &event, person("Dana")).await.expect("the desk decides again");
    assert_eq!(names(desk, &event).await.len(), 4);
    running.stop().await;
}

#[tokio::test]
async fn another_organizers_desk_takes_nobodys_event_over_and_an_owners_may() {
    let stage = Stage::open().await;
    let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
    let running = serve(&service, 0).await;
    let (organizer, other) = (Organizer::at(&stage).await, Organizer::at(&stage).await);
    let mut keys = Vec::new();
    for (desk, name) in [(&organizer.desk, "Studio"), (&other.desk, "Front desk")] {
        let code = offering::offer(&service, DeviceRole::Organizer).await.expect("a code").code.grouped();
        keys.push(service_desk::pair(desk, &running.origin, &code, Some(name)).await.expect("paired"));
    }
    let event = organizer.event("Open day", Some(3)).await;
    publish::publish(&organizer.desk, &event, "open-day", &PageLook::default()).await.expect("published");
    let stranger =
        Device { id: keys[1].device_id.clone(), name: "Front desk".into(), role: DeviceRole::Organizer };
    let listed = listed::events(&service, &stranger).await.expect("a list").remove(0);
    let meant = (event.as_str(), listed.handed.publication.as_str());
    let refused = publishing::close(&service, &stranger, meant).await.expect_err("not theirs");
    assert!(matches!(refused, ServingError::OwnerOnly), "{refused}");
    let refused = publishing::open(&service, &stranger, meant).await.expect_err("not theirs");
    assert!(matches!(refused, ServingError::OwnerOnly), "{refused}");
    let owner = Device { role: DeviceRole::Owner, ..stranger };
    publishing::close(&service, &owner, meant).await.expect("an owner's desk may");
    running.stop().await;
}

#[tokio::test]
async fn what_the_window_begins_goes_on_after_a_cut_and_says_since_when() {
    let stage = Stage::open().await;
    let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
    let running = serve(&service, 0).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let (event, other) = (organizer.event("Open day", None).await, organizer.event("Town hall", None).await);
    let look = PageLook::default();
    let before = event_page::show(desk, &event, None).await.expect("shown");
    assert_eq!(
        (before.place, before.proposed.as_str()),
        (PagePlace::Here, "open-day"),
        "a sandbox has its own"
    );
    let code = offering::offer(&service, DeviceRole::Organizer).await.expect("a code").code.grouped();
    service_desk::pair(desk, &running.origin, &code, Some("Studio")).await.expect("paired");
    assert_eq!(event_page::show(desk, &event, None).await.expect("shown").place, PagePlace::Service);
    add(desk, &event, person("Ana")).await.expect("added");

    // The address is taken at once; then the network goes.
    event_page::publish(desk, &event, "open-day", &look).await.expect("begun");
    let taken = CommandError::from(event_page::check(desk, &other, "open-day").await.expect_err("another's"));
    assert_eq!((taken.code, taken.field.as_deref()), (ErrorCode::Conflict, Some("slug")), "{taken}");
    event_page::check(desk, &event, "open-day").await.expect("its own");
    event_page::check(desk, &other, "town-hall").await.expect("nobody's yet");
    let port = running.address.port();
    running.stop().await;
    sync::sync(desk, &event).await.expect_err("nobody answers");
    let cut = show::published(desk, &event).await.expect("asked").expect("begun");
    assert_eq!((cut.state, cut.progress), (PublicationState::Filling, None), "nothing is on its way now");
    let first = cut.problem.expect("why");
    assert_eq!(first.kind, TroubleKind::Offline, "{first:?}");
    sync::sync(desk, &event).await.expect_err("still nobody");
    let later = show::published(desk, &event).await.expect("asked").and_then(|shown| shown.problem);
    assert_eq!(
        later.and_then(|later| later.since),
        first.since,
        "since it began, and not since the last try"
    );
    let refused = add(desk, &event, person("Ben")).await.expect_err("in between nobody decides");
    assert!(matches!(refused, RegistrationError::OnItsWay), "{refused}");

    let running = serve(&service, port).await;
    let shown = sync::sync(desk, &event).await.expect("it goes on");
    assert_eq!((shown.state, shown.problem), (PublicationState::Open, None));
    assert_eq!(names(&service, &event).await, ["Ana Registered"]);
    let page = event_page::show(desk, &event, None).await.expect("shown");
    assert!(page.qr_svg.is_some_and(|drawn| drawn.contains("<svg")));
    running.stop().await;
}

#[tokio::test]
async fn what_waits_is_told_by_whom_it_is_about_and_what_was_begun_can_be_taken_back() {
    let stage = Stage::open().await;
    let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
    let running = serve(&service, 0).await;
    let port = running.address.port();
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let (event, other) = (organizer.event("Open day", None).await, organizer.event("Town hall", None).await);
    let code = offering::offer(&service, DeviceRole::Organizer).await.expect("a code").code.grouped();
    let paired = service_desk::pair(desk, &running.origin, &code, Some("Studio")).await.expect("paired");
    add(desk, &event, person("Ana")).await.expect("added");
    let look = PageLook::default();
    publish::publish(desk, &event, "open-day", &look).await.expect("published");
    let ana = list::page(desk, &event, "Ana", ListFilter::default(), 0, 1)
        .await
        .expect("a list")
        .rows
        .swap_remove(0);
    running.stop().await;
    let waits = remove::remove(desk, &event, vec![ana.id.clone()]).await.expect_err("it waits");
    assert_eq!(CommandError::from(waits).code, ErrorCode::Waits, "which is no failure");
    let shown = show::published(desk, &event).await.expect("asked").expect("published");
    assert_eq!(shown.waiting[0].people, [ana.id]);
    let running = serve(&service, port).await;

    // Taken back before anybody was there: the list is what it was.
    add(desk, &other, person("Cem")).await.expect("added");
    event_page::publish(desk, &other, "town-hall", &look).await.expect("begun");
    event_page::unpublish(desk, &other).await.expect("taken back");
    assert!(show::published(desk, &other).await.expect("asked").is_none());
    assert_eq!(names(desk, &other).await, ["Cem Registered"]);
    add(desk, &other, person("Dana")).await.expect("this desk decides");

    let owner = Device { id: "owner".into(), name: "Owner".into(), role: DeviceRole::Owner };
    devices::revoke(&service, &owner, &paired.device_id).await.expect("revoked");
    sync::sync(desk, &event).await.expect_err("turned away");
    let shown = show::published(desk, &event).await.expect("asked").expect("published");
    assert_eq!(shown.problem.map(|problem| problem.kind), Some(TroubleKind::Unpaired));
    assert_eq!(shown.waiting.len(), 1, "and nothing that waits is lost");
    running.stop().await;
}
