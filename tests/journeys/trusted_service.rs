//! A ticket that a trusted service turns into a pass: whom it is sent to, and what is made of the answer.

use std::path::Path;

use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::prepare::{self, JoinView};
use lectern_core::join::start;
use lectern_core::services::pairing;
use lectern_domain::join_link::JoinTarget;
use lectern_microsoft::acs::{Acs, ConnectionString, NewIdentity, Scope};
use lectern_microsoft::transport::{Transport, TransportOptions};
use lectern_tests::{Attendee, Organizer, Reply, Stage, Terminal, TrustedService, token};
use serde_json::{Value, json};

const TICKET: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
const SCHEME: &str = "lectern-sandbox";
const MEETING: &str = "https://teams.microsoft.com/meet/2345678901234?p=s3cretpass";
const OTHER: &str = "https://teams.microsoft.com/meet/9876543210987";
const RESOURCE: &str = "b2f6c9d1-37e4-4f0a-8c5d-61a9e0743b28";
const OTHER_MEETING: &str = "another meeting than the link";
const DAY: i64 = 24 * 3600;

/// What a service of this sandbox's organization would do: it holds the key, the attendee's machine need not.
async fn guest(stage: &Stage) -> NewIdentity {
    let transport = Transport::new(TransportOptions::default()).expect("a client");
    let connection = ConnectionString::parse(&stage.endpoints().acs_connection_string).expect("a resource");
    let clock = transport.clock().clone();
    let acs = Acs::new(transport, connection, clock);
    acs.identities().create(&[Scope::VoipJoin, Scope::ChatJoinLimited], Some(60)).await.expect("a guest")
}

fn pass_of(stage: &Stage, guest: &NewIdentity, target: &Value) -> Value {
    let given = guest.token.as_ref().expect("a token");
    json!({"joinTarget": target, "userId": guest.id, "displayName": "Ana Reyes",
        "endpoint": stage.endpoints().acs.as_str(), "token": given.token.expose(),
        "expiresOn": given.expires_on.to_string(), "refreshKey": "r3fresh-1"})
}

fn link() -> Value {
    json!({ "meetingLink": MEETING })
}

async fn trusted(desk: &Desk, service: &TrustedService, input: &str) -> Result<JoinView, CommandError> {
    Attendee::follow_trusting(desk, input, service.host()).await.map_err(CommandError::from)
}

#[tokio::test]
async fn a_ticket_goes_to_a_service_only_after_a_yes_to_its_name() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let service = TrustedService::http().await;
    let guest = guest(&stage).await;
    service.answers(Reply::Json(200, pass_of(&stage, &guest, &link())));
    let input = service.link(SCHEME, TICKET, None);
    let asked = Attendee::follow(desk, &input).await.expect("a question");
    let named = asked.service.as_ref().expect("the service is named");
    assert_eq!((named.confirmed, named.host.as_str()), (false, service.host()));
    let question = format!("Do you want to get your ticket from {}?", service.host());
    assert_eq!((asked.message.as_str(), asked.surface.is_none()), (question.as_str(), true));
    for other in ["localhost", "https://events.example", ""] {
        let still = Attendee::follow_trusting(desk, &input, other).await.expect("a question");
        assert!(
            still.service.is_some_and(|service| !service.confirmed),
            "a yes to {other:?} is a yes to nobody else"
        );
    }
    assert_eq!(service.asked(), [], "nothing is sent before the yes");
    assert!(start::start(desk, &asked.join_id, "Ana").await.is_err(), "and nobody joins before it");

    let view = trusted(desk, &service, &input).await.expect("led");
    assert!(
        view.service.as_ref().is_some_and(|service| service.confirmed) && view.surface.is_some(),
        "{view:?}"
    );
    assert_eq!(view.display_name.as_deref(), Some("Ana Reyes"));
    assert_eq!(service.asked(), [("/v1/join".to_owned(), json!({"code": TICKET}))]);
    let target = prepare::target(desk, &view.join_id).expect("a meeting");
    assert!(matches!(target, JoinTarget::MeetingLink { meeting_link } if meeting_link == MEETING));
    let pass = start::start(desk, &view.join_id, "Ana").await.expect("a pass");
    assert_eq!((pass.user_id.as_str(), pass.call_only), (guest.id.as_str(), false));
    assert_eq!(pass.token, guest.token.as_ref().expect("a token").token.expose());
    start::leave(desk, &view.join_id).await.expect("left");
    let ours = stage.traffic().await.iter().filter(|call| call.0["method"] == "DELETE").count();
    assert_eq!(ours, 0, "a service's identity is not ours to delete");

    pairing::pair(desk, &service.origin).await.expect("paired");
    assert!(Attendee::follow(desk, &input).await.expect("led").surface.is_some(), "paired is asked no more");
    pairing::unpair(desk, &service.origin).await.expect("unpaired");
    let again = Attendee::follow(desk, &input).await.expect("a question");
    assert!(again.service.is_some_and(|service| !service.confirmed), "and after that once more");
    stage.close("a trusted service").await;
}

