//! Where an event's page asks for it, people prove that the address they gave is theirs before they are on the list; and
//! mails are in the language in which they registered.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::SystemClock;
use lectern_core::messages::run;
use lectern_core::registration::list::{self, ListFilter, RegistrantRow};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::serving::clockwork;
use lectern_core::serving::publication::{self, PageLook};
use lectern_domain::registration::Rules;
use lectern_tests::{Service, Shifted, Stage};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// An event whose page asks for a proof, and its clock.
async fn asking(stage: &Stage, title: &str) -> (Service, Arc<Shifted>, String) {
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let service = Service::start(stage, clock.clone()).await;
    let event = service.event(title, 60 * 24 * 3).await;
    let look = PageLook { proof: true, ..PageLook::default() };
    let slug = title.to_lowercase();
    publication::open_here(&service.desk, &event, &slug, &look).await.expect("published");
    (service, clock, event)
}

async fn places(service: &Service, event: &str, capacity: Option<u32>) {
    let rules = RegistrationSettings { capacity, rules: Rules::default() };
    settings::set(&service.desk, event, rules).await.expect("kept");
}

async fn people(service: &Service, event: &str) -> Vec<RegistrantRow> {
    list::page(&service.desk, event, "", ListFilter::default(), 0, 500).await.expect("a list").rows
}

/// What this address got, the latest last, after everything that is due was sent.
async fn mails(stage: &Stage, service: &Service, to: &str) -> Vec<Value> {
    run::run(&service.desk, &|_| {}).await.expect("sent");
    let mut mails = stage.mail().await;
    mails.retain(|mail| mail["to"] == to);
    mails
}

/// The path of the link in a mail that asks for a proof.
fn link(mail: &Value) -> String {
    let told = mail.to_string();
    let (_, rest) = told.split_once("/p/").unwrap_or_else(|| panic!("a link in {told}"));
    let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("/p/{code}")
}

fn named(name: &str) -> (String, String) {
    (name.to_owned(), format!("{}@example.org", name.to_lowercase()))
}

async fn sends(service: &Service, slug: &str, name: &str) -> (u16, String) {
    let (name, email) = named(name);
    let sent = service.form(&format!("/e/{slug}?lang=en"), &[("name", &name), ("email", &email)]).await;
    (sent.status, sent.to().to_owned())
}

#[tokio::test]
async fn an_address_is_proven_by_a_button_and_a_link_is_good_once() {
    let stage = Stage::open().await;
    let (service, _, event) = asking(&stage, "Lecture").await;
    let page = service.get("/e/lecture?lang=de").await;
    assert!(page.text.contains("Danach schicken wir Ihnen eine E-Mail"), "it is said before: {}", page.text);
    let form = [("name", "<b>Ada</b>"), ("email", "Ada@example.org"), ("company", "Analytical")];
    let sent = service.form("/e/lecture?lang=de", &form).await;
    assert_eq!((sent.status, sent.to()), (303, "/e/lecture/done?done=proof&lang=de"), "{}", sent.text);
    assert!(service.get(sent.to()).await.text.contains("Sehen Sie in Ihre E-Mails"));
    assert!(people(&service, &event).await.is_empty(), "nobody is on the list by somebody's word");

    let got = mails(&stage, &service, "Ada@example.org").await;
    assert_eq!(got.len(), 1, "{got:?}");
    let told = got[0].to_string();
    assert!(told.contains("Bitte bestätigen Sie Ihre Adresse: Lecture"), "in her language: {told}");
    assert!(!told.contains("Ada</b>"), "whoever filled in the form writes to nobody: {told}");
    assert!(!told.contains("teams.microsoft.com"), "and it is no way in: {told}");
    let link = link(&got[0]);
    for _ in 0..2 {
        let opened = service.get(&format!("{link}?lang=en")).await;
        assert_eq!(opened.status, 200, "{}", opened.text);
        assert!(
            opened.text.contains("Ada@example.org") && opened.text.contains("&lt;b&gt;Ada"),
            "{}",
            opened.text
        );
        assert!(opened.text.contains("noindex"), "it is one person's: {}", opened.text);
    }
    assert!(people(&service, &event).await.is_empty(), "programs that look at mails open links");

    let proven = service.form(&link, &[]).await;
    assert_eq!((proven.status, proven.to()), (303, "/e/lecture/done?done=place&lang=en"), "{}", proven.text);
    let rows = people(&service, &event).await;
    assert_eq!((rows.len(), rows[0].company.as_deref()), (1, Some("Analytical")), "{rows:?}");
    for used in [service.form(&link, &[]).await, service.get(&link).await] {
        assert_eq!(used.status, 404, "good once");
        let (never, malformed) = ("/p/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/p/%3Cscript%3E");
        for other in [service.get(never).await, service.get(malformed).await] {
            assert_eq!(used.text, other.text, "nobody learns whether a link was ever good");
        }
    }
    let told = mails(&stage, &service, "Ada@example.org").await[1].to_string();
    assert!(told.contains("Sie sind angemeldet: Lecture"), "{told}");
    assert!(told.contains("Teilnehmen") && !told.contains("Hello"), "{told}");
    stage.close("a proven address").await;
}

