//! The small tables, and events from creating to cancelled.

use lectern_domain::event::EventState;
use lectern_store::StoreError;
use lectern_store::accounts::AccountRecord;
use lectern_store::changes::NewChange;
use lectern_store::events::GraphIds;
use serde_json::json;

use crate::fixture::{at, bench, bench_with, refused};

#[test]
fn an_event_is_taken_up_where_it_was_left() {
    let bench = bench_with("e1");
    let ids = GraphIds { join_url: Some("https://teams.example/l".into()), ..GraphIds::default() };
    let too_early = bench.store.write(|w| w.events().scheduled("e1", &ids, at(1)));
    assert!(matches!(refused(too_early), StoreError::Conflict { .. }), "scheduled means: on the calendar");
    let calendar = GraphIds { graph_event_id: Some("AAMk".into()), ..GraphIds::default() };
    bench.store.write(|w| w.events().learned("e1", &calendar, at(2))).expect("the first answer is kept");
    let waiting = bench.store.read(|r| r.events().creating()).expect("a list");
    assert_eq!((waiting.len(), waiting[0].graph_event_id.as_deref()), (1, Some("AAMk")));
    bench.store.write(|w| w.events().scheduled("e1", &ids, at(3))).expect("now it is there");
    let event =
        bench.store.read(|r| r.events().by_graph_event_id("AAMk")).expect("it reads").expect("it exists");
    assert_eq!(
        (event.state, event.join_url.as_deref()),
        (EventState::Scheduled, Some("https://teams.example/l"))
    );
    assert_eq!((event.created_at, event.updated_at, event.start), (at(0), at(3), at(86_400)));
    assert!(bench.store.read(|r| r.events().creating()).expect("a list").is_empty());
}

#[test]
fn an_event_is_cancelled_once() {
    let bench = bench_with("e1");
    bench.store.write(|w| w.events().cancelled("e1", Some("Snow"), at(4))).expect("it was open");
    let event = bench.store.read(|r| r.events().get("e1")).expect("the event");
    assert_eq!(
        (event.state, event.cancel_comment.as_deref(), event.ics_sequence),
        (EventState::Cancelled, Some("Snow"), 1)
    );
    let again = bench.store.write(|w| w.events().cancelled("e1", None, at(5)));
    assert!(matches!(refused(again), StoreError::Conflict { .. }), "the comment that was sent must stay");
    let unknown = bench.store.write(|w| w.events().cancelled("e2", None, at(5)));
    assert!(matches!(refused(unknown), StoreError::NotFound { .. }));
}

#[test]
fn registration_opens_once_and_its_capacity_changes() {
    let bench = bench_with("e1");
    assert_eq!(bench.store.read(|r| r.events().registration("e1")).expect("it reads"), None);
    bench.store.write(|w| w.events().open_registration("e1", Some(2), at(1))).expect("it opens");
    bench.store.write(|w| w.events().open_registration("e1", None, at(2))).expect("it is open");
    let registration =
        bench.store.read(|r| r.events().registration("e1")).expect("it reads").expect("it is open");
    assert_eq!((registration.capacity, registration.opened_at), (None, at(1)));
    assert_eq!(bench.store.read(|r| r.events().list()).expect("a list")[0].registration, Some(registration));
}

#[test]
fn instants_sort_as_text() {
    let bench = bench_with("e1");
    bench.plan_at("e1", &[0, 500, 1_000]);
    let ready = |millis: i64| {
        let now = at(0) + jiff::SignedDuration::from_millis(millis);
        bench.store.read(|r| r.messages().count_ready(lectern_domain::message::ChannelKind::AcsEmail, now))
    };
    let counts: Vec<u32> =
        [0, 499, 500, 1_000].into_iter().map(|millis| ready(millis).expect("a count")).collect();
    assert_eq!(counts, [1, 1, 2, 3], "half a second after noon comes after noon");
}

impl crate::fixture::Bench {
    fn plan_at(&self, event_id: &str, millis: &[i64]) {
        let mut messages = Vec::new();
        for n in millis {
            let row = crate::fixture::person("P", &format!("p{n}@example.org"));
            self.register(event_id, std::slice::from_ref(&row));
            let mut message = crate::fixture::confirmation(&row.id);
            message.due_at = at(0) + jiff::SignedDuration::from_millis(*n);
            messages.push(message);
        }
        self.store.write(|w| w.messages().plan_many(event_id, &messages, at(0))).expect("they are planned");
    }
}

#[test]
fn the_account_keeps_or_forgets_its_tokens() {
    let bench = bench();
    let account = AccountRecord {
        user_id: "u".into(),
        tenant_id: "t".into(),
        username: "events@contoso.example".into(),
        display_name: "Events".into(),
        refresh_token_sealed: Some(vec![1]),
        access_tokens_sealed: None,
        needs_sign_in: false,
        signed_in_at: at(0),
    };
    let missing = bench.store.write(|w| w.accounts().keep_tokens(Some(&[2]), None));
    assert!(matches!(refused(missing), StoreError::NotFound { .. }), "a sign-out during a refresh must win");
    bench.store.write(|w| w.accounts().put(&account)).expect("signed in");
    bench.store.write(|w| w.accounts().keep_tokens(None, Some(&[3]))).expect("signed in");
    let kept = || bench.store.read(|r| r.accounts().get()).expect("it reads").expect("an account");
    assert_eq!((kept().refresh_token_sealed, kept().access_tokens_sealed), (Some(vec![1]), Some(vec![3])));
    bench.store.write(|w| w.accounts().needs_sign_in()).expect("signed in");
    assert_eq!(
        (kept().needs_sign_in, kept().refresh_token_sealed),
        (true, None),
        "a revoked grant is of no use"
    );
    bench.store.write(|w| w.accounts().remove()).expect("signed out");
    assert_eq!(bench.store.read(|r| r.accounts().get()).expect("it reads"), None);
}