#[tokio::test]
async fn a_call_by_a_service_gets_fresh_tokens_of_the_same_person_only() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let service = TrustedService::http().await;
    let (guest, stranger) = (guest(&stage).await, guest(&stage).await);
    let number = json!({"meetingId": "234 567 890 123 4", "passcode": "s3cretpass"});
    service.answers(Reply::Json(200, pass_of(&stage, &guest, &number)));
    let view = trusted(desk, &service, &service.link(SCHEME, TICKET, Some(MEETING))).await.expect("led");
    start::start(desk, &view.join_id, "Ana").await.expect("a pass");
    let now = desk.now().as_second();
    let until = jiff::Timestamp::from_second(now + DAY).expect("tomorrow").to_string();
    let fresh = token(&guest.id, now + DAY);
    let renewed = |token: &str, key: Value| {
        Reply::Json(200, json!({"token": token, "expiresOn": until, "refreshKey": key}))
    };
    service.renews(renewed(&fresh, json!("r3fresh-2")));
    assert_eq!(start::refresh(desk, &view.join_id).await.expect("a fresh one").token, fresh);
    service.renews(renewed(&fresh, Value::Null));
    start::refresh(desk, &view.join_id).await.expect("by the new key");
    start::refresh(desk, &view.join_id).await.expect("which stays where no other comes");
    let keys: Vec<Value> =
        service.asked().iter().skip(1).map(|(_, body)| body["refreshKey"].clone()).collect();
    assert_eq!(keys, ["r3fresh-1", "r3fresh-2", "r3fresh-2"]);

    let elsewhere = format!("8:acs:00000007-0464-274b-b274-5a3a0d000101_{RESOURCE}");
    for (bad, words) in [
        (token(&stranger.id, now + DAY), "belongs to somebody else"),
        (token(&elsewhere, now + DAY), "another calling resource"),
        (token(&guest.id, now - 1), "has run out"),
        ("no token at all".to_owned(), "none that calls take"),
        (String::new(), "none that calls take"),
    ] {
        service.renews(renewed(&bad, Value::Null));
        let told = CommandError::from(start::refresh(desk, &view.join_id).await.err().expect(words));
        assert_eq!(told.code, ErrorCode::Remote, "{told}");
        assert!(told.message.contains(words) && told.message.contains(service.host()), "{told}");
    }
    for (reply, code) in [
        (Reply::Json(401, json!({})), ErrorCode::Refused),
        (Reply::Json(503, json!({})), ErrorCode::Remote),
        (Reply::Html, ErrorCode::Remote),
    ] {
        service.renews(reply);
        let told = CommandError::from(start::refresh(desk, &view.join_id).await.err().expect("refused"));
        assert_eq!(told.code, code, "{told}");
    }
    service.renews(renewed(&fresh, Value::Null));
    start::refresh(desk, &view.join_id).await.expect("a service that was in trouble is asked again");
    stage.close("a call by a service").await;
}

