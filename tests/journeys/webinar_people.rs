//! The people of a webinar: what they are asked, who speaks, who is enrolled from outside, who was there.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::virtual_events::credential::{self, EventsApplication};
use lectern_core::virtual_events::enrol::{self, Enrolments, Outsider, untold};
use lectern_core::virtual_events::presenters::{self, NewPresenter};
use lectern_core::virtual_events::questions::{self, Answer, NewQuestion, Predefined};
use lectern_core::virtual_events::{EnrolmentState, VirtualEventError, attendance, co_organizers, list};
use lectern_domain::secret::Secret;
use lectern_tests::{Organizer, Stage, Terminal, judge};
use serde_json::{Value, json};

use crate::webinars::{agreed, published, unlimited, webinar};

pub const SERVICE: &str = "c2a97e54-6b1d-4f08-93e6-d51c7a80b2f9";
const SECRET: &str = "sandbox~only~service~secret~of~contoso~events";
/// Of the sandbox's tenant.
const PRIYA: &str = "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6";

pub fn outsiders(count: usize) -> Vec<Outsider> {
    let one = |n| Outsider {
        first_name: format!("Guest{n}"),
        last_name: "Outside".into(),
        email: format!("guest{n:02}@example.org"),
        ..Outsider::default()
    };
    (1..=count).map(one).collect()
}

/// An administrator put the application's credential here and let it in at this event.
pub async fn trusted(stage: &Stage, organizer: &Organizer, event: &str) {
    credential_set(stage, organizer).await;
    let permissions = ["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat"];
    stage.order("grants/rsc", json!({"app": SERVICE, "event": event, "permissions": permissions})).await;
}

async fn credential_set(stage: &Stage, organizer: &Organizer) {
    let application = EventsApplication { tenant: stage.endpoints().tenant_id, client_id: SERVICE.into() };
    credential::set(&organizer.desk, application, Secret::new(SECRET.into())).await.expect("kept");
}

/// How many have a place at Teams.
pub async fn registered(stage: &Stage, event: &str) -> u64 {
    let told = stage.endpoints().ask("virtual-events").await.expect("the door answers");
    let events = told["events"].as_array().expect("a list");
    let found = events.iter().find(|one| one["id"] == event).expect("the event");
    found["registrations"]["registered"].as_u64().expect("a number")
}

pub fn all_enrolled(told: &Enrolments, count: usize) {
    assert_eq!(told.people.len(), count, "{told:?}");
    for person in &told.people {
        assert_eq!(person.state, EnrolmentState::Enrolled, "{person:?}");
        assert!(person.join_url.is_some(), "each has a link of their own: {person:?}");
    }
    let links: std::collections::BTreeSet<_> = told.people.iter().map(|person| &person.join_url).collect();
    assert_eq!(links.len(), count, "nobody shares a link");
}

#[tokio::test]
async fn questions_and_presenters_are_added_once_and_taken_away() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let id = webinar(&organizer, "Asked").await.summary.id;
    let own = |text: &str, answer, choices: &[&str]| NewQuestion::Custom {
        text: text.into(),
        answer,
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        required: true,
    };
    let wanted = [
        NewQuestion::Predefined { label: Predefined::JobTitle },
        own("Which track?", Answer::SingleChoice, &["Red", "Blue"]),
        own("Anything else?", Answer::MultilineText, &[]),
        own("Vegetarian?", Answer::Boolean, &[]),
    ];
    for question in &wanted {
        questions::add(&organizer.desk, &id, question.clone()).await.expect("asked");
        questions::add(&organizer.desk, &id, question.clone()).await.expect("safe to repeat");
    }
    stage
        .fault(json!({"route": "POST /solutions/virtualEvents/webinars/{id}/registrationConfiguration/questions", "when": "after"}))
        .await;
    let twice = own("Which?", Answer::SingleChoice, &["Red", "Blue", "Red "]);
    let refused = questions::add(&organizer.desk, &id, twice).await.expect_err("an answer is there twice");
    assert!(refused.to_string().contains("twice"), "{refused}");
    let event = questions::add(&organizer.desk, &id, own("Lost?", Answer::Text, &[])).await.expect("found");
    assert_eq!(event.questions.len(), 5, "each once: {:?}", event.questions);
    let lost = event.questions.iter().find(|one| one.text == "Lost?").expect("it is there").id.clone();
    questions::remove(&organizer.desk, &id, &lost).await.expect("taken away");
    let left = questions::remove(&organizer.desk, &id, &lost).await.expect("safe to repeat");
    assert_eq!(left.questions.len(), 4);

    let guest = NewPresenter {
        name: Some("Dr. Mina \u{202e}Okonkwo".into()),
        email: Some("mina@example.org".into()),
        company: Some("<b>Contoso</b>".into()),
        job_title: Some("CTO".into()),
        bio: Some("Says it plainly.".into()),
        ..NewPresenter::default()
    };
    presenters::add(&organizer.desk, &id, guest.clone()).await.expect("a guest");
    presenters::add(&organizer.desk, &id, guest).await.expect("safe to repeat");
    let member = NewPresenter { user_id: Some(PRIYA.into()), ..NewPresenter::default() };
    let event = presenters::add(&organizer.desk, &id, member).await.expect("a member");
    assert_eq!(event.presenters.len(), 2, "{:?}", event.presenters);
    let nobody = NewPresenter { user_id: Some(uuid("nobody")), ..NewPresenter::default() };
    assert!(presenters::add(&organizer.desk, &id, nobody).await.is_err(), "the tenant does not know them");
    let first = event.presenters[0].id.clone();
    presenters::remove(&organizer.desk, &id, &first).await.expect("taken away");
    let kept = list::one(&organizer.desk, &id).await.expect("kept");
    assert_eq!((kept.presenters.len(), kept.questions.len()), (1, 4), "shown without the network as well");
    stage.close("questions and presenters").await;
}

