//! A trusted service with events in every state, for looking at its pages by hand or by a script:
//! `cargo run -p lectern-tests --example registration_pages [SITE]`, which may frame one of them. Prints one line of JSON (origin, and paths by name) and
//! serves until its standard input ends.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use lectern_core::messages::run;
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::remove;
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::scheduling::cancel;
use lectern_core::scheduling::change::{self, EventChange};
use lectern_core::serving::publication::{self, PageLook};
use lectern_tests::{Service, Shifted, Stage};
use serde_json::{Value, json};

const DAY: i64 = 60 * 24;
/// One blue pixel, drawn large.
const LOGO: &str = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxNjAiIGhlaWdodD0iNDAiPjxyZWN0IHdpZHRoPSIxNjAiIGhlaWdodD0iNDAiIHJ4PSI2IiBmaWxsPSIjN2E0MTlkIi8+PC9zdmc+";

async fn set(service: &Service, event: &str, capacity: Option<u32>, rules: Value) {
    let rules = serde_json::from_value(rules).expect("rules");
    settings::set(&service.desk, event, RegistrationSettings { capacity, rules }).await.expect("kept");
}

fn questions() -> Value {
    json!([
        {"id": "topics", "label": "What interests you?", "kind": {"type": "choices", "options": ["Design", "Build", "Run"]}},
        {"id": "dinner", "label": "Do you stay for dinner?", "required": true, "kind": {"type": "yesNo"}},
        {"id": "food", "label": "What do you eat?", "required": true,
         "kind": {"type": "choice", "options": ["Everything", "Vegetarian", "Vegan"]},
         "shownWhen": {"question": "dinner", "is": "yes"}},
        {"id": "more", "label": "Anything we should know?", "kind": {"type": "lines"}},
        {"id": "pictures", "label": "Pictures", "required": true,
         "kind": {"type": "consent", "text": "We take pictures during the day and show some of them on our website."}},
    ])
}

