//! An event's page on the service that runs on this very profile, as a sandbox's window has one.

use std::sync::Arc;

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::open;
use lectern_core::scheduling::{RegistrationMode, cancel, create};
use lectern_core::serving::here;
use lectern_core::serving::publication::PageLook;
use lectern_domain::event::PublicationState;
use lectern_service::config::Config;
use lectern_tests::{Organizer, Stage, draft};

#[tokio::test]
async fn an_events_page_comes_and_goes_and_keeps_its_address() {
    let stage = Stage::open().await;
    let desk = Arc::new(Organizer::at(&stage).await.desk);
    let event =
        create::create(&desk, draft(desk.now(), "Führung: „Größe“")).await.expect("scheduled").summary.id;
    let other =
        create::create(&desk, draft(desk.now(), "Führung: Größe!")).await.expect("scheduled").summary.id;
    let shown = here::show(&desk, &event, None).await.expect("shown");
    assert_eq!((shown.proposed.as_str(), shown.publication.is_none()), ("fuehrung-groesse", true));
    assert!(shown.hindrance.is_some_and(|words| words.contains("Registration is not open")));
    let look = PageLook { color: Some("#7a1fa2".into()), ..PageLook::default() };
    let early = here::publish(&desk, &event, "town-hall", &look).await.expect_err("nobody could register");
    assert_eq!(CommandError::from(early).code, ErrorCode::Refused);

    for id in [&event, &other] {
        open::open(&desk, id, RegistrationMode::Own, None).await.expect("open");
    }
    for (slug, look, field) in [
        ("Town Hall", look.clone(), "slug"),
        ("town-hall", PageLook { color: Some("red".into()), ..PageLook::default() }, "color"),
        ("town-hall", PageLook { language: Some("xx".into()), ..PageLook::default() }, "language"),
    ] {
        let refused = here::publish(&desk, &event, slug, &look).await.expect_err("not as meant");
        assert_eq!(CommandError::from(refused).field.as_deref(), Some(field));
    }
    assert!(!here::any_open(&desk).await.expect("asked"), "a window that published nothing pays nothing");
    here::publish(&desk, &event, "fuehrung-groesse", &look).await.expect("published");
    assert!(here::any_open(&desk).await.expect("asked"));
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
    let running = lectern_service::start(Arc::clone(&desk), config).await.expect("it serves");
    let shown = here::show(&desk, &event, Some(&running.origin)).await.expect("shown");
    let page = shown.publication.expect("a page");
    assert_eq!((page.state, &page.look), (PublicationState::Open, &look));
    assert_eq!(page.url, Some(format!("{}/e/fuehrung-groesse", running.origin)));
    assert!(page.qr_svg.is_some_and(|drawn| drawn.contains("<svg")));

    assert_eq!(here::show(&desk, &other, None).await.expect("shown").proposed, "fuehrung-groesse-2");
    let taken = here::check(&desk, &other, "fuehrung-groesse").await.expect_err("another event's");
    let taken = CommandError::from(taken);
    assert_eq!((taken.code, taken.field.as_deref()), (ErrorCode::Conflict, Some("slug")));
    here::check(&desk, &event, "fuehrung-groesse").await.expect("its own");

    here::unpublish(&desk, &event).await.expect("taken down");
    let shown = here::show(&desk, &event, Some(&running.origin)).await.expect("shown");
    assert_eq!(shown.publication.map(|page| page.state), Some(PublicationState::Closed));
    here::publish(&desk, &event, "fuehrung-groesse", &PageLook::default())
        .await
        .expect("at the same address");
    here::unpublish(&desk, "nothing").await.expect_err("there is no such event");
    running.stop().await;

    cancel::cancel(&desk, &other, "").await.expect("cancelled");
    let refused = here::publish(&desk, &other, "other", &look).await.expect_err("cancelled");
    assert!(refused.to_string().contains("cancelled"), "{refused}");
}