#[tokio::test]
async fn co_organizers_are_these_and_nobody_else() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let id = webinar(&organizer, "Together").await.summary.id;
    let desk = &organizer.desk;
    assert!(co_organizers::read(desk, &id).await.expect("asked").co_organizers.is_empty());
    let ana = "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5";
    let two = co_organizers::set(desk, &id, &[ana.into(), PRIYA.into(), ana.into()]).await.expect("two");
    let names: Vec<_> = two.co_organizers.iter().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(names, ["Ana Reyes", "Priya Raman"], "each once, by name");
    let mark = stage.mark().await;
    co_organizers::set(desk, &id, &[PRIYA.into(), ana.into()]).await.expect("safe to repeat");
    assert!(
        stage.traffic_after(mark).await.iter().all(|call| call.0["method"] == "GET"),
        "nothing was to do"
    );
    let wrong = co_organizers::set(desk, &id, &["nobody".into()]).await.expect_err("no id, and never named");
    assert!(matches!(wrong, VirtualEventError::Field { field: "who", .. }), "{wrong}");
    assert!(co_organizers::set(desk, &id, &[uuid("nobody")]).await.is_err(), "the tenant does not know them");
    assert!(co_organizers::set(desk, &id, &[]).await.expect("nobody").co_organizers.is_empty());
    stage.close("co-organizers").await;
}

fn uuid(of: &str) -> String {
    let digits: String = of.bytes().cycle().take(12).map(|byte| char::from(b'0' + byte % 10)).collect();
    format!("00000000-0000-4000-8000-{digits}")
}

#[tokio::test]
async fn without_the_applications_credential_it_says_why() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let event = published(&organizer, "No credential").await;
    let why = event.enrolment.why.expect("a reason");
    assert!(
        !event.enrolment.possible && why.contains("administrator") && why.contains("registration page"),
        "{why}"
    );
    let error =
        enrol::enrol(&organizer.desk, &event.summary.id, &outsiders(1), untold()).await.expect_err("refused");
    assert!(matches!(error, VirtualEventError::NoCredential(_)), "{error}");
    let wrong = EventsApplication { tenant: stage.endpoints().tenant_id, client_id: SERVICE.into() };
    let refused = credential::set(&organizer.desk, wrong, Secret::new("no secret".into())).await;
    assert!(refused.is_err(), "what Entra does not take is not kept");
    credential_set(&stage, &organizer).await;
    let error = enrol::enrol(&organizer.desk, &event.summary.id, &outsiders(1), untold())
        .await
        .expect_err("not let in");
    let told = CommandError::from(error);
    assert_eq!(told.code, ErrorCode::Refused, "{told}");
    assert!(told.message.contains("VirtualEvent.Read.Chat"), "it says what is missing: {told}");
    credential::remove(&organizer.desk).await.expect("taken away");
    assert!(credential::kept(&organizer.desk).await.expect("read").is_none());
    stage.close("enrolment without a credential").await;
}

