//! The calendar as it was told: the last word counts, and nothing is offered that is an event here.

use lectern_domain::event::EntryKind;
use lectern_store::calendar::{EntryRecord, RoundRecord};
use lectern_store::elsewhere::ElsewhereRecord;
use lectern_store::events::GraphIds;

use crate::fixture::{Bench, at, bench, bench_with};

const ME: &str = "me";
const DAY: i64 = 86_400;

fn entry(id: &str, day: i64) -> EntryRecord {
    EntryRecord {
        graph_id: id.into(),
        kind: EntryKind::SingleInstance,
        series_id: None,
        transaction_id: None,
        title: Some(format!("Title of {id}")),
        start: at(day * DAY),
        end: at(day * DAY + 3_600),
        zone: Some("Europe/Paris".into()),
        recurrence: None,
        adoptable: true,
    }
}

fn date(id: &str, series: &str, day: i64) -> EntryRecord {
    EntryRecord {
        kind: EntryKind::Occurrence,
        series_id: Some(series.into()),
        title: None,
        adoptable: false,
        ..entry(id, day)
    }
}

fn put(bench: &Bench, round: u32, entries: &[EntryRecord]) {
    bench
        .store
        .write(|w| entries.iter().try_for_each(|entry| w.calendar().put(ME, round, entry)))
        .expect("written");
}

fn offered(bench: &Bench) -> Vec<(String, i64, u32)> {
    let offers = bench.store.read(|r| r.calendar().offers(ME, at(0))).expect("it reads");
    let day = |start: jiff::Timestamp| start.duration_since(at(0)).as_secs() / DAY;
    offers.into_iter().map(|offer| (offer.graph_id, day(offer.start), offer.coming)).collect()
}

#[test]
fn a_series_is_offered_by_its_next_date_and_what_is_over_is_not() {
    let bench = bench();
    let series = EntryRecord { kind: EntryKind::SeriesMaster, ..entry("series", -7) };
    let past = entry("past", -2);
    put(
        &bench,
        1,
        &[
            series,
            past,
            entry("single", 5),
            date("d1", "series", -7),
            date("d2", "series", 2),
            date("d3", "series", 9),
        ],
    );
    assert_eq!(offered(&bench), [("series".into(), 2, 2), ("single".into(), 5, 1)]);
    put(&bench, 1, &[entry("single", 1), EntryRecord { adoptable: false, ..entry("single", 1) }]);
    assert_eq!(offered(&bench), [("series".into(), 2, 2)], "the last word counts");
    bench.store.write(|w| w.calendar().remove(ME, "series")).expect("removed");
    assert!(offered(&bench).is_empty());
    let left = bench.store.read(|r| r.calendar().count(ME)).expect("it reads");
    assert_eq!(left, 2, "its dates went with it");
}

#[test]
fn what_is_an_event_here_is_never_offered_by_either_name() {
    let bench = bench_with("e1");
    let by_transaction =
        EntryRecord { transaction_id: Some("transaction of e1".into()), ..entry("graph-1", 3) };
    put(&bench, 1, std::slice::from_ref(&by_transaction));
    assert!(offered(&bench).is_empty(), "a crash lost the calendar's answer, the event is ours all the same");
    let ids = GraphIds { graph_event_id: Some("graph-2".into()), ..GraphIds::default() };
    bench.store.write(|w| w.events().scheduled("e1", &ids, at(1))).expect("on the calendar");
    put(&bench, 1, &[entry("graph-2", 3)]);
    assert!(offered(&bench).is_empty());
}

#[test]
fn a_full_round_forgets_what_it_did_not_name_and_says_which_of_ours_that_was() {
    let bench = bench_with("e1");
    let ids = GraphIds { graph_event_id: Some("graph-1".into()), ..GraphIds::default() };
    bench.store.write(|w| w.events().scheduled("e1", &ids, at(1))).expect("on the calendar");
    put(&bench, 1, &[entry("graph-1", 1), entry("other", 2)]);
    put(&bench, 2, &[entry("other", 2)]);
    let missing =
        |round| bench.store.read(|r| r.calendar().missing(ME, round, at(0), at(9 * DAY))).expect("it reads");
    assert_eq!((missing(1), missing(2)), (Vec::<String>::new(), vec!["e1".to_owned()]));
    bench.store.write(|w| w.calendar().sweep(ME, 2).map(drop)).expect("swept");
    assert_eq!(bench.store.read(|r| r.calendar().count(ME)).expect("it reads"), 1);
}

#[test]
fn the_way_so_far_and_what_was_noticed_are_kept() {
    let bench = bench_with("e1");
    let round = RoundRecord {
        owner_id: ME.into(),
        window_start: at(0),
        window_end: at(9 * DAY),
        round: 3,
        full: true,
        next_link: Some("https://graph/next".into()),
        delta_link: None,
        synced_at: Some(at(5)),
        not_before: None,
    };
    bench.store.write(|w| w.calendar().set_round(&round)).expect("written");
    bench.store.write(|w| w.calendar().pause(ME, at(60))).expect("written");
    let kept = bench.store.read(|r| r.calendar().round(ME)).expect("it reads");
    assert_eq!(kept, Some(RoundRecord { not_before: Some(at(60)), ..round }));
    let change = ElsewhereRecord { noticed_at: at(5), edited_at: None, fields: "[]".into() };
    bench.store.write(|w| w.elsewhere().noticed("e1", &change)).expect("written");
    let unseen = || bench.store.read(|r| r.elsewhere().unseen("e1")).expect("it reads");
    assert_eq!(unseen(), [change]);
    assert!(bench.store.read(|r| r.events().get("e1")).expect("it reads").changed_elsewhere);
    bench.store.write(|w| w.elsewhere().seen("e1", at(6))).expect("seen");
    assert!(unseen().is_empty(), "told once");
}
