//! Webinars, town halls and those who are enrolled.

use lectern_domain::event::{Audience, EnrolmentState, EventKind, RegisteredBy, VirtualEventState};
use lectern_domain::registration::RegistrantStatus;
use lectern_store::StoreError;
use lectern_store::enrolments::NewEnrolment;
use lectern_store::virtual_events::{NewVirtualEvent, TakenOver, VirtualEventWords};
use lectern_store::virtual_offers::VirtualOfferRecord;
use lectern_store::virtual_registrations::{ListedRegistration, Sought};

use crate::fixture::{at, bench, bench_with};

pub fn webinar(id: &str) -> NewVirtualEvent {
    NewVirtualEvent {
        id: id.into(),
        kind: EventKind::Webinar,
        tag: format!("lectern:{id}"),
        words: VirtualEventWords {
            title: "Winter".into(),
            description: String::new(),
            start: at(86_400),
            end: at(90_000),
            zone: "Europe/Paris".into(),
            audience: Audience::Everyone,
        },
        attendee_mail: true,
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    }
}

fn guest(id: &str, email: &str) -> NewEnrolment {
    NewEnrolment {
        id: id.into(),
        first_name: "Ada".into(),
        last_name: "King".into(),
        email: email.into(),
        email_key: email.to_lowercase(),
        answers: "[]".into(),
    }
}

#[test]
fn a_webinar_goes_one_way() {
    let bench = bench();
    let store = &bench.store;
    store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    let twice = store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0)));
    assert!(twice.is_err(), "two rows of one form would become two webinars");
    let state = || {
        let found = store.read(|r| r.virtual_events().by_id("w1")).expect("it reads").expect("it is there");
        (found.state, found.tagged, found.problem)
    };
    assert_eq!(state(), (VirtualEventState::Creating, false, None));
    store.write(|w| w.virtual_events().problem("w1", Some("No network."), at(1))).expect("kept");
    store.write(|w| w.virtual_events().made("w1", "g@t", at(2))).expect("made");
    assert_eq!(state(), (VirtualEventState::Draft, false, Some("No network.".into())));
    store.write(|w| w.virtual_events().tagged("w1", at(3))).expect("tagged");
    assert_eq!(state(), (VirtualEventState::Draft, true, None), "nothing is left to do");
    store.write(|w| w.virtual_events().state("w1", VirtualEventState::Cancelled, at(4))).expect("cancelled");
    store.write(|w| w.virtual_events().state("w1", VirtualEventState::Published, at(5))).expect("heard late");
    assert_eq!(state().0, VirtualEventState::Cancelled, "that is for good");
    let nobody = store.write(|w| w.virtual_events().tagged("w2", at(6)));
    assert!(matches!(nobody, Err(StoreError::NotFound { .. })), "{nobody:?}");
}

fn offer(graph_id: &str, title: &str) -> VirtualOfferRecord {
    VirtualOfferRecord {
        graph_id: graph_id.into(),
        kind: EventKind::Webinar,
        title: title.into(),
        start: at(86_400),
        end: at(90_000),
        zone: "Europe/Paris".into(),
        state: VirtualEventState::Draft,
        co_organized: false,
        organizer: None,
        tag: None,
    }
}

#[test]
fn what_is_an_event_here_is_no_offer() {
    let bench = bench();
    let store = &bench.store;
    let offered = |owner: &'static str, now| {
        let found = store.read(move |r| r.virtual_offers().offers(owner, at(now))).expect("it reads");
        found.into_iter().map(|one| one.graph_id).collect::<Vec<_>>()
    };
    store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("being made here");
    let tagged = VirtualOfferRecord { tag: Some("lectern:w1".into()), ..offer("tagged@t", "Else") };
    let all = [offer("one@t", "One"), offer("lost@t", "Winter"), tagged];
    store.write(|w| w.virtual_offers().replace("ana", &all, at(1))).expect("kept");
    assert_eq!(offered("ana", 2), ["one@t"], "what is being made here would become a second row");
    assert!(offered("ben", 2).is_empty(), "another account runs others");
    assert!(offered("ana", 90_000).is_empty(), "what is over is offered no more");
    let there =
        TakenOver { graph_id: "one@t".into(), state: VirtualEventState::Published, co_organized: true };
    store.write(|w| w.virtual_events().adopt(&webinar("w2"), &there, at(3))).expect("taken over");
    assert!(offered("ana", 4).is_empty());
    let kept = store.read(|r| r.virtual_events().by_graph_id("one@t")).expect("it reads").expect("there");
    assert_eq!(
        (kept.state, kept.adopted, kept.co_organized, kept.tagged),
        (VirtualEventState::Published, true, true, true),
        "nothing of it is left to do"
    );
    store.write(|w| w.virtual_offers().pause("ana", at(50))).expect("kept");
    let round = store.read(|r| r.virtual_offers().round("ana")).expect("it reads").expect("asked");
    assert_eq!((round.read_at, round.not_before), (Some(at(1)), Some(at(50))));
}

