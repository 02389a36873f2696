//! The outbox: nobody gets a message twice, and none is forgotten.

use std::collections::HashSet;

use lectern_domain::message::{ChannelKind, MessageState};
use lectern_store::messages::{MessageCounts, Resolution, SkipReason};
use lectern_store::{Store, StoreError};

use crate::fixture::{Bench, KEY, at, bench_with, confirmation, refused};

const LEASE: u32 = 60;

fn claim(store: &Store, seconds: i64, owner: &str) -> Option<String> {
    store
        .write(|w| w.messages().claim_next(at(seconds), owner, LEASE, ChannelKind::AcsEmail))
        .expect("claiming works")
        .map(|message| message.id)
}

fn state(bench: &Bench, id: &str) -> MessageState {
    bench.store.read(|r| r.messages().by_id(id)).expect("it reads").expect("it exists").state
}

#[test]
fn two_processes_never_claim_the_same_message() {
    const MESSAGES: usize = 120;
    let bench = bench_with("e1");
    bench.plan("e1", MESSAGES);
    let work = |owner: &'static str| {
        let path = bench.path.clone();
        std::thread::spawn(move || {
            let store = Store::open(&path, &KEY, at(0)).expect("a second process opens the same file");
            std::iter::from_fn(|| claim(&store, 1, owner)).collect::<Vec<_>>()
        })
    };
    let workers = [work("a"), work("b"), work("c")];
    let claimed: Vec<_> =
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker fails")).collect();
    let distinct: HashSet<_> = claimed.iter().collect();
    assert_eq!(claimed.len(), distinct.len(), "a message claimed twice is a mail sent twice");
    assert_eq!(distinct.len(), MESSAGES, "a message that nobody claims is never sent");
}

#[test]
fn planning_again_plans_nothing_twice() {
    let bench = bench_with("e1");
    let messages = bench.plan("e1", 3);
    let mut again = messages[0].clone();
    (again.id, again.operation_id) = ("other".into(), "other".into());
    let planned =
        bench.store.write(|w| w.messages().plan_many("e1", &[again], at(5))).expect("it is accepted");
    assert_eq!(planned, 0, "one confirmation a registrant");
    assert_eq!(bench.store.read(|r| r.messages().counts("e1")).expect("counts").planned, 3);
}

#[test]
fn an_operation_id_is_used_once() {
    let bench = bench_with("e1");
    let mut twin = bench.plan("e1", 1).remove(0);
    (twin.id, twin.dedupe) = ("twin".into(), "second".into());
    let result = bench.store.write(|w| w.messages().plan_many("e1", &[twin], at(0)));
    assert!(result.is_err(), "two messages under one operation id: the service would drop the second");
}

#[test]
fn what_was_in_flight_when_its_process_died_is_shown_and_never_claimed() {
    let bench = bench_with("e1");
    bench.plan("e1", 2);
    let first = claim(&bench.store, 0, "dead").expect("one is due");
    let accepted = claim(&bench.store, 0, "dead").expect("another is due");
    bench.store.write(|w| w.messages().mark_accepted(&accepted, at(1))).expect("it is in flight");
    let abandoned = |seconds| bench.store.read(|r| r.messages().abandoned(at(seconds))).expect("it reads");
    assert_eq!(abandoned(59).len(), 0, "the lease still runs");
    assert_eq!(claim(&bench.store, 3_600, "alive"), None, "what may have been sent is never claimed again");
    let ids: Vec<_> = abandoned(60).into_iter().map(|message| message.id).collect();
    assert_eq!(ids, [first.as_str()], "accepted ones are not in doubt: the service can be asked");
    let awaited =
        bench.store.write(|w| w.messages().awaiting_result(at(60), "alive", LEASE)).expect("it works");
    assert_eq!(awaited.len(), 1);
    assert_eq!(
        (awaited[0].id.as_str(), awaited[0].claim_owner.as_deref()),
        (accepted.as_str(), Some("alive"))
    );
    let rival =
        bench.store.write(|w| w.messages().awaiting_result(at(61), "rival", LEASE)).expect("it works");
    assert_eq!(rival, [], "one process asks for a result, not two");
    bench.store.write(|w| w.messages().mark_ambiguous(&first, at(61), "stopped")).expect("it was in flight");
    assert_eq!(state(&bench, &first), MessageState::Ambiguous);
    assert_eq!(claim(&bench.store, 9_999, "alive"), None, "doubt is for a person to resolve");
}

