//! Every event in one list, whichever table it is in.

use lectern_domain::event::EventKind;
use lectern_domain::event_list::EventsState;
use lectern_store::events::NewEvent;
use lectern_store::listings::Wanted;

use crate::fixture::{Bench, at, bench, event, person};
use crate::virtual_events::webinar;

fn titled(id: &str, title: &str, start: i64) -> NewEvent {
    NewEvent { title: title.into(), start: at(start), end: at(start + 60), ..event(id) }
}

fn ids(bench: &Bench, wanted: &Wanted) -> Vec<String> {
    let found = bench.store.read(|r| r.listings().matching(wanted)).expect("a list");
    found.into_iter().map(|event| event.id).collect()
}

#[test]
fn both_tables_are_one_list_by_start() {
    let bench = bench();
    let put = |event: NewEvent| bench.store.write(|w| w.events().insert(&event, at(0))).expect("new");
    put(titled("late", "Éclair tasting", 200_000));
    put(titled("early", "Reading group", 100));
    // Starts a day after the fixture's noon: between the two.
    bench.store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    bench.register("early", &[person("Ana", "ana@example.org")]);
    assert_eq!(ids(&bench, &Wanted::default()), ["early", "w1", "late"]);
    let found = bench.store.read(|r| r.listings().matching(&Wanted::default())).expect("a list");
    let told: Vec<_> = found.iter().map(|one| (one.kind, one.registered, one.series)).collect();
    assert_eq!(
        told,
        [(EventKind::Meeting, 1, false), (EventKind::Webinar, 0, false), (EventKind::Meeting, 0, false)]
    );
    assert_eq!(bench.store.read(|r| r.listings().total()).expect("a number"), 3);
}

#[test]
fn what_is_looked_for_is_looked_for_together() {
    let bench = bench();
    let put = |event: NewEvent| bench.store.write(|w| w.events().insert(&event, at(0))).expect("new");
    put(titled("a", "Éclair tasting in Zürich", 100));
    put(titled("b", "Tasting of nothing", 200));
    bench.store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    bench.store.write(|w| w.virtual_events().made("w1", "g1", at(1))).expect("a draft");
    let query = |query: &str| Wanted { query: query.into(), ..Wanted::default() };
    assert_eq!(ids(&bench, &query("tast")), ["a", "b"]);
    assert_eq!(ids(&bench, &query("zurich ECL")), ["a"], "accents, capitals and order don't matter");
    assert_eq!(ids(&bench, &query("asting")), [""; 0], "a word is found by its beginning");
    assert_eq!(ids(&bench, &query("  ,")).len(), 3, "no word is no question");
    let webinars = Wanted { kind: Some(EventKind::Webinar), ..Wanted::default() };
    assert_eq!(ids(&bench, &webinars), ["w1"]);
    assert_eq!(ids(&bench, &Wanted { drafts: true, ..Wanted::default() }), ["w1"]);
    let creating = Wanted { state: Some(EventsState::Creating), ..Wanted::default() };
    assert_eq!(ids(&bench, &creating), ["a", "b"]);
    assert_eq!(ids(&bench, &Wanted { query: "tasting".into(), ..webinars }), [""; 0]);
}