async fn registered(service: &Service, event: &str, slug: &str, name: &str, email: &str) -> String {
    let form = [("name", name), ("email", email), ("company", "Contoso & Co")];
    let sent = service.form(&format!("/e/{slug}"), &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let rows =
        list::page(&service.desk, event, "", ListFilter::default(), 0, 100).await.expect("a list").rows;
    rows.into_iter().find(|row| row.email == email).expect("on the list").id
}

/// The pages behind tickets' links.
async fn tickets(service: &Service, paths: &mut BTreeMap<&'static str, String>) {
    let mut at = async |name, event: &str| {
        let (id, code) = service.ticket(event, "Ada", "ada@example.org").await;
        paths.insert(name, format!("/j/{code}"));
        id
    };
    let open = service.event("Town Hall", 20).await;
    at("join", &open).await;
    let early = service.event("Next Month", 30 * DAY).await;
    at("join-early", &early).await;
    let back = service.event("Board Meeting", 20).await;
    let ada = at("join-revoked", &back).await;
    remove::remove(&service.desk, &back, vec![ada]).await.expect("removed");
    let off = service.event("Picnic", 20).await;
    at("join-cancelled", &off).await;
    cancel::cancel(&service.desk, &off, "It rains.\nWe try again in May.").await.expect("cancelled");
    let moved = service.event("Garden Tour", 2 * DAY).await;
    at("join-moved", &moved).await;
    let local = |minutes: i64| {
        let at = service.desk.now().saturating_add(SignedDuration::from_mins(minutes)).expect("a time");
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let (start, end) = (Some(local(3 * DAY)), Some(local(3 * DAY + 60)));
    let change =
        EventChange { start, end, message: Some("The garden is wet.".into()), ..EventChange::default() };
    change::change(&service.desk, &moved, change).await.expect("moved");
}

/// Where people prove that an address is theirs.
async fn proof(stage: &Stage, service: &Service, paths: &mut BTreeMap<&'static str, String>) {
    let event = service.event("Proven", DAY).await;
    let look = PageLook { proof: true, ..PageLook::default() };
    publication::open_here(&service.desk, &event, "proven", &look).await.expect("published");
    let form = [("name", "Ada Lovelace"), ("email", "lovelace@example.org")];
    let sent = service.form("/e/proven", &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    run::run(&service.desk, &|_| {}).await.expect("sent");
    let told = serde_json::to_string(&stage.mail().await).expect("JSON");
    let (_, rest) = told.split_once("/p/").expect("a link");
    let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    paths.insert("proof", format!("/p/{code}"));
    paths.insert("proof-asked", "/e/proven".to_owned());
    paths.insert("proof-sent", "/e/proven/done?done=proof".to_owned());
    paths.insert("proof-gone", "/p/01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned());
}

#[tokio::main]
async fn main() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let service = Service::start(&stage, clock.clone()).await;
    let mut paths = BTreeMap::new();
    // Hours later it is over.
    let over = service.event("Last Week", 20).await;
    let (_, code) = service.ticket(&over, "Ada", "ada@example.org").await;
    paths.insert("join-over", format!("/j/{code}"));
    clock.advance(SignedDuration::from_hours(4));
    stage.order("clock", json!({"advanceSeconds": 4 * 3600})).await;
    tickets(&service, &mut paths).await;
    proof(&stage, &service, &mut paths).await;
    let plain = service.event("Open Day 2027", DAY).await;
    paths.insert("plain", "/e/open-day-2027".to_owned());
    paths.insert("done", "/e/open-day-2027/done?done=place".to_owned());
    let rtl = registered(
        &service,
        &plain,
        "open-day-2027",
        "\u{5d0}\u{5d1}\u{5d2} <b>Ada</b> 🦄",
        "ada@example.org",
    )
    .await;
    paths.insert("person", format!("/r/{}", service.code(&rtl).await));
    let full = service.event("Design Days", DAY).await;
    set(&service, &full, None, json!({"guests": 2, "questions": questions()})).await;
    paths.insert("questions", "/e/design-days".to_owned());
    let look = PageLook {
        color: Some("#7a419d".into()),
        logo: Some(LOGO.into()),
        framed_by: std::env::args().nth(1).into_iter().collect(),
        ..PageLook::default()
    };
    publication::open_here(&service.desk, &full, "design-days", &look).await.expect("published");
    let small = service.event("Workshop", DAY).await;
    set(&service, &small, Some(1), json!({"waitlist": true, "offerMinutes": 90})).await;
    let first = registered(&service, &small, "workshop", "Ada", "ada@example.org").await;
    let waiting = registered(&service, &small, "workshop", "Bo", "bo@example.org").await;
    paths.insert("queue", "/e/workshop".to_owned());
    let third = registered(&service, &small, "workshop", "Cy", "cy@example.org").await;
    service.form(&format!("/r/{}/cancel", service.code(&first).await), &[]).await;
    paths.insert("offered", format!("/r/{}", service.page_code(&waiting).await));
    paths.insert("waiting", format!("/r/{}", service.page_code(&third).await));
    paths.insert("off", format!("/r/{}", service.code(&first).await));
    let shut = service.event("Closed Doors", DAY).await;
    set(&service, &shut, None, json!({"window": {"opens": "2099-01-01T09:00", "zone": "Europe/Berlin"}}))
        .await;
    paths.insert("early", "/e/closed-doors".to_owned());
    let asked = service.event("By Invitation", DAY).await;
    set(&service, &asked, None, json!({"approval": true})).await;
    paths.insert("ask", "/e/by-invitation".to_owned());
    paths.insert("none", "/e/nothing-here".to_owned());
    #[expect(clippy::print_stdout, reason = "whoever started it reads where it is")]
    {
        println!("{}", json!({"origin": service.origin, "paths": paths}));
    }
    tokio::task::spawn_blocking(|| std::io::read_to_string(std::io::stdin()).map(drop))
        .await
        .expect("an end")
        .ok();
}