#[test]
fn a_put_back_message_waits_and_keeps_its_operation_id() {
    let bench = bench_with("e1");
    let operation = bench.plan("e1", 1).remove(0).operation_id;
    let id = claim(&bench.store, 0, "a").expect("one is due");
    bench.store.write(|w| w.messages().put_back(&id, at(30), "throttled")).expect("it was in flight");
    assert_eq!(bench.store.read(|r| r.messages().next_ready_at()).expect("it reads"), Some(at(30)));
    assert_eq!(claim(&bench.store, 29, "a"), None, "the service asked for a pause");
    assert_eq!(claim(&bench.store, 30, "a"), Some(id.clone()));
    let message = bench.store.read(|r| r.messages().by_id(&id)).expect("it reads").expect("it exists");
    assert_eq!((message.operation_id, message.attempts), (operation, 2));
}

#[test]
fn an_attempt_counts_only_for_the_messages_own_reasons() {
    let bench = bench_with("e1");
    bench.plan("e1", 1);
    let attempts = |id: &str| {
        let id = id.to_owned();
        bench.store.read(|r| r.messages().by_id(&id)).expect("it reads").expect("it exists").attempts
    };
    let id = claim(&bench.store, 0, "a").expect("one is due");
    bench.store.write(|w| w.messages().give_back(&id, at(30), "unreachable")).expect("it was in flight");
    assert_eq!(attempts(&id), 0, "a server that is away uses up nobody's tries");
    assert_eq!(claim(&bench.store, 29, "a"), None, "but it waits all the same");
    claim(&bench.store, 30, "a").expect("it is due again");
    bench.store.write(|w| w.messages().put_back(&id, at(60), "busy")).expect("it was in flight");
    assert_eq!(attempts(&id), 1);
    let late = bench.store.write(|w| w.messages().give_back(&id, at(90), "late"));
    assert!(matches!(refused(late), StoreError::Conflict { .. }), "only what is in flight comes back");
    assert_eq!(attempts(&id), 1, "and a refusal changes nothing");
    claim(&bench.store, 60, "a").expect("it is due again");
    bench.store.write(|w| w.messages().mark_failed(&id, at(61), "given up")).expect("it was in flight");
    let again = Resolution::Again { operation_id: "another".into() };
    bench.store.write(|w| w.messages().resolve(&id, &again, at(62))).expect("it had failed");
    assert_eq!(attempts(&id), 0, "on a person's word it has all its tries again");
}

#[test]
fn a_message_is_not_sent_before_it_is_due_nor_over_another_channel() {
    let bench = bench_with("e1");
    bench.plan("e1", 1);
    assert_eq!(claim(&bench.store, -1, "a"), None, "not due yet");
    let other = bench.store.write(|w| w.messages().claim_next(at(0), "a", LEASE, ChannelKind::Smtp));
    assert_eq!(other.expect("it works"), None);
    let ready = |seconds| bench.store.read(|r| r.messages().count_ready(ChannelKind::AcsEmail, at(seconds)));
    assert_eq!((ready(-1).expect("a count"), ready(0).expect("a count")), (0, 1));
}

#[test]
fn a_finished_message_stays_finished() {
    let bench = bench_with("e1");
    bench.plan("e1", 1);
    let id = claim(&bench.store, 0, "a").expect("one is due");
    bench.store.write(|w| w.messages().mark_delivered(&id, at(2))).expect("it was in flight");
    for late in [
        bench.store.write(|w| w.messages().put_back(&id, at(3), "late")),
        bench.store.write(|w| w.messages().mark_failed(&id, at(3), "late")),
        bench.store.write(|w| w.messages().mark_ambiguous(&id, at(3), "late")),
        bench.store.write(|w| w.messages().skip(&id, at(3), SkipReason::Person, None)),
        bench.store.write(|w| w.messages().resolve(&id, &Resolution::Skipped, at(3))),
    ] {
        assert!(matches!(refused(late), StoreError::Conflict { .. }), "delivered is final");
    }
    let unknown = bench.store.write(|w| w.messages().mark_delivered("nobody's", at(3)));
    assert!(matches!(refused(unknown), StoreError::NotFound { .. }));
}

#[test]
fn a_person_resolves_a_doubt() {
    let bench = bench_with("e1");
    bench.plan("e1", 3);
    let ids: Vec<_> = std::iter::from_fn(|| claim(&bench.store, 0, "a")).collect();
    for id in &ids {
        bench.store.write(|w| w.messages().mark_ambiguous(id, at(1), "stopped")).expect("it was in flight");
    }
    let again = Resolution::Again { operation_id: "a fresh one".into() };
    let resolve = |id: &str, how: &Resolution| bench.store.write(|w| w.messages().resolve(id, how, at(9)));
    resolve(&ids[0], &Resolution::Delivered).expect("it was in doubt");
    resolve(&ids[1], &Resolution::Skipped).expect("it was in doubt");
    resolve(&ids[2], &again).expect("it was in doubt");
    let expected = MessageCounts { planned: 1, delivered: 1, skipped: 1, ..MessageCounts::default() };
    assert_eq!(bench.store.read(|r| r.messages().counts("e1")).expect("counts"), expected);
    assert_eq!(bench.store.read(|r| r.messages().counts_of_all()).expect("counts"), expected);
    assert_eq!(claim(&bench.store, 9, "a"), Some(ids[2].clone()));
    let message = bench.store.read(|r| r.messages().by_id(&ids[2])).expect("it reads").expect("it exists");
    assert_eq!(message.operation_id, "a fresh one", "under the old one the service would ignore it");
}