#[tokio::test]
async fn who_is_on_the_list_gets_the_same_answer_and_nobody_s_mailbox_is_filled() {
    let stage = Stage::open().await;
    let (service, clock, event) = asking(&stage, "Quiet").await;
    let first = sends(&service, "quiet", "Ada").await;
    let code = link(&mails(&stage, &service, "ada@example.org").await[0]);
    service.form(&code, &[]).await;
    assert_eq!(mails(&stage, &service, "ada@example.org").await.len(), 2, "the link, and her place");
    assert_eq!(sends(&service, "quiet", "Ada").await, first, "known or not, the very same answer");
    assert_eq!(sends(&service, "quiet", "Bo").await, first);
    let trapped = [("name", "Bot"), ("email", "bot@example.org"), ("leave_empty", "x")];
    assert_eq!(service.form("/e/quiet?lang=en", &trapped).await.to(), first.1, "a program learns nothing");
    let to_ada = mails(&stage, &service, "ada@example.org").await;
    let links = to_ada.iter().filter(|mail| mail.to_string().contains("/p/")).count();
    assert_eq!(links, 1, "no further link: {to_ada:?}");

    for _ in 0..20 {
        assert_eq!(sends(&service, "quiet", "Bo").await, first);
    }
    assert_eq!(mails(&stage, &service, "bo@example.org").await.len(), 1, "one in five minutes");
    for _ in 0..8 {
        clock.advance(SignedDuration::from_mins(6));
        stage.order("clock", json!({"advanceSeconds": 360})).await;
        assert_eq!(sends(&service, "quiet", "Bo").await, first);
    }
    let to_bo = mails(&stage, &service, "bo@example.org").await;
    assert_eq!(to_bo.len(), 5, "and not more than five links of an address at once");
    assert_eq!(service.form(&link(&to_bo[2]), &[]).await.status, 303, "each of them proves");
    assert_eq!(people(&service, &event).await.len(), 2);
    for mail in &to_bo {
        assert_eq!(service.form(&link(mail), &[]).await.status, 404, "and none after that");
    }
    stage.close("answers that tell nothing").await;
}

#[tokio::test]
async fn a_link_ends_and_what_nobody_proves_is_cleared_away() {
    let stage = Stage::open().await;
    let (service, clock, event) = asking(&stage, "Short").await;
    sends(&service, "short", "Ada").await;
    let code = link(&mails(&stage, &service, "ada@example.org").await[0]);
    let kept = async || {
        let read = service.desk.read(|r| r.unproven().of_address("ada@example.org")).await;
        read.expect("read").len()
    };
    clock.advance(SignedDuration::from_hours(23));
    assert_eq!(service.get(&code).await.status, 200, "within a day");
    clock.advance(SignedDuration::from_hours(2));
    assert_eq!(service.get(&code).await.status, 404, "after a day");
    assert_eq!(service.form(&code, &[]).await.status, 404);
    assert!(people(&service, &event).await.is_empty());
    assert_eq!(kept().await, 1);
    sends(&service, "short", "Bo").await;
    assert_eq!(kept().await, 0, "what ran out is cleared away, with what comes or by the clockwork");
    stage.close("a link that ended").await;
}

#[tokio::test]
async fn what_nobody_proves_is_cleared_away_by_the_clockwork_and_nothing_else_is() {
    let stage = Stage::open().await;
    let (service, clock, event) = asking(&stage, "Swept").await;
    sends(&service, "swept", "Ada").await;
    mails(&stage, &service, "ada@example.org").await;
    clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_mins(1));
    stage.order("clock", json!({"advanceSeconds": 86_340})).await;
    sends(&service, "swept", "Bo").await;
    let bo = link(&mails(&stage, &service, "bo@example.org").await[0]);
    let kept = async |email: &'static str| {
        let read = service.desk.read(move |r| r.unproven().of_address(email)).await;
        read.expect("read").len()
    };
    // The first look of each clockwork is at once.
    let looks = async |until: usize| {
        let running = clockwork::start(&service.desk);
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if kept("ada@example.org").await == until {
                break;
            }
        }
        running.stop().await;
        kept("ada@example.org").await
    };
    assert_eq!(looks(0).await, 1, "a minute before her day is over nothing is cleared away");
    clock.advance(SignedDuration::from_mins(2));
    assert_eq!(looks(0).await, 0, "and then it is, with nobody there who sends a form");
    assert_eq!(kept("bo@example.org").await, 1, "whose day is not over is left");
    assert_eq!(service.form(&bo, &[]).await.status, 303);
    assert_eq!(people(&service, &event).await.len(), 1);
    stage.close("forms that nobody proved").await;
}

