//! The list of people: no address twice, always in name order, tickets looked up by hash.

use lectern_domain::message::MessageState;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::StoreError;
use lectern_store::registrants::Insertion;
use lectern_store::tickets::NewTicket;

use crate::fixture::{at, bench_with, confirmation, event, person, refused};

#[test]
fn duplicates_are_answered_and_the_rest_goes_in() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Ana", "ana@example.org")]);
    let mut same_file = person("Bo again", "BO@example.org");
    same_file.id = "never used".into();
    let mut known = person("Ana again", "ANA@example.org");
    known.id = "never used either".into();
    let answers = bench
        .register("e1", &[known, person("Bo", "bo@example.org"), same_file, person("Cy", "cy@example.org")]);
    let status = RegistrantStatus::Registered;
    assert_eq!(
        answers,
        [
            Insertion::Duplicate { existing: "id of ana@example.org".into(), status },
            Insertion::Inserted,
            Insertion::Duplicate { existing: "id of bo@example.org".into(), status },
            Insertion::Inserted,
        ],
        "one answer a row, in the order of the file"
    );
    assert_eq!(bench.names("e1", ""), ["Ana", "Bo", "Cy"]);
}

#[test]
fn one_address_may_be_on_two_lists() {
    let bench = bench_with("e1");
    bench.store.write(|w| w.events().insert(&event("e2"), at(0))).expect("a second event");
    bench.register("e1", &[person("Ana", "ana@example.org")]);
    let mut ana = person("Ana", "ana@example.org");
    ana.id = "another id".into();
    assert_eq!(bench.register("e2", &[ana]), [Insertion::Inserted]);
    assert_eq!(bench.names("e2", "ana").len(), 1, "a search stays within its event");
    let found = bench.store.read(|r| r.registrants().by_email("e2", "ana@example.org")).expect("it reads");
    assert_eq!(found.expect("she is there").id, "another id");
}

#[test]
fn an_unknown_event_is_named() {
    let bench = bench_with("e1");
    let error = refused(bench.store.read(|r| r.registrants().page("e9", "", 0, 1)));
    assert!(matches!(&error, StoreError::NotFound { what: "event", id } if id == "e9"), "{error:?}");
}

#[test]
fn removing_and_restoring_is_counted() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Ana", "ana@example.org"), person("Bo", "bo@example.org")]);
    let ids = vec!["id of ana@example.org".to_owned(), "nobody".to_owned()];
    let set =
        |status| bench.store.write(|w| w.registrants().set_status(&ids, status, at(5))).expect("it works");
    let registered = || bench.store.read(|r| r.registrants().count_registered("e1")).expect("a count");
    assert_eq!(set(RegistrantStatus::Cancelled), ["id of ana@example.org"]);
    assert_eq!(set(RegistrantStatus::Cancelled), Vec::<String>::new(), "removing twice removes once");
    assert_eq!(registered(), 1, "a removed person frees a chair");
    let page = bench.store.read(|r| r.registrants().page("e1", "", 0, 9)).expect("a page");
    assert_eq!(
        (page.total, page.rows[0].status, page.rows[0].cancelled_at),
        (2, RegistrantStatus::Cancelled, Some(at(5)))
    );
    assert_eq!(set(RegistrantStatus::Registered), ["id of ana@example.org"]);
    assert_eq!(registered(), 2);
    assert_eq!(bench.store.read(|r| r.events().get("e1")).expect("the event").registered, 2);
}

#[test]
fn a_row_carries_its_confirmation() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Ana", "ana@example.org"), person("Bo", "bo@example.org")]);
    let message = confirmation("id of ana@example.org");
    bench.store.write(|w| w.messages().plan_many("e1", &[message], at(0))).expect("it is planned");
    let page = bench.store.read(|r| r.registrants().page("e1", "", 0, 9)).expect("a page");
    let confirmations: Vec<_> = page.rows.iter().map(|row| row.confirmation).collect();
    assert_eq!(confirmations, [Some(MessageState::Planned), None]);
}

#[test]
fn a_ticket_leads_to_its_holder() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Ana", "ana@example.org")]);
    let ids = vec!["id of ana@example.org".to_owned()];
    let ticket = NewTicket { registrant_id: ids[0].clone(), code_sealed: vec![1, 2, 3], code_hash: [9; 32] };
    bench.store.write(|w| w.tickets().issue_many(std::slice::from_ref(&ticket), at(0))).expect("issued");
    let holder =
        || bench.store.read(|r| r.registrants().by_ticket_hash(&[9; 32])).expect("it reads").expect("hers");
    assert_eq!((holder().registrant.name.as_str(), holder().revoked_at), ("Ana", None));
    assert_eq!(bench.store.write(|w| w.tickets().revoke(&ids, at(7))).expect("it works"), 1);
    assert_eq!(holder().revoked_at, Some(at(7)), "a revoked ticket is known, and known to be revoked");
    assert_eq!(bench.store.write(|w| w.tickets().reinstate(&ids)).expect("it works"), 1);
    assert_eq!(holder().revoked_at, None);
    let kept =
        bench.store.read(|r| r.tickets().of_registrant(&ids[0])).expect("it reads").expect("it exists");
    assert_eq!(kept.code_sealed, [1, 2, 3]);
    assert!(!format!("{kept:?}{ticket:?}").contains("[1, 2, 3]"), "not even sealed codes belong into logs");
    assert_eq!(bench.store.read(|r| r.registrants().by_ticket_hash(&[8; 32])).expect("it reads"), None);
}

#[test]
fn an_export_visits_everybody_in_order() {
    let bench = bench_with("e1");
    let people: Vec<_> =
        (0..500).rev().map(|n| person(&format!("P{n:03}"), &format!("p{n}@example.org"))).collect();
    bench.register("e1", &people);
    let mut names = Vec::new();
    let visited: Result<(), StoreError> = bench.store.read(|r| {
        r.registrants().each("e1", |row| {
            names.push(row.name);
            Ok(())
        })
    });
    visited.expect("the list reads");
    assert_eq!(names.len(), 500);
    assert!(names.is_sorted());
}
