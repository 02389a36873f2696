//! Many people at once: watched, stopped, written otherwise, and taken back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::person_name::fold;
use lectern_store::bulks::{KeptFile, NewBulk, TakenBack, Touched};
use lectern_store::registrants::Rewritten;
use lectern_store::{StoreError, Watch};
use proptest::prelude::*;

use crate::fixture::{at, bench_with, person, refused};

fn new(id: &str, file: Option<&[u8]>) -> NewBulk {
    let file = file.map(|bytes| KeptFile {
        hash: [7; 32],
        bytes: bytes.to_vec(),
        choices: serde_json::json!({"sheet": "People"}),
    });
    NewBulk { id: id.into(), event_id: "e1".into(), kind: BulkKind::Import, title: "guests.csv".into(), file }
}

fn touched(ids: &[&str]) -> Vec<Touched> {
    ids.iter().map(|id| Touched { registrant_id: (*id).to_owned(), before: None }).collect()
}

#[test]
fn a_stopped_change_leaves_nothing_and_the_next_one_is_whole() {
    let bench = bench_with("e1");
    let stop = Arc::new(AtomicBool::new(false));
    let rows = Arc::new(AtomicUsize::new(0));
    let (stops, counts) = (Arc::clone(&stop), Arc::clone(&rows));
    let watch = Watch {
        told: Arc::new(move |table| {
            if table == "registrants" && counts.fetch_add(1, Ordering::Relaxed) + 1 == 500 {
                stops.store(true, Ordering::Relaxed);
            }
        }),
        stop: Arc::clone(&stop),
    };
    let people: Vec<_> =
        (0..2_000).map(|n| person(&format!("P {n}"), &format!("p{n}@example.org"))).collect();
    let error =
        refused(bench.store.write_watched(&watch, |w| w.registrants().insert_many("e1", &people, at(0))));
    assert!(matches!(error, StoreError::Stopped), "{error:?}");
    assert!(rows.load(Ordering::Relaxed) < 2_000, "it ends soon, not when it is done");
    assert_eq!(bench.names("e1", ""), Vec::<String>::new(), "nothing stays");
    bench.register("e1", &people[..3]);
    assert_eq!(bench.names("e1", "").len(), 3, "what nobody watches nobody stops");
    stop.store(false, Ordering::Relaxed);
    bench
        .store
        .write_watched(&watch, |w| w.registrants().insert_many("e1", &people[..400], at(0)))
        .expect("not stopped");
    assert_eq!(bench.names("e1", "").len(), 400);
    assert_eq!(bench.store.check().expect("it reads"), Vec::<String>::new());
}

#[test]
fn a_file_is_kept_as_long_as_its_import_runs() {
    let bench = bench_with("e1");
    bench.store.write(|w| w.bulks().begin(&new("b1", Some(b"Name,Email")), at(0))).expect("begun");
    let bench = bench.reopen();
    let (found, file) = bench
        .store
        .read(|r| Ok::<_, StoreError>((r.bulks().by_id("b1")?, r.bulks().file("b1")?)))
        .expect("it reads");
    let found = found.expect("it is there after a crash");
    assert_eq!((found.state, file.as_deref()), (BulkState::Running, Some(&b"Name,Email"[..])));
    assert_eq!(found.choices.expect("choices")["sheet"], "People");
    bench.store.write(|w| w.bulks().finish("b1", 3, at(1))).expect("finished");
    let (found, file) = bench
        .store
        .read(|r| Ok::<_, StoreError>((r.bulks().of_event("e1")?, r.bulks().file("b1")?)))
        .expect("it reads");
    assert_eq!(
        (found[0].people, found[0].state, file),
        (3, BulkState::Done, None),
        "a list of people is not hoarded"
    );
    for late in [
        bench.store.write(|w| w.bulks().finish("b1", 3, at(1))),
        bench.store.write(|w| w.bulks().forget("b1")),
    ] {
        assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}: done is done");
    }
}

#[test]
fn who_was_never_written_to_is_gone_and_the_others_are_named() {
    let bench = bench_with("e1");
    bench.plan("e1", 3);
    let id = |n: usize| format!("id of p{n}@example.org");
    bench
        .store
        .write(|w| {
            w.bulks().begin(&new("b1", None), at(0))?;
            w.bulks().touch("b1", &touched(&[&id(0), &id(1), "gone meanwhile"]))?;
            w.bulks().finish("b1", 2, at(0))?;
            let claimed =
                w.messages().claim_next(at(1), "me", 60, lectern_domain::message::ChannelKind::AcsEmail)?;
            assert_eq!(claimed.expect("a message").registrant_id, id(0));
            Ok::<_, StoreError>(())
        })
        .expect("written");
    let gone = bench
        .store
        .write(|w| {
            w.bulks().mark_undone("b1", at(2))?;
            w.bulks().take_back("b1", None)
        })
        .expect("taken back");
    assert_eq!(gone, TakenBack { gone: 1, told: 1 }, "whose mail is on its way may have it");
    assert_eq!(bench.names("e1", ""), ["Person 0", "Person 2"]);
    assert_eq!(
        bench.names("e1", "person 1"),
        Vec::<String>::new(),
        "nor is anybody found by a word of theirs"
    );
    let (people, counts, told) = bench
        .store
        .read(|r| {
            let counts = r.registrants().count_registered("e1")?;
            Ok::<_, StoreError>((r.bulks().people("b1")?, counts, r.bulks().was_taken_back(&id(0), "e1")?))
        })
        .expect("it reads");
    assert_eq!((people.len(), people[0].registrant_id.clone(), counts, told), (1, id(0), 2, true));
    let twice = refused(bench.store.write(|w| w.bulks().mark_undone("b1", at(3))));
    assert!(matches!(twice, StoreError::Conflict { .. }), "{twice:?}");
    bench.register("e1", &[person("Person 1", "p1@example.org")]);
    assert_eq!(bench.names("e1", "").len(), 3, "and may come again");
    assert_eq!(bench.store.check().expect("it reads"), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whoever_is_renamed_stands_where_the_new_name_belongs(
        names in proptest::collection::vec("[A-Ea-eÄé]{1,3}", 2..30),
        renamed in proptest::collection::vec((any::<prop::sample::Index>(), "[A-Ea-eÄé]{1,3}"), 1..20),
    ) {
        let bench = bench_with("e1");
        let mut people: Vec<_> =
            names.iter().enumerate().map(|(n, name)| person(name, &format!("p{n}@example.org"))).collect();
        bench.register("e1", &people);
        let mut changes = std::collections::BTreeMap::new();
        for (which, name) in renamed {
            let place = which.index(people.len());
            people[place].name.clone_from(&name);
            let id = people[place].id.clone();
            changes.insert(place, Rewritten { id, name, company: Some("Fabrikam".into()) });
        }
        let changes: Vec<Rewritten> = changes.into_values().collect();
        bench.store.write(|w| w.registrants().rewrite("e1", &changes)).expect("rewritten");
        people.sort_by_key(|one| (fold(&one.name), one.email_normalized.clone()));
        let expected: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
        prop_assert_eq!(bench.names("e1", ""), expected);
        prop_assert_eq!(bench.names("e1", "fabrikam").len(), changes.len(), "the words follow");
        prop_assert_eq!(bench.names("e1", "example").len(), people.len());
    }
}