#[tokio::test]
async fn a_place_is_decided_about_when_the_address_is_proven() {
    let stage = Stage::open().await;
    let (service, _, event) = asking(&stage, "Small").await;
    places(&service, &event, Some(1)).await;
    let mut codes = Vec::new();
    for name in ["Ada", "Bo"] {
        assert_eq!(sends(&service, "small", name).await.0, 303, "an unproven form holds no place");
        codes.push(link(&mails(&stage, &service, &named(name).1).await[0]));
    }
    assert_eq!(service.form(&codes[0], &[]).await.status, 303);
    let late = service.form(&format!("{}?lang=en", codes[1]), &[]).await;
    assert_eq!(late.status, 409, "{}", late.text);
    assert!(late.text.contains("All places are taken") && !late.text.contains("<form"), "{}", late.text);
    assert_eq!(sends(&service, "small", "Cy").await.0, 409, "and nobody is sent a link for nothing");
    places(&service, &event, Some(2)).await;
    assert_eq!(service.form(&codes[1], &[]).await.status, 303, "the link is good until it was of use");
    assert_eq!(people(&service, &event).await.len(), 2);

    places(&service, &event, Some(100)).await;
    sends(&service, "small", "Dee").await;
    let code = link(&mails(&stage, &service, "dee@example.org").await[0]);
    lectern_core::scheduling::cancel::cancel(&service.desk, &event, "").await.expect("cancelled");
    let off = service.form(&format!("{code}?lang=en"), &[]).await;
    assert_eq!(off.status, 409, "{}", off.text);
    assert!(off.text.contains("This event was cancelled"), "{}", off.text);
    stage.close("a place for the proven").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_prove_at_once_and_ten_get_a_place() {
    let stage = Stage::open().await;
    let (service, _, event) = asking(&stage, "Rush").await;
    let service = Arc::new(service);
    places(&service, &event, Some(10)).await;
    let mut codes = Vec::new();
    for visitor in 0..30 {
        assert_eq!(sends(&service, "rush", &format!("V{visitor}")).await.0, 303);
    }
    for visitor in 0..30 {
        codes.push(link(&mails(&stage, &service, &format!("v{visitor}@example.org")).await[0]));
    }
    let mut racing = JoinSet::new();
    for code in [codes.clone(), codes].concat() {
        let service = Arc::clone(&service);
        racing.spawn(async move { service.form(&code, &[]).await.status });
    }
    let answers = racing.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 303).count(), 10, "never one more: {answers:?}");
    assert_eq!(people(&service, &event).await.len(), 10);
    stage.close("a race of the proven").await;
}

#[tokio::test]
async fn mails_are_in_the_language_of_whoever_registered() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Mixed", 60 * 24).await;
    let rules = serde_json::from_value(json!({"waitlist": true, "offerMinutes": 60, "guests": 1}));
    let rules = RegistrationSettings { capacity: Some(3), rules: rules.expect("rules") };
    settings::set(&service.desk, &event, rules).await.expect("kept");
    for (name, lang) in [("Ada", "de"), ("Bo", "en"), ("Cy", "de")] {
        let (name, email) = named(name);
        let mut form = vec![("name", name.as_str()), ("email", email.as_str())];
        if name == "Ada" {
            form.push(("guest", "Grace"));
        }
        assert_eq!(service.form(&format!("/e/mixed?lang={lang}"), &form).await.status, 303);
    }
    let to_ada = mails(&stage, &service, "ada@example.org").await;
    let told = to_ada.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    assert_eq!(to_ada.len(), 2, "hers and her guest's: {told}");
    assert!(told.contains("Ihr Gast Grace ist angemeldet") && !told.contains("You're"), "{told}");
    let told = mails(&stage, &service, "bo@example.org").await[0].to_string();
    assert!(told.contains("You're registered: Mixed") && !told.contains("angemeldet"), "{told}");
    let told = mails(&stage, &service, "cy@example.org").await[0].to_string();
    assert!(told.contains("Sie stehen auf der Warteliste") && told.contains("Nummer 1"), "{told}");
    let ada = people(&service, &event).await.into_iter().find(|row| row.name == "Ada").expect("Ada");
    service.form(&format!("/r/{}/cancel", service.code(&ada.id).await), &[]).await;
    let told = mails(&stage, &service, "cy@example.org").await[1].to_string();
    assert!(told.contains("ein Platz ist für Sie frei"), "offers too: {told}");
    let told = mails(&stage, &service, "ada@example.org").await[2].to_string();
    assert!(told.contains("Sie sind nicht mehr angemeldet"), "and that it is over: {told}");

    let event = service.event("German", 60 * 24).await;
    let look = PageLook { language: Some("de".into()), ..PageLook::default() };
    publication::open_here(&service.desk, &event, "german", &look).await.expect("published");
    service.ticket(&event, "Dee", "dee@example.org").await;
    let told = mails(&stage, &service, "dee@example.org").await[0].to_string();
    assert!(told.contains("Sie sind angemeldet: German"), "who was not asked reads the page's own: {told}");
    stage.close("mails in two languages").await;
}