#[test]
fn what_teams_said_last_is_kept() {
    let bench = bench();
    bench.store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    let part =
        || bench.store.read(|r| r.virtual_events().part::<Vec<String>>("w1", "questions")).expect("it reads");
    assert_eq!(part(), None, "never asked is not the same as none");
    for (value, now) in [(vec!["a", "b"], at(1)), (vec!["c"], at(2))] {
        bench.store.write(|w| w.virtual_events().set_part("w1", "questions", &value, now)).expect("kept");
    }
    let kept = part().expect("kept");
    assert_eq!((kept.value, kept.read_at), (vec!["c".to_owned()], at(2)));
}

#[test]
fn a_guest_keeps_the_id_of_the_first_time() {
    let bench = bench();
    let store = &bench.store;
    store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    let insert = |new: NewEnrolment, now| store.write(move |w| w.enrolments().insert("w1", &new, now));
    assert!(insert(guest("e1", "Ada@example.org"), at(1)).expect("new"));
    assert!(
        !insert(guest("e2", "ada@example.org"), at(2)).expect("known"),
        "Teams knows them by the first id"
    );
    store
        .write(|w| w.enrolments().state("e1", EnrolmentState::Refused, Some("Full."), at(3)))
        .expect("refused");
    assert!(insert(guest("e3", "ada@example.org"), at(4)).expect("another try"));
    let rows = store.read(|r| r.enrolments().of_event("w1")).expect("it reads");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].id.as_str(), rows[0].state, &rows[0].problem),
        ("e1", EnrolmentState::Planned, &None)
    );
    store.write(|w| w.enrolments().listed("e1", "r1", EnrolmentState::Enrolled, at(5))).expect("listed");
    store.write(|w| w.enrolments().join_url("e1", "https://teams.example/1", at(6))).expect("a link");
    assert!(!insert(guest("e4", "ada@example.org"), at(7)).expect("enrolled"), "nobody is enrolled twice");
}

#[test]
fn a_link_that_is_told_once_is_kept() {
    let bench = bench_with("e1");
    let store = &bench.store;
    store.write(|w| w.external_registrants().opened("e1", at(0))).expect("opened");
    store.write(|w| w.external_registrants().insert("e1", "ours", "Ada", at(1))).expect("before it is asked");
    store
        .write(|w| w.external_registrants().told("e1", "ours", "theirs", Some("https://teams.example/2")))
        .expect("kept");
    let (people, service) = store
        .read(|r| {
            let table = r.external_registrants();
            Ok::<_, StoreError>((table.of_event("e1")?, table.service_id("e1", "ours")?))
        })
        .expect("it reads");
    assert_eq!(people[0].join_url.as_deref(), Some("https://teams.example/2"));
    assert_eq!(service.as_deref(), Some("theirs"), "a sample answers with another id: that one removes them");
    store.write(|w| w.external_registrants().closed("e1", at(2))).expect("closed");
    let left = store.read(|r| {
        let table = r.external_registrants();
        Ok::<_, StoreError>((table.is_open("e1")?, table.of_event("e1")?.len()))
    });
    assert_eq!(left.expect("it reads"), (false, 0), "with the registration every link ends");
}

