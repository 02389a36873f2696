//! The page behind a ticket's link in every state that it may be found in, as it looks without a script.

use std::sync::Arc;

use jiff::SignedDuration;
use lectern_core::SystemClock;
use lectern_core::registration::remove;
use lectern_core::serving::publication::PageLook;
use lectern_core::serving::{here, publication};
use lectern_service::config::Config;
use lectern_tests::{Served, Service, Shifted, Stage};
use serde_json::json;

#[tokio::test]
async fn what_is_over_or_taken_back_leads_nowhere_and_says_why() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let service = Service::start(&stage, clock.clone()).await;
    let event = service.event("Lecture", 20).await;
    let look = PageLook { color: Some("#7a1fa2".into()), ..PageLook::default() };
    publication::open_here(&service.desk, &event, "lecture", &look).await.expect("published");
    let (ana, code) = service.ticket(&event, "Ana", "ana@example.org").await;
    let (_, other) = service.ticket(&event, "Bo", "bo@example.org").await;
    let page = async |code: &str| {
        let seen = service.get(&format!("/j/{code}?lang=en")).await;
        assert_eq!(seen.status, 200, "{}", seen.text);
        seen.text
    };
    let leads =
        |text: &str| text.contains("lectern-sandbox://") || text.contains("https://teams.microsoft.com");
    let open = page(&code).await;
    assert!(open.contains("You can join now") && leads(&open), "{open}");
    assert!(open.contains("--main:#7a1fa2"), "it looks as the event's own page does: {open}");
    assert!(open.len() <= 50 * 1024, "{} bytes are more than a phone should wait for", open.len());
    for part in ["noindex", "class=\"sandbox\"", "color-scheme\" content=\"light dark", "role=\"img\""] {
        assert!(open.contains(part), "{part}: {open}");
    }

    remove::remove(&service.desk, &event, vec![ana]).await.expect("removed");
    let back = page(&code).await;
    assert!(back.contains("This ticket was taken back") && !leads(&back), "{back}");
    assert!(back.contains("Ask the organizer") && back.contains(&format!("/r/{code}")), "{back}");
    let german = service.get_with(&format!("/j/{code}"), "de").await.text;
    assert!(german.contains("Diese Eintrittskarte wurde zurückgenommen"), "{german}");
    let told = service.post("/v1/join", &json!({ "code": code })).await;
    assert_eq!((told.status, &told.json()["reason"]), (403, &json!("revoked")), "{}", told.text);

    here::unpublish(&service.desk, &event).await.expect("taken back");
    let given_back = page(&other).await;
    assert!(given_back.contains("This event is joined in Teams."), "no token is given here: {given_back}");
    assert!(
        !given_back.contains("lectern-sandbox://") && leads(&given_back),
        "the way in stays: {given_back}"
    );

    clock.advance(SignedDuration::from_hours(4));
    let over = page(&other).await;
    assert!(over.contains("This event is over") && !leads(&over), "{over}");
    assert!(!over.contains("role=\"img\""), "a code to point a phone at would lead nowhere: {over}");
    stage.close("a ticket that leads nowhere").await;
}

#[tokio::test]
async fn lectern_is_offered_for_the_visitors_own_system() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Lecture", 20).await;
    let (_, code) = service.ticket(&event, "Ana", "ana@example.org").await;
    let path = format!("/j/{code}?lang=en");
    assert!(!service.get(&path).await.text.contains("Get Lectern"), "where nobody said, nothing is offered");
    let desk = Arc::clone(&service.desk);
    service.stop().await;
    let download = Some("https://contoso.example/lectern/{system}?a=1&b=2".to_owned());
    let served = Served::with(desk, Config { download, ..Config::default() }).await;
    let systems = [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows", "windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "macOS", "macos"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0)", "Linux", "linux"),
    ];
    for (agent, name, part) in systems {
        let seen = served.asked("GET", &path, &[("user-agent", agent)], "").await.expect("an answer");
        let link = format!("https://contoso.example/lectern/{part}?a=1&amp;b=2");
        assert!(seen.text.contains(&link), "{agent}: {}", seen.text);
        assert!(seen.text.contains(&format!("Get Lectern for {name}")), "{agent}: {}", seen.text);
        assert_eq!(seen.text.matches("Get Lectern").count(), 1, "{agent}: {}", seen.text);
    }
    let seen = served.get(&path).await;
    assert_eq!(seen.text.matches("Get Lectern for").count(), 3, "who says nothing chooses: {}", seen.text);
    let phone = [("user-agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)")];
    let seen = served.asked("GET", &path, &phone, "").await.expect("an answer");
    assert!(!seen.text.contains("Get Lectern"), "it is for computers: {}", seen.text);
    stage.close("Lectern to install").await;
}