/// The pass with one thing changed.
fn but(pass: &Value, name: &str, value: Value) -> Reply {
    let mut changed = pass.clone();
    changed[name] = value;
    Reply::Json(200, changed)
}

/// What came, what is told by its code, and a part of its words.
type Row = (&'static str, Reply, ErrorCode, &'static str);

/// `good` is a whole pass, `theirs` a token of somebody else's.
#[rustfmt::skip]
fn bad_answers(service: &TrustedService, good: &Value, theirs: &Value, now: i64) -> Vec<Row> {
    use ErrorCode as C;
    let of = |name: &str, value: Value| but(good, name, value);
    let own = good["userId"].as_str().expect("a person");
    let elsewhere = token(&format!("8:acs:00000007-0464-274b-b274-5a3a0d000101_{RESOURCE}"), now + DAY);
    let to = |target: Value| but(good, "joinTarget", target);
    vec![
        ("a page", Reply::Html, C::Remote, "web page"),
        ("a redirect", Reply::Redirect(format!("{}/v1/elsewhere", service.origin)), C::Remote, "sends elsewhere"),
        ("torn JSON", Reply::Torn, C::Remote, "can't be read"),
        ("nothing of use", Reply::Json(200, json!({})), C::Remote, "can't be read"),
        ("too much", Reply::Endless, C::Remote, "more than a ticket needs"),
        ("silence", Reply::Silence, C::Offline, "did not answer in time"),
        ("an unknown ticket", Reply::Json(404, json!({})), C::NotFound, "doesn't know this ticket"),
        ("a refusal", Reply::Json(403, json!({})), C::Refused, "doesn't let this ticket in"),
        ("a used ticket", Reply::Json(410, json!({})), C::Refused, "used up"),
        ("a pause", Reply::Json(429, json!({})), C::Throttled, "asks for a pause"),
        ("trouble", Reply::Json(500, json!({})), C::Remote, "in trouble"),
        ("an expired token", of("token", json!(token(own, now - 1))), C::Remote, "run out"),
        ("an expiry in the past", of("expiresOn", json!("2026-01-01T00:00:00Z")), C::Remote, "run out"),
        ("a token of somebody else", of("token", theirs.clone()), C::Remote, "somebody else"),
        ("a token of another resource", of("token", json!(elsewhere)), C::Remote, "another calling resource"),
        ("a malformed token", of("token", json!("t0ken")), C::Remote, "none that calls take"),
        ("no person", of("userId", json!("ana@example.org")), C::Remote, "no person"),
        ("a colleague", of("userId", json!(format!("8:orgid:{RESOURCE}"))), C::Remote, "no person"),
        ("a stranger's endpoint", of("endpoint", json!("https://evil.example")), C::Remote, "no calling resource"),
        ("another meeting", to(json!({"meetingLink": OTHER})), C::Refused, OTHER_MEETING),
        ("another number", to(json!({"meetingId": "9876543210987", "passcode": null})), C::Refused, OTHER_MEETING),
        ("no meeting of Teams", to(json!({"meetingLink": "https://evil.example/l/meetup-join/x"})), C::Remote, "no meeting of Teams"),
        ("a ticket for a ticket", to(json!({"meetingLink": service.link(SCHEME, TICKET, None)})), C::Remote, "no meeting of Teams"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_bad_answer_of_a_service_has_its_words() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let service = TrustedService::http().await;
    let (guest, stranger) = (guest(&stage).await, guest(&stage).await);
    let good = pass_of(&stage, &guest, &link());
    let now = desk.now().as_second();
    let theirs = json!(stranger.token.as_ref().expect("a token").token.expose());
    let rows = bad_answers(&service, &good, &theirs, now);
    let alone = service.link(SCHEME, TICKET, None);
    let input = service.link(SCHEME, TICKET, Some(MEETING));
    for (what, reply, code, words) in rows {
        service.answers(reply);
        let beside = trusted(desk, &service, &input).await;
        if words == OTHER_MEETING {
            let told = beside.expect_err("which of the two is right is not for us to say");
            assert!(told.code == code && told.message.contains(words), "{what}: {told}");
            continue;
        }
        let view = beside.expect("the link beside the ticket still leads somewhere");
        assert!(view.surface.is_none() && view.can_open_teams, "{what}: Teams is one click away: {view:?}");
        assert_eq!(view.blockers.first().map(|blocker| blocker.code), Some("service"), "{what}");
        assert!(
            start::start(desk, &view.join_id, "Ana").await.is_err(),
            "{what}: nobody joins by a bad answer"
        );
        let told = trusted(desk, &service, &alone).await.expect_err(what);
        assert_eq!(told.code, code, "{what}: {told}");
        assert_eq!(view.message, told.message, "{what}: in the same words");
        assert!(told.message.contains(words), "{what}: its own words, not {told}");
        assert!(told.message.starts_with(service.host()), "{what}: and whose answer it was: {told}");
        for secret in ["s3cretpass", TICKET, "r3fresh-1", good["token"].as_str().expect("a token")] {
            assert!(!told.message.contains(secret), "{what}: {told}");
        }
    }
    let elsewhere = service.asked().iter().filter(|(path, _)| path == "/v1/elsewhere").count();
    assert_eq!(elsewhere, 0, "a ticket must not be carried along a redirect");
    service.answers(Reply::Json(200, good));
    assert!(
        trusted(desk, &service, &input).await.expect("led").surface.is_some(),
        "the same link, once it is well"
    );

    let gone = service.origin.clone();
    drop(service);
    let told =
        Attendee::follow_trusting(desk, &alone, &gone).await.map_err(CommandError::from).expect_err("gone");
    assert_eq!(told.code, ErrorCode::Offline, "{told}");
    stage.close("bad answers of a service").await;
}

#[tokio::test]
async fn a_sandboxs_ticket_stays_on_its_machine() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let far = format!("{SCHEME}://join?ticket={TICKET}&service=https%3A%2F%2Fevents.example");
    let told = Attendee::follow_trusting(&organizer.desk, &far, "events.example").await;
    let told = CommandError::from(told.expect_err("refused"));
    assert_eq!(told.code, ErrorCode::Invalid, "{told}");
    assert!(pairing::pair(&organizer.desk, "events.example").await.is_err());
    let own = Organizer::at(&stage).await;
    let event = own.event("With tickets", None).await;
    own.guests(&event, 1).await;
    own.send().await;
    let mail = Attendee::reading_mail(&stage, "guest01@example.org").await.lectern_link();
    let with_service = format!("{mail}&service=http%3A%2F%2F127.0.0.1%3A9");
    let view = Attendee::follow(&own.desk, &with_service).await.expect("our own list knows it");
    assert!(view.service.is_none() && view.surface.is_some(), "who holds list and key asks nobody: {view:?}");
    stage.close("a sandbox's ticket").await;
}

/// A real profile under a passphrase, as on a machine without a keychain.
async fn real_profile(home: &Path, service: &TrustedService) -> Terminal {
    let (word, ca) = (home.join("word"), home.join("ca.pem"));
    std::fs::write(&word, "five words that nobody guesses\n").expect("a passphrase");
    std::fs::write(&ca, service.ca_pem.as_deref().expect("an authority")).expect("its certificate");
    let terminal = Terminal::bare(home)
        .with("LECTERN_PASSPHRASE_FILE", &word)
        .with("LECTERN_PROFILE", home.join("profile"))
        .with("LECTERN_LOG", "trace");
    let words = [
        "profile",
        "--tenant",
        "contoso.com",
        "--client-id",
        "4b6d2c1e-8f3a-4c57-a1d9-0e7b5f92c384",
        "--passphrase",
    ];
    assert_eq!(terminal.run(&words).await.code, Some(0), "a profile");
    terminal.with("SSL_CERT_FILE", &ca)
}

fn files_below(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push(bytes);
        }
    }
}