#[tokio::test]
async fn outsiders_are_enrolled_once_under_every_answer() {
    for switches in [
        json!({"repeatedEnrolment": "createsSecond", "registrationSessionTimes": "dateTimeTimeZone"}),
        json!({"repeatedEnrolment": "conflict409", "registrationSessionTimes": "text"}),
        json!({"repeatedEnrolment": "sameRegistration", "virtualEventPageSize": 2}),
        json!({"registrationListDelaySeconds": 2}),
    ] {
        let mut all = unlimited();
        all.as_object_mut().expect("an object").extend(switches.as_object().expect("an object").clone());
        let stage = agreed(all).await;
        let organizer = Organizer::at(&stage).await;
        let draft = webinar(&organizer, "Not yet").await;
        let event = published(&organizer, "Enrolled").await;
        let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
        trusted(&stage, &organizer, &graph_id).await;
        let early = enrol::enrol(&organizer.desk, &draft.summary.id, &outsiders(1), untold())
            .await
            .expect_err("a draft");
        assert!(matches!(early, VirtualEventError::NotPublished), "{switches}: {early}");
        let told = enrol::enrol(&organizer.desk, &id, &outsiders(5), untold()).await.expect("enrolled");
        assert_eq!(told.added, 5, "{switches}");
        all_enrolled(&told, 5);
        let again =
            enrol::enrol(&organizer.desk, &id, &outsiders(6), untold()).await.expect("safe to repeat");
        assert_eq!(again.added, 1, "{switches}: five were there");
        all_enrolled(&again, 6);
        // The answer is lost after it was done: the list is asked before anybody is sent again.
        stage.fault(json!({"route": "POST /$batch", "when": "after"})).await;
        let told = enrol::enrol(&organizer.desk, &id, &outsiders(7), untold()).await.expect("seven");
        all_enrolled(&told, 7);
        assert_eq!(registered(&stage, &graph_id).await, 7, "{switches}: nobody twice");
        let mut traffic = stage.end().await;
        if switches["registrationSessionTimes"] == "text" {
            // A sample of the documentation, which the contract contradicts.
            traffic.retain(|call| !call.asked().to_string().contains("/sessions"));
        }
        judge("outsiders enrolled", &traffic).await;
    }
}

#[tokio::test]
async fn a_full_webinar_and_a_waiting_list_are_answers() {
    for full in ["badRequest400", "forbidden403", "conflict409"] {
        let mut all = unlimited();
        all["fullEnrolment"] = json!(full);
        let stage = agreed(all).await;
        let organizer = Organizer::at(&stage).await;
        let event = published(&organizer, "Small").await;
        let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
        trusted(&stage, &organizer, &graph_id).await;
        stage.order(&format!("virtual-events/{graph_id}/configuration"), json!({"capacity": 2})).await;
        let told =
            enrol::enrol(&organizer.desk, &id, &outsiders(3), untold()).await.expect("two have a place");
        let states: Vec<_> = told.people.iter().map(|person| person.state).collect();
        assert_eq!(
            states,
            [EnrolmentState::Enrolled, EnrolmentState::Enrolled, EnrolmentState::Refused],
            "{full}: {told:?}"
        );
        stage
            .order(
                &format!("virtual-events/{graph_id}/configuration"),
                json!({"capacity": 2, "isWaitlistEnabled": true}),
            )
            .await;
        let told = enrol::enrol(&organizer.desk, &id, &outsiders(3), untold()).await.expect("asked again");
        assert_eq!(told.people[2].state, EnrolmentState::Waiting, "{full}: {told:?}");
        stage.close("a full webinar").await;
    }
}

#[tokio::test]
async fn who_was_there_is_a_table_and_a_file() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let event = published(&organizer, "Attended").await;
    let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
    let none = attendance::read(&organizer.desk, &id).await.expect("no report yet");
    assert!(none.people.is_empty() && none.read_at.is_some());
    let (start, end): (jiff::Timestamp, jiff::Timestamp) =
        (event.summary.start.parse().expect("an instant"), event.summary.end.parse().expect("an instant"));
    let people = json!([
        {"user": "Ana Reyes", "role": "Organizer", "joined": start, "left": end},
        {"name": "=cmd|'/C calc'!A0", "email": "evil@example.org", "role": "Attendee",
         "intervals": [[start, start + jiff::SignedDuration::from_mins(10)],
                       [start + jiff::SignedDuration::from_mins(20), start + jiff::SignedDuration::from_mins(25)]]},
    ]);
    stage.order("attendance", json!({"event": graph_id, "people": people})).await;
    let read = attendance::read(&organizer.desk, &id).await.expect("a report");
    assert_eq!((read.reports.len(), read.people.len()), (1, 2), "{read:?}");
    let evil =
        read.people.iter().find(|one| one.email.as_deref() == Some("evil@example.org")).expect("there");
    assert_eq!(evil.seconds, 15 * 60, "both stays together");
    let file = stage.path("attendance.csv");
    assert_eq!(attendance::export(&organizer.desk, &id, file.clone()).await.expect("written"), 2);
    let text = std::fs::read_to_string(&file).expect("a file");
    assert!(text.contains("'=cmd"), "no spreadsheet may run a guest's name: {text}");
    let terminal = Terminal::at(&stage, organizer.dir());
    let told: Value = terminal.run(&["webinars", "attendance", &id, "--kept"]).await.json();
    assert_eq!(told["people"].as_array().map(Vec::len), Some(2), "kept on the disk: {told}");
    stage.close("who was there").await;
}
