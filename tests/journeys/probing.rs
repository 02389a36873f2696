//! The probe at sandboxes that differ: it must name each answer as it is set, leave nothing behind, and tell of nobody.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::probe::{Asked, FindingStatus, Mails, ProbeReport, plan, report, run as asking};
use lectern_core::scheduling::list;
use lectern_core::sign_in::account;
use lectern_tests::{Call, Organizer, Stage, Terminal, judge, switches};
use serde_json::{Value, json};

/// Every question, by the switch that answers it.
const QUESTIONS: [&str; 16] = [
    "repeatedTransactionId",
    "eventPatchIfMatch",
    "joinUrlForm",
    "joinUrlFilterByShort",
    "meetingRegistration",
    "joinUrlFilterNoMatch",
    "joinUrlFilterByOther",
    "eventsPageSize",
    "calendarViewPageSize",
    "delegatedRegistrationList",
    "delegatedRegistrationSessions",
    "expandedSessions",
    "acsClockSkewSeconds",
    "repeatedOperationId",
    "attachmentMimeParameters",
    "listUnsubscribe",
];

fn settings() -> [Value; 5] {
    [
        json!({}),
        json!({
            "repeatedTransactionId": "conflict409", "eventPatchIfMatch": "ignored", "joinUrlForm": "short",
            "joinUrlFilterByShort": "emptyList", "joinUrlFilterNoMatch": "emptyList",
            "joinUrlFilterByOther": "emptyList", "eventsPageSize": 2, "calendarViewPageSize": 7,
            "acsClockSkewSeconds": 900, "repeatedOperationId": "conflict409",
            "attachmentMimeParameters": "refused", "listUnsubscribe": "refused",
            "delegatedRegistrationList": "served", "delegatedRegistrationSessions": "served",
            "expandedSessions": "served",
        }),
        json!({
            "repeatedTransactionId": "createsSecond", "joinUrlForm": "short", "eventsPageSize": 3,
            "calendarViewPageSize": 5, "acsClockSkewSeconds": 3600, "repeatedOperationId": "sendsAgain",
            "listUnsubscribe": "refused", "meetingRegistration": "served", "expandedSessions": "ignored",
        }),
        json!({"meetingRegistration": "retired410", "delegatedRegistrationSessions": "served"}),
        json!({"meetingRegistration": "empty", "acsClockSkewSeconds": 60, "attachmentMimeParameters": "refused", "joinUrlFilterNoMatch": "emptyList"}),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_answer_is_named_as_the_sandbox_is_set() {
    let mut parts = tokio::task::JoinSet::new();
    for changes in settings() {
        parts.spawn(under(changes));
    }
    // A retired API that answers with an empty success keeps to no contract.
    let is_empty = |call: &Call| {
        call.0["method"] == "POST" && call.path().ends_with("/registration") && call.status() == 204
    };
    let traffic: Vec<Call> =
        parts.join_all().await.into_iter().flatten().filter(|call| !is_empty(call)).collect();
    judge("a probe under every answer", &traffic).await;
}

async fn under(changes: Value) -> Vec<Call> {
    let stage = Stage::with(changes.clone()).await;
    let other = Organizer::arriving(&stage, std::sync::Arc::new(lectern_core::SystemClock)).await;
    other.sign_in_as(&stage, "ana.reyes").await;
    // Where a short link finds no meeting, the event is kept with its link and that problem.
    drop(other.try_schedule(&other.draft("Somebody else’s")).await);
    let listed = list::all(&other.desk).await.expect("the list");
    let theirs = listed[0].join_url.clone().expect("a link");
    let organizer = Organizer::at(&stage).await;
    for n in 0..11 {
        drop(organizer.try_schedule(&organizer.draft(&format!("Filler {n}"))).await);
    }
    stage.order("grants/consent", json!({"scopes": ["VirtualEvent.ReadWrite"]})).await;
    let webinar = crate::webinars::published(&organizer, "Winter webinar").await.summary.id;
    let mark = stage.mark().await;
    let asked = Asked { others_link: Some(theirs.clone()), webinar: Some(webinar) };
    let mut found = asking::run(&organizer.desk, asked, &|_| {}).await.expect("a report");
    if changes["repeatedOperationId"] != "conflict409" {
        assert!(
            !found.switches.contains_key("repeatedOperationId"),
            "two acceptances say nothing of two mails"
        );
        found = report::arrived(&organizer.desk, mails(&stage).await).await.expect("completed");
    }
    names_each(&found, &changes);
    let traffic = stage.traffic_after(mark).await;
    nothing_left(&traffic, &changes);
    tells_of_nobody(&organizer, &found, &theirs).await;
    is_taken_by_a_sandbox(&stage, &organizer, &changes).await;
    stage.end().await
}

/// As its reader counts them in the inbox.
async fn mails(stage: &Stage) -> Mails {
    let mail = stage.mail().await;
    let count =
        mail.iter().filter(|mail| mail["subject"].as_str().is_some_and(|s| s.ends_with("of two"))).count();
    match count {
        1 => Mails::One,
        2 => Mails::Two,
        other => panic!("one mail or two, not {other}"),
    }
}

fn names_each(found: &ProbeReport, changes: &Value) {
    let (set, usual) = (json!(switches(changes.clone())), json!(lectern_sandbox::Switches::default()));
    let short = set["joinUrlForm"] == "short";
    for id in QUESTIONS {
        let finding =
            found.findings.iter().find(|finding| finding.id == id).expect("each question is in the report");
        if id == "joinUrlFilterByShort" && !short {
            assert_eq!(finding.status, FindingStatus::NotAsked, "there is no short link to ask by");
            continue;
        }
        if id == "meetingRegistration" && short && set["joinUrlFilterByShort"] == "emptyList" {
            assert_eq!(
                finding.status,
                FindingStatus::NotAsked,
                "nothing leads to the meeting to open it for"
            );
            continue;
        }
        assert_eq!(json!(found.switches.get(id)), set[id], "{id} under {changes}: {finding:?}");
        let expected = if set[id] == usual[id] { FindingStatus::Same } else { FindingStatus::Differs };
        assert_eq!(finding.status, expected, "{id}: what the sandbox does is what the report says of it");
    }
    assert_eq!(found.findings.len(), QUESTIONS.len());
    let lost = changes["joinUrlFilterByShort"] == "emptyList";
    assert_eq!(
        found.left.len(),
        usize::from(lost),
        "a meeting that nothing leads to is said: {:?}",
        found.left
    );
}

/// What was made in this traffic was deleted in it.
fn nothing_left(traffic: &[Call], changes: &Value) {
    let made = |call: &&Call| call.is("POST", "/me/events") && call.status() == 201;
    let mut ids: Vec<&str> =
        traffic.iter().filter(made).filter_map(|call| call.answered()["id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let deleted = |kind: &str| {
        let of = |call: &&Call| {
            call.0["method"] == "DELETE"
                && call.path().contains(kind)
                && !call.path().ends_with("/registration")
                && call.status() == 204
        };
        traffic.iter().filter(of).count()
    };
    let twice = changes["repeatedTransactionId"] == "createsSecond";
    assert_eq!(ids.len(), if twice { 2 } else { 1 }, "{changes}: no more than it said");
    assert_eq!(deleted("/events/"), ids.len(), "{changes}: each event is deleted");
    let found = if changes["joinUrlFilterByShort"] == "emptyList" { 0 } else { ids.len() };
    assert_eq!(deleted("/onlineMeetings/"), found, "{changes}: and each meeting that its link leads to");
    let count = |method: &str, end: &str, status: u64| {
        let of = |call: &&Call| {
            call.0["method"] == method && call.path().ends_with(end) && call.status() == status
        };
        traffic.iter().filter(of).count()
    };
    assert_eq!(count("POST", "/registrations", 201), 1, "{changes}: the person is registered once");
    assert_eq!(count("POST", "/cancel", 204), 1, "{changes}: and taken off again");
    assert_eq!(
        count("DELETE", "/registration", 204),
        count("POST", "/registration", 201),
        "{changes}: and what the retired API opened is closed"
    );
}

async fn tells_of_nobody(organizer: &Organizer, found: &ProbeReport, theirs: &str) {
    let text = serde_json::to_string(found).expect("plain data");
    let own = account::current(&organizer.desk).await.expect("the store").expect("somebody");
    for secret in [&own.user_id, &own.tenant_id, &own.username, &own.display_name] {
        assert!(!text.contains(secret.as_str()), "a report is given to others: {secret} in {text}");
    }
    assert!(!text.contains(theirs) && !text.contains('@') && !text.contains("://"), "no address: {text}");
    let id = |word: &str| word.len() >= 20 && word.bytes().any(|byte| byte.is_ascii_digit());
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '=');
    let ids: Vec<&str> = words.filter(|word| id(word)).collect();
    assert_eq!(ids, ["calendarViewPageSize"; 0], "nothing that looks like an id: {text}");
}

async fn is_taken_by_a_sandbox(stage: &Stage, organizer: &Organizer, changes: &Value) {
    let file = stage.path("report.json");
    report::save(&organizer.desk, file.clone()).await.expect("saved");
    let read = json!(lectern_sandbox::answers::read(&file).expect("a sandbox takes the report"));
    let set = json!(switches(changes.clone()));
    for id in QUESTIONS {
        assert_eq!(read[id], set[id], "{id}: a sandbox with this report answers as the tenant did");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_whose_making_nobody_heard_of_is_deleted_all_the_same() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    stage.fault(json!({"route": "POST /me/events", "when": "after"})).await;
    let found = asking::run(&organizer.desk, Asked::default(), &|_| {}).await.expect("a report");
    let open = &found.findings[0];
    assert_eq!((open.id.as_str(), open.status), ("repeatedTransactionId", FindingStatus::Open), "{open:?}");
    assert!(found.left.is_empty(), "{:?}", found.left);
    let deleted = stage.traffic().await;
    let deleted =
        deleted.iter().filter(|call| call.0["method"] == "DELETE" && call.path().contains("/events/"));
    assert_eq!(deleted.count(), 1, "it is found by what was written down before it was made");
    stage.close("a probe over a broken connection").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_probe_left_is_swept_by_the_next_one_of_the_same_account() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir);
    stage.fault(json!({"route": "PATCH /me/events/{id}", "when": "before", "delayMs": 30_000})).await;
    let running = terminal.start(&["probe", "--yes"]);
    stage.until_held().await;
    assert!(running.kill().await, "it was still asking");
    let organizer = Organizer::back_at(&stage, &dir, std::sync::Arc::new(lectern_core::SystemClock)).await;
    let planned = plan::plan(&organizer.desk, &Asked::default()).await.expect("a plan");
    assert!(planned.leftover, "it says that something is left");
    organizer.sign_in_as(&stage, "ana.reyes").await;
    let told: CommandError =
        asking::run(&organizer.desk, Asked::default(), &|_| {}).await.expect_err("another’s calendar").into();
    assert_eq!(told.code, ErrorCode::SignInNeeded, "nothing is looked for on another calendar: {told}");
    organizer.sign_in().await;
    let mark = stage.mark().await;
    let found = terminal.run(&["probe", "--yes"]).await.json();
    assert_eq!(found["left"], json!([]));
    let traffic = stage.traffic_after(mark).await;
    let first = traffic.iter().position(|call| call.is("POST", "/me/events")).expect("it asks anew");
    let swept = |call: &Call| call.0["method"] == "DELETE" && call.status() == 204;
    assert_eq!(
        traffic[..first].iter().filter(|call| swept(call)).count(),
        2,
        "the event and its meeting, first of all"
    );
    assert!(!plan::plan(&organizer.desk, &Asked::default()).await.expect("a plan").leftover);
    stage.close("a killed probe").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_created_before_somebody_agrees() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let mark = stage.mark().await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let told = terminal.run(&["probe"]).await.error(2);
    assert!(told["message"].as_str().is_some_and(|text| text.contains("--yes")), "a script is told: {told}");
    let said = terminal.run_plain(&["probe"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    for words in ["An event with a Teams meeting", "Four mails", "stay in the inbox", "Nothing was created"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let wrong =
        terminal.run(&["probe", "--yes", "--others-link", "https://contoso.example/l/meetup-join/x"]).await;
    assert_eq!(wrong.error(2)["code"], "invalid", "no other address goes into the filter");
    let nothing = terminal.run(&["probe", "--arrived", "one"]).await;
    assert_eq!(nothing.error(6)["code"], "notFound", "there is no report to complete");
    assert!(
        stage.traffic_after(mark).await.iter().all(|call| call.0["method"] == "GET"),
        "and nothing was asked"
    );
    let file = stage.path("found.json");
    let name = file.to_str().expect("a path");
    terminal.run(&["probe", "--yes", "--report", name]).await.json();
    let said = terminal.run_plain(&["probe", "--arrived", "one", "--report", name]).await;
    assert!(said.out.contains("nothing here says what Microsoft does"), "{}", said.out);
    let saved: Value = serde_json::from_slice(&std::fs::read(&file).expect("saved")).expect("JSON");
    assert_eq!(saved["switches"]["repeatedOperationId"], "sameOperation");
    let mut renamed = saved;
    renamed["switches"]["joinUrlForms"] = json!("long");
    std::fs::write(&file, renamed.to_string()).expect("written");
    let refused = Terminal::bare(&stage.path("bare")).run(&["sandbox", "--answers", name]).await.error(2);
    assert!(refused["message"].as_str().is_some_and(|text| text.contains("joinUrlForms")), "{refused}");
    stage.close("a probe that asks first").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_that_is_ones_own_or_unknown_is_never_cancelled() {
    let stage = crate::webinars::agreed(json!({"repeatedEnrolment": "sameRegistration"})).await;
    let organizer = Organizer::at(&stage).await;
    let webinar = crate::webinars::published(&organizer, "Winter webinar").await.summary.id;
    let asked = || Asked { others_link: None, webinar: Some(webinar.clone()) };
    // The answer to the registration is lost: what it made is there, and nobody but an application can find it.
    stage
        .fault(json!({"route": "POST /solutions/virtualEvents/webinars/{id}/registrations", "when": "after"}))
        .await;
    let mark = stage.mark().await;
    let found = asking::run(&organizer.desk, asked(), &|_| {}).await.expect("a report");
    assert!(found.left.iter().any(|left| left.contains("may still be registered")), "{:?}", found.left);
    // From now on she is registered already, under another probe's tag: that one is left alone.
    let found = asking::run(&organizer.desk, asked(), &|_| {}).await.expect("a report");
    assert_eq!(
        json!(found.switches["delegatedRegistrationSessions"]),
        "forbidden403",
        "it is asked by that one"
    );
    let traffic = stage.traffic_after(mark).await;
    assert!(!traffic.iter().any(|call| call.path().ends_with("/cancel")), "her own place is not given away");
    let unknown = Asked { others_link: None, webinar: Some("nothing".into()) };
    let refused: CommandError =
        asking::run(&organizer.desk, unknown, &|_| {}).await.expect_err("no such webinar").into();
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::NotFound, Some("webinar")));
    stage.close("a probe of a webinar").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_permission_or_a_webinar_the_other_questions_are_asked() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let mark = stage.mark().await;
    let found = asking::run(&organizer.desk, Asked::default(), &|_| {}).await.expect("a report");
    let of = |id: &str| found.findings.iter().find(|one| one.id == id).expect("it is in the report").status;
    assert_eq!(of("delegatedRegistrationList"), FindingStatus::NotAsked);
    assert_eq!(of("expandedSessions"), FindingStatus::NotAsked);
    assert_eq!(of("meetingRegistration"), FindingStatus::Same);
    let traffic = stage.traffic_after(mark).await;
    assert!(
        !traffic.iter().any(|call| call.path().contains("virtualEvents")),
        "nothing is asked of webinars"
    );
    stage.close("a probe without a webinar").await;
}