#[test]
fn settings_keep_any_json() {
    let bench = bench();
    bench.store.write(|w| w.settings().set("draft", &json!({"title": "É"}))).expect("it is kept");
    bench.store.write(|w| w.settings().set("flag", &true)).expect("it is kept");
    let draft: Option<serde_json::Value> = bench.store.read(|r| r.settings().get("draft")).expect("it reads");
    assert_eq!(draft, Some(json!({"title": "É"})));
    let wrong = refused(bench.store.read(|r| r.settings().get::<bool>("draft")));
    assert!(wrong.to_string().contains("draft"), "the message names the setting: {wrong}");
    bench.store.write(|w| w.settings().remove("draft")).expect("it works");
    assert_eq!(bench.store.read(|r| r.settings().get::<bool>("draft")).expect("it reads"), None);
}

#[test]
fn the_history_tells_the_latest_first() {
    let bench = bench_with("e1");
    for (n, event_id) in [(1, Some("e1")), (2, None), (3, Some("e1"))] {
        let change = NewChange {
            who: "events@contoso.example".into(),
            event_id: event_id.map(Into::into),
            registrant_id: None,
            what: format!("change {n}"),
            detail: json!({"n": n}),
        };
        bench.store.write(|w| w.changes().record(&change, at(n))).expect("it is kept");
    }
    let of_event = bench.store.read(|r| r.changes().of_event("e1", 0, 9)).expect("it reads");
    assert_eq!(of_event.iter().map(|c| c.what.as_str()).collect::<Vec<_>>(), ["change 3", "change 1"]);
    assert_eq!((of_event[0].at, &of_event[0].detail), (at(3), &json!({"n": 3})));
    assert_eq!(bench.store.read(|r| r.changes().list(1, 1)).expect("it reads")[0].what, "change 2");
}

#[test]
fn guest_identities_wait_for_their_deletion() {
    let bench = bench();
    for (n, id) in [(1, "8:acs:a"), (2, "8:acs:b")] {
        bench.store.write(|w| w.identities().record(id, "join", at(n))).expect("it is kept");
    }
    bench.store.write(|w| w.identities().deleted("8:acs:a", at(9))).expect("it works");
    let left = |before| bench.store.read(|r| r.identities().left_before(at(before), 10)).expect("it reads");
    assert_eq!(left(2), [], "still in use");
    assert_eq!(left(3).iter().map(|identity| identity.id.as_str()).collect::<Vec<_>>(), ["8:acs:b"]);
}

#[test]
fn a_ticket_keeps_its_identity_until_its_event_is_over_and_nobody_uses_it() {
    let bench = bench();
    let ticket = [7; 32];
    let of_ticket = || bench.store.read(|r| r.ticket_identities().of_ticket(&ticket)).expect("it reads");
    let over = |now, since| {
        bench.store.read(|r| r.ticket_identities().over(at(now), at(since), 9)).expect("it reads")
    };
    assert_eq!(of_ticket(), None);
    bench.store.write(|w| w.ticket_identities().put(&ticket, "8:acs:a", at(100))).expect("it is kept");
    bench.store.write(|w| w.ticket_identities().used("8:acs:a", "join 1", at(90))).expect("it is used");
    bench.store.write(|w| w.ticket_identities().used("8:acs:a", "join 2", at(95))).expect("and used");
    assert_eq!(of_ticket().as_deref(), Some("8:acs:a"));
    assert_eq!(over(99, 99), [""; 0], "the event goes on");
    assert_eq!(over(101, 94), [""; 0], "a call that lasts longer than its event must not be cut");
    assert_eq!(over(101, 95), ["8:acs:a"], "a crash must not keep it for ever");
    let in_use = || bench.store.read(|r| r.ticket_identities().in_use("8:acs:a", at(80))).expect("it reads");
    assert_eq!(in_use(), 2);
    bench.store.write(|w| w.ticket_identities().left("join 2")).expect("left");
    assert_eq!((in_use(), over(101, 92)), (1, vec!["8:acs:a".to_owned()]));
    bench.store.write(|w| w.ticket_identities().keep("8:acs:a", at(200))).expect("moved");
    assert_eq!(over(101, 99), [""; 0], "the event was moved");
    bench.store.write(|w| w.ticket_identities().put(&ticket, "8:acs:b", at(200))).expect("replaced");
    assert_eq!((of_ticket().as_deref(), in_use()), (Some("8:acs:b"), 0), "its joins went with the old one");
    bench.store.write(|w| w.ticket_identities().deleted("8:acs:b")).expect("deleted");
    assert_eq!(of_ticket(), None);
}

#[test]
fn a_reader_sees_one_moment() {
    let bench = bench_with("e1");
    let seen: Result<(usize, usize), StoreError> = bench.store.read(|r| {
        let before = r.events().list()?.len();
        bench.store.write(|w| w.events().insert(&crate::fixture::event("e2"), at(1)))?;
        Ok((before, r.events().list()?.len()))
    });
    assert_eq!(seen.expect("reading and writing do not block each other"), (1, 1));
    assert_eq!(bench.store.read(|r| r.events().list()).expect("a list").len(), 2);
}