/// Nothing that opens a call may be read in what was said or kept. The link itself is what `join` is asked for.
fn no_secret_in(secrets: &[&str], heard: &[String], folder: &Path) {
    let mut kept = Vec::new();
    files_below(folder, &mut kept);
    assert!(kept.len() > 1, "the profile is there");
    for secret in secrets {
        for line in heard {
            let shown = line.replace(MEETING, "");
            assert!(!shown.contains(secret), "a log or an answer tells {secret:.10}…: {line}");
        }
        let found =
            kept.iter().any(|bytes| bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        assert!(!found, "{secret:.10}… is on the disk in clear");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_profile_joins_by_a_service_over_https_and_tells_no_secret() {
    let service = TrustedService::https().await;
    let home = tempfile::tempdir().expect("a folder");
    let terminal = real_profile(home.path(), &service).await;
    let user = format!("8:acs:{RESOURCE}_00000007-0464-274b-b274-5a3a0d000101");
    #[expect(clippy::disallowed_methods, reason = "the program under test reads this machine's clock")]
    let now = jiff::Timestamp::now().as_second();
    let pass_token = token(&user, now + DAY);
    let until = jiff::Timestamp::from_second(now + DAY).expect("tomorrow").to_string();
    let pass = json!({"joinTarget": link(), "userId": user, "displayName": "Ana Reyes",
        "endpoint": "https://contoso.communication.azure.com", "token": pass_token, "expiresOn": until,
        "refreshKey": "r3fresh-secret"});
    service.answers(Reply::Json(200, pass.clone()));
    let input = service.link("lectern", TICKET, None);
    let mut heard = Vec::new();

    let question = terminal.run(&["join", "--", &input]).await;
    let told = question.error(4);
    assert!(told["message"].as_str().is_some_and(|words| words.contains(service.host())), "{told}");
    heard.push(question.err);
    assert_eq!(service.asked(), [], "no ticket before the yes");

    let joined = terminal.run(&["join", "--confirm-service", service.host(), "--", &input]).await;
    let said = joined.json();
    assert_eq!(
        (said["service"]["confirmed"].as_bool(), &said["verdict"]),
        (Some(true), &json!("embed")),
        "{said}"
    );
    assert_eq!(service.asked(), [("/v1/join".to_owned(), json!({"code": TICKET}))]);
    assert!(joined.err.contains("/v1/join"), "the log is being written: {}", joined.err);
    heard.extend([joined.err, joined.out]);

    assert_eq!(
        terminal.run(&["service", "pair", service.host()]).await.json()["paired"],
        json!([service.origin])
    );
    service.answers(but(&pass, "endpoint", json!("https://127.0.0.1:4003")));
    let elsewhere = terminal.run(&["join", "--", &input]).await;
    assert!(
        elsewhere.error(5)["message"].as_str().is_some_and(|words| words.contains("no calling resource"))
    );
    service.answers(Reply::Html);
    let page = terminal.run(&["join", "--", &input]).await;
    assert!(page.error(5)["message"].as_str().is_some_and(|words| words.contains("web page")));
    heard.extend([elsewhere.err, page.err]);

    let asked = service.asked().len();
    let distrusting = terminal.with("SSL_CERT_FILE", home.path().join("word"));
    let untrusted = distrusting.run(&["join", "--", &input]).await;
    assert!(
        untrusted.error(4)["message"]
            .as_str()
            .is_some_and(|words| words.contains("could not prove who it is"))
    );
    assert_eq!(service.asked().len(), asked, "a ticket never goes to whom nobody vouches for");

    no_secret_in(
        &[&pass_token, "r3fresh-secret", TICKET, "s3cretpass"],
        &heard,
        &home.path().join("profile"),
    );
}