#[test]
fn a_late_answer_settles_a_doubt() {
    let bench = bench_with("e1");
    bench.plan("e1", 1);
    let id = claim(&bench.store, 0, "a").expect("one is due");
    bench.store.write(|w| w.messages().mark_ambiguous(&id, at(61), "no answer")).expect("it was in flight");
    bench.store.write(|w| w.messages().mark_delivered(&id, at(62))).expect("the service knows better");
    assert_eq!(state(&bench, &id), MessageState::Delivered);
}

#[test]
fn removing_and_restoring_a_registrant_takes_the_message_along() {
    let bench = bench_with("e1");
    let messages = bench.plan("e1", 3);
    let removed = vec![messages[0].registrant_id.clone(), messages[1].registrant_id.clone()];
    let sent = claim(&bench.store, 0, "a").expect("one is due");
    assert_eq!(sent, messages[0].id, "the first planned goes first");
    let skipped = bench.store.write(|w| w.messages().skip_planned_for(&removed, at(1))).expect("it works");
    assert_eq!(skipped, 1, "what is in flight cannot be called back");
    assert_eq!(state(&bench, &messages[1].id), MessageState::Skipped);
    bench.store.write(|w| w.messages().mark_delivered(&sent, at(2))).expect("it was in flight");
    let replanned = bench.store.write(|w| w.messages().replan_for(&removed, at(3))).expect("it works");
    assert_eq!(
        (replanned, state(&bench, &messages[0].id)),
        (1, MessageState::Delivered),
        "one mail each, still"
    );
    bench
        .store
        .write(|w| w.messages().skip(&messages[2].id, at(4), SkipReason::Person, None))
        .expect("planned");
    let ids = vec![messages[2].registrant_id.clone()];
    let replanned = bench.store.write(|w| w.messages().replan_for(&ids, at(5))).expect("it works");
    assert_eq!(replanned, 0, "what a person skipped stays skipped");
    let skipped = bench.store.write(|w| w.messages().skip_planned_of_event("e1", at(6))).expect("it works");
    assert_eq!(skipped, 1);
    let replanned = bench.store.write(|w| w.messages().replan_for(&removed, at(7))).expect("it works");
    assert_eq!(replanned, 0, "a cancelled event's message is not planned again by restoring someone");
}

#[test]
fn another_channel_takes_over_what_was_not_handed_over_yet() {
    let bench = bench_with("e1");
    let messages = bench.plan("e1", 2);
    let sent = claim(&bench.store, 0, "a").expect("one is due");
    let moved = bench.store.write(|w| w.messages().move_planned(ChannelKind::Smtp)).expect("it works");
    assert_eq!(moved, 1, "what is with a channel now stays there: moved, it could arrive twice");
    let channel = |id: &str| {
        bench.store.read(|r| r.messages().by_id(id)).expect("it reads").expect("it is there").channel
    };
    let waiting = messages.iter().find(|message| message.id != sent).expect("the other one");
    assert_eq!(channel(&sent), ChannelKind::AcsEmail);
    assert_eq!(channel(&waiting.id), ChannelKind::Smtp, "or it would wait for the old channel for ever");
    let again = bench.store.write(|w| w.messages().move_planned(ChannelKind::Smtp)).expect("it works");
    assert_eq!(again, 0);
}

#[test]
fn pages_show_whom_a_message_is_for() {
    let bench = bench_with("e1");
    let messages = bench.plan("e1", 4);
    let failed = claim(&bench.store, 0, "a").expect("one is due");
    bench.store.write(|w| w.messages().mark_failed(&failed, at(1), "bad address")).expect("it was in flight");
    let all = bench.store.read(|r| r.messages().page("e1", None, 0, 10)).expect("a page");
    assert_eq!(
        all.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(),
        ["Person 0", "Person 1", "Person 2", "Person 3"]
    );
    assert_eq!((all[0].state, all[0].problem.as_deref()), (MessageState::Failed, Some("bad address")));
    let planned =
        bench.store.read(|r| r.messages().page("e1", Some(MessageState::Planned), 1, 1)).expect("a page");
    assert_eq!(planned[0].email, "p2@example.org");
    let own = bench.store.read(|r| r.messages().of_registrant(&messages[3].registrant_id)).expect("it reads");
    assert_eq!(own.len(), 1);
    assert_eq!(confirmation(&messages[3].registrant_id).id, own[0].id);
}
