//! People register by themselves on the trusted service's pages: from the event's page to their own, with what a browser
//! without a script sends.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::registration::list::{self, ListFilter, RegistrantRow};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::serving::publication::{self, PageLook};
use lectern_domain::registration::{RegistrantStatus, Source};
use lectern_tests::{Service, Stage};
use serde_json::{Value, json};
use tokio::task::JoinSet;

async fn service(stage: &Stage) -> Service {
    Service::start(stage, Arc::new(SystemClock)).await
}

async fn rules(service: &Service, event: &str, capacity: Option<u32>, rules: Value) {
    let rules = serde_json::from_value(rules).expect("rules");
    settings::set(&service.desk, event, RegistrationSettings { capacity, rules }).await.expect("kept");
}

async fn people(service: &Service, event: &str) -> Vec<RegistrantRow> {
    list::page(&service.desk, event, "", ListFilter::default(), 0, 500).await.expect("a list").rows
}

fn ada() -> Vec<(&'static str, &'static str)> {
    vec![("name", "Ada Lovelace"), ("email", "ada@example.org"), ("company", "Analytical")]
}

#[tokio::test]
async fn somebody_registers_without_a_script_and_is_on_the_list() {
    let stage = Stage::open().await;
    let service = service(&stage).await;
    let event = service.event("Open Day", 60 * 24).await;
    let page = service.get("/e/open-day").await;
    assert_eq!(page.status, 200, "{}", page.text);
    for part in ["Open Day", "name=\"name\"", "name=\"email\"", "name=\"company\"", "What is new"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert!(page.text.len() <= 50 * 1024, "{} bytes are more than a phone should wait for", page.text.len());
    assert!(
        !page.text.contains("src=\"http") && !page.text.contains("teams.microsoft.com"),
        "one request, nothing of a third party's, and not the way into the meeting: {}",
        page.text
    );

    let sent = service.form("/e/open-day?lang=en", &ada()).await;
    assert_eq!((sent.status, sent.to()), (303, "/e/open-day/done?done=place&lang=en"), "{}", sent.text);
    let done = service.get(sent.to()).await;
    assert!(done.text.contains("You&#39;re registered"), "{}", done.text);
    let rows = people(&service, &event).await;
    let [ada] = rows.as_slice() else { panic!("one person: {rows:?}") };
    assert_eq!((ada.name.as_str(), ada.company.as_deref()), ("Ada Lovelace", Some("Analytical")));
    assert_eq!((ada.status, ada.source), (RegistrantStatus::Registered, Source::Page));

    let code = service.code(&ada.id).await;
    let own = service.get(&format!("/r/{code}?lang=en")).await;
    assert_eq!(own.status, 200, "{}", own.text);
    assert!(own.text.contains("ada@example.org") && own.text.contains(&format!("/j/{code}")), "{}", own.text);
    let file = service.get(&format!("/r/{code}/event.ics")).await;
    assert!(file.text.contains(&format!("/j/{code}")), "their own link: {}", file.text);
    let public = service.get("/e/open-day/event.ics").await;
    assert!(
        public.text.contains("/e/open-day") && !public.text.contains("teams.microsoft.com"),
        "{}",
        public.text
    );
    stage.close("a registration page").await;
}

#[tokio::test]
async fn a_form_comes_back_as_it_was_typed_with_each_error_at_its_field() {
    let stage = Stage::open().await;
    let service = service(&stage).await;
    let event = service.event("Dinner", 60 * 24).await;
    let questions = json!([
        {"id": "eats", "label": "Do you eat with us?", "required": true, "kind": {"type": "yesNo"}},
        {"id": "food", "label": "What do you eat?", "required": true,
         "kind": {"type": "choice", "options": ["Meat", "Vegan"]}, "shownWhen": {"question": "eats", "is": "yes"}},
        {"id": "terms", "label": "Pictures", "required": true,
         "kind": {"type": "consent", "text": "We take pictures."}},
    ]);
    rules(
        &service,
        &event,
        None,
        json!({"guests": 1, "questions": questions,
        "domains": {"allowed": ["example.org"]}}),
    )
    .await;
    let empty = service.get("/e/dinner?lang=en").await;
    assert!(!empty.text.to_lowercase().contains("value=\"none"), "{}", empty.text);
    let bad = [
        ("name", "<b>Ada</b> \u{5d0}\u{5d1}"),
        ("email", "ada@example.com"),
        ("q.eats", "yes"),
        ("guest", "Bo"),
    ];
    let back = service.form("/e/dinner?lang=en", &bad).await;
    assert_eq!(back.status, 422, "{}", back.text);
    for part in [
        "&lt;b&gt;Ada&lt;",
        "ada@example.com",
        "value=\"Bo\"",
        "Addresses at example.com",
        "id=\"q-1-error\"",
        "id=\"q-2-error\"",
        "aria-invalid=\"true\"",
    ] {
        assert!(back.text.contains(part), "{part}: {}", back.text);
    }
    assert_eq!(back.text.matches("autofocus").count(), 1, "focus goes to the first error: {}", back.text);
    assert!(people(&service, &event).await.is_empty(), "nobody is registered by half");
    let german = service.form("/e/dinner?lang=de", &bad).await;
    assert!(german.text.contains("Adressen bei example.com"), "{}", german.text);

    let good = [
        ("name", "Ada"),
        ("email", "ada@example.org"),
        ("q.eats", "no"),
        ("q.food", "Vegan"),
        ("q.terms", "yes"),
        ("guest", "Bo"),
    ];
    assert_eq!(service.form("/e/dinner", &good).await.status, 303);
    let rows = people(&service, &event).await;
    assert_eq!(rows.len(), 2, "with her guest: {rows:?}");
    let host = rows.iter().find(|row| row.guest_of.is_none()).expect("Ada");
    let shown = lectern_core::registration::person::show(&service.desk, &host.id).await.expect("Ada");
    let answered: Vec<_> = shown.answers.iter().map(|answer| answer.question.as_str()).collect();
    assert_eq!(answered, ["eats", "terms"], "what was not asked is not kept");
    stage.close("a form with errors").await;
}

#[tokio::test]
async fn nobody_learns_from_the_page_who_is_on_the_list() {
    let stage = Stage::open().await;
    let service = service(&stage).await;
    let event = service.event("Quiet", 60 * 24).await;
    let first = service.form("/e/quiet?lang=en", &ada()).await;
    let again = [("name", "Mallory"), ("email", "ADA@example.org")];
    let second = service.form("/e/quiet?lang=en", &again).await;
    assert_eq!((first.status, first.to()), (second.status, second.to()), "the very same answer");
    let rows = people(&service, &event).await;
    assert_eq!((rows.len(), rows[0].name.as_str()), (1, "Ada Lovelace"), "and nothing was changed by it");
    for path in ["/r/0000000000000000000000000", "/r/AAAA", "/r/00000000000000000000000000", "/e/none"] {
        let none = service.get(path).await;
        assert_eq!(none.status, 404, "{path}");
        assert!(none.text.contains("<h1>"), "a page, not a protocol: {}", none.text);
    }
    let trapped = [("name", "Bot"), ("email", "bot@example.org"), ("leave_empty", "x")];
    assert_eq!(service.form("/e/quiet?lang=en", &trapped).await.to(), first.to(), "a program learns nothing");
    assert_eq!(people(&service, &event).await.len(), 1);
    stage.close("a list that is nobody's business").await;
}

#[tokio::test]
async fn people_wait_are_offered_a_place_take_it_and_give_it_away() {
    let stage = Stage::open().await;
    let service = service(&stage).await;
    let event = service.event("Workshop", 60 * 24).await;
    rules(&service, &event, Some(1), json!({"waitlist": true, "offerMinutes": 60})).await;
    assert!(service.form("/e/workshop", &ada()).await.to().contains("done=place"));
    assert!(service.get("/e/workshop?lang=en").await.text.contains("Join the waitlist"));
    let bo = [("name", "Bo"), ("email", "bo@example.org")];
    assert!(service.form("/e/workshop", &bo).await.to().contains("done=queue"));
    let find = async |email: &str| {
        let rows = people(&service, &event).await;
        rows.into_iter().find(|row| row.email == email).unwrap_or_else(|| panic!("{email} is on the list"))
    };
    let waiting = find("bo@example.org").await;
    let code = service.page_code(&waiting.id).await;
    let own = service.get(&format!("/r/{code}?lang=en")).await;
    assert!(own.text.contains("You are number 1 in the queue"), "{}", own.text);

    let ada = service.code(&find("ada@example.org").await.id).await;
    let off = service.form(&format!("/r/{ada}/cancel?lang=en"), &[]).await;
    assert_eq!(off.to(), format!("/r/{ada}?done=cancelled&lang=en"));
    assert_eq!(find("bo@example.org").await.status, RegistrantStatus::Offered);
    let own = service.get(&format!("/r/{code}?lang=en")).await;
    assert!(own.text.contains("Take the place"), "{}", own.text);
    service.form(&format!("/r/{code}/accept"), &[]).await;
    assert_eq!(find("bo@example.org").await.status, RegistrantStatus::Registered);

    let changed = [("name", "Bo Diddley"), ("company", "Checker")];
    assert_eq!(service.form(&format!("/r/{code}/change"), &changed).await.status, 303);
    assert_eq!(find("bo@example.org").await.name, "Bo Diddley");

    let to = [("name", "Cy"), ("email", "cy@example.org")];
    assert_eq!(service.form(&format!("/r/{code}/transfer"), &to).await.status, 303);
    let (bo, cy) = (find("bo@example.org").await, find("cy@example.org").await);
    assert_eq!((bo.status, cy.status), (RegistrantStatus::Cancelled, RegistrantStatus::Registered));
    let over = service.form(&format!("/r/{code}/cancel"), &[]).await;
    assert!(over.to().contains("done=gone"), "what can't be done any more is said: {}", over.to());
    stage.close("a waitlist on the page").await;
}

#[tokio::test]
async fn a_page_says_why_nobody_can_register() {
    let stage = Stage::open().await;
    let service = service(&stage).await;
    let event = service.event("Doors", 60 * 24).await;
    let windows = [
        (json!({"opens": "2099-01-01T09:00", "zone": "UTC"}), "Registration is not open yet"),
        (json!({"closes": "2020-01-01T09:00", "zone": "UTC"}), "Registration is closed"),
    ];
    for (window, said) in windows {
        rules(&service, &event, None, json!({"window": window})).await;
        let page = service.get("/e/doors?lang=en").await;
        assert!(page.text.contains(said) && !page.text.contains("<form"), "{said}: {}", page.text);
        assert_eq!(service.form("/e/doors", &ada()).await.status, 409);
    }
    rules(&service, &event, Some(0), json!({})).await;
    assert!(service.get("/e/doors?lang=en").await.text.contains("All places are taken"));
    assert_eq!(service.form("/e/doors", &ada()).await.status, 409);
    lectern_core::scheduling::cancel::cancel(&service.desk, &event, "").await.expect("cancelled");
    assert!(service.get("/e/doors?lang=en").await.text.contains("This event was cancelled"));
    assert_eq!(service.form("/e/doors", &ada()).await.status, 409);
    assert!(people(&service, &event).await.is_empty());
    stage.close("closed doors").await;
}

#[tokio::test]
async fn a_page_wears_its_organizers_look_and_is_framed_only_by_their_site() {
    let stage = Stage::open().await;
    let service = service(&stage).await;
    let event = service.event("Branded", 60 * 24).await;
    let look = PageLook {
        color: Some("#ffd87a".into()),
        logo: Some("data:image/png;base64,iVBORw0KGgo=".into()),
        framed_by: ["https://contoso.example/events", "javascript:alert(1)", "https://x.example;sandbox"]
            .map(String::from)
            .to_vec(),
        language: Some("de".into()),
        proof: false,
    };
    publication::open_here(&service.desk, &event, "branded", &look).await.expect("published");
    let page = service.get("/e/branded?embed=1").await;
    let policy = page.headers["content-security-policy"].to_str().expect("a policy");
    assert!(
        policy.ends_with("frame-ancestors https://contoso.example") && !policy.contains("javascript"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    for part in
        ["--main:#ffd87a;--on:#000", "data:image/png;base64,iVBORw0KGgo=", "class=\"framed\"", "lang=\"de\""]
    {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let embed = service.get("/embed.js").await;
    assert!(embed.text.contains("createElement('iframe')"));
    stage.close("a branded page").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_race_for_ten_places_and_ten_get_one() {
    let stage = Stage::open().await;
    let service = Arc::new(service(&stage).await);
    let event = service.event("Rush", 60 * 24).await;
    for (capacity, waitlist) in [(10, false), (20, true)] {
        rules(&service, &event, Some(capacity), json!({"waitlist": waitlist})).await;
        let mut racing = JoinSet::new();
        for visitor in 0..200 {
            let service = Arc::clone(&service);
            racing.spawn(async move {
                let (name, email) =
                    (format!("Visitor {visitor}"), format!("v{visitor}-{waitlist}@example.org"));
                let sent = service.form("/e/rush", &[("name", &name), ("email", &email)]).await;
                (sent.status, sent.to().to_owned())
            });
        }
        let answers = racing.join_all().await;
        let placed =
            answers.iter().filter(|(status, to)| *status == 303 && to.contains("done=place")).count();
        assert_eq!(placed, 10, "never one more than there are places");
        let others = answers.len() - placed;
        let expected = |(status, to): &&(u16, String)| {
            if waitlist { to.contains("done=queue") } else { *status == 409 }
        };
        assert_eq!(answers.iter().filter(expected).count(), others, "and everybody else is told so");
    }
    let rows = people(&service, &event).await;
    let count = |status| rows.iter().filter(|row| row.status == status).count();
    assert_eq!((count(RegistrantStatus::Registered), count(RegistrantStatus::Waitlisted)), (20, 190));
    stage.close("a race for places").await;
}