fn listed(id: &str, name: &str, external: Option<&str>, second: i64) -> ListedRegistration {
    ListedRegistration {
        id: id.into(),
        first_name: name.into(),
        last_name: "King".into(),
        email: format!("{id}@example.org"),
        email_key: format!("{id}@example.org"),
        user_id: None,
        status: RegistrantStatus::Registered,
        external_id: external.map(str::to_owned),
        registered_at: Some(at(second)),
        cancelled_at: None,
        answers: "[]".into(),
        erased: false,
    }
}

#[test]
fn teams_list_is_kept_page_by_page_and_loses_whom_it_no_longer_names() {
    let bench = bench();
    let store = &bench.store;
    store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    store.write(|w| w.enrolments().insert("w1", &guest("ours", "r2@example.org"), at(1))).expect("enrolled");
    let reading = || store.read(|r| r.virtual_registrations().reading("w1")).expect("it reads");
    assert_eq!(reading(), None, "never asked is not the same as nobody");
    let page = |sought: &Sought, offset, limit| {
        store.read(|r| r.virtual_registrations().page("w1", sought, offset, limit)).expect("it reads")
    };
    let keep = |round, rows: &[ListedRegistration], next: Option<&str>| {
        store.write(|w| w.virtual_registrations().keep("w1", round, rows, next)).expect("kept");
    };
    let first = store.write(|w| w.virtual_registrations().begin("w1", at(2))).expect("begun");
    keep(first, &[listed("r1", "Ada", None, 1), listed("r2", "Søren", Some("ours"), 2)], Some("next"));
    let cut_off = reading().expect("begun");
    assert_eq!((cut_off.next_link.as_deref(), cut_off.read_at), (Some("next"), None), "it goes on there");
    keep(first, &[listed("r3", "Grace", Some("theirs"), 3)], None);
    store.write(|w| w.virtual_registrations().finish("w1", first, at(9))).expect("to its end");
    assert_eq!(reading().map(|one| (one.read_at, one.began_at)), Some((Some(at(9)), None)));
    let everybody = page(&Sought::default(), 0, 9);
    let ways: Vec<_> = everybody.rows.iter().map(|one| (one.id.as_str(), one.source)).collect();
    let (program, ours, by_page) = (RegisteredBy::Program, RegisteredBy::Lectern, RegisteredBy::Page);
    assert_eq!(ways, [("r3", program), ("r2", ours), ("r1", by_page)], "the latest first");
    assert_eq!(page(&Sought::default(), 1, 1).rows[0].id, "r2");
    for (query, found) in [("soren ki", 1), ("king", 3), ("r1@ex", 1), ("%", 3), ("ing", 0)] {
        let sought = Sought { query: query.into(), status: None };
        assert_eq!(page(&sought, 0, 9).matching, found, "words are found from their beginnings: {query}");
    }

    let found = store.read(|r| r.finds().people("soren", 9)).expect("it reads");
    assert_eq!((found.total, found.rows[0].is_virtual), (1, true), "a search over everything finds them too");
    assert_eq!(
        store.read(|r| r.finds().people("king", 2)).expect("it reads").rows.len(),
        2,
        "as many as asked for"
    );

    let second = store.write(|w| w.virtual_registrations().begin("w1", at(10))).expect("begun");
    let off = ListedRegistration { status: RegistrantStatus::Cancelled, ..listed("r1", "Ada", None, 1) };
    keep(second, &[off, listed("r2", "Søren", Some("ours"), 2)], None);
    assert_eq!(page(&Sought::default(), 0, 9).matching, 3, "until the end, whoever was there stays");
    let gone = store.write(|w| w.virtual_registrations().finish("w1", second, at(11))).expect("to its end");
    assert_eq!(gone, 1, "Teams names her no more");
    let cancelled = Sought { status: Some(RegistrantStatus::Cancelled), ..Sought::default() };
    assert_eq!(page(&cancelled, 0, 9).rows[0].id, "r1");
    let counts = store.read(|r| r.virtual_registrations().counts("w1")).expect("it reads");
    assert_eq!(counts, [(RegistrantStatus::Cancelled, by_page, 1), (RegistrantStatus::Registered, ours, 1)]);
}
