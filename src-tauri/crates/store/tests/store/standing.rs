//! Queue, offers, guests, filters: what is kept of them, and in which order it comes back.

use std::collections::BTreeMap;

use lectern_domain::list_order::{ListOrder, OrderBy};
use lectern_domain::registration::{Answer, RegistrantStatus};
use lectern_store::registrants::{Entry, Filter};

use crate::fixture::{Bench, at, bench_with, person};

fn come(bench: &Bench, name: &str, status: RegistrantStatus, guest_of: Option<&str>) -> String {
    let row = person(name, &format!("{}@example.org", name.to_lowercase()));
    let entry = Entry { status, guest_of: guest_of.map(str::to_owned) };
    let id = row.id.clone();
    bench.store.write(|w| w.registrants().insert_as("e1", &[row], &entry, at(0))).expect("a valid row");
    id
}

fn queue(bench: &Bench) -> Vec<String> {
    let filter = Filter {
        statuses: vec![RegistrantStatus::Waitlisted],
        order: ListOrder { by: OrderBy::Queue, descending: false },
        ..Filter::default()
    };
    let page = bench.store.read(|r| r.registrants().filtered("e1", "", &filter, 0, 50)).expect("a page");
    let hosts = page.rows.into_iter().filter(|row| row.guest_of.is_none());
    hosts.map(|row| format!("{} {}", row.position.unwrap_or_default(), row.name)).collect()
}

#[test]
fn the_queue_is_in_the_order_of_coming_and_survives_a_mistaken_removal() {
    let bench = bench_with("e1");
    let zoe = come(&bench, "Zoe", RegistrantStatus::Waitlisted, None);
    let ana = come(&bench, "Ana", RegistrantStatus::Waitlisted, None);
    come(&bench, "Bo", RegistrantStatus::Waitlisted, None);
    assert_eq!(queue(&bench), ["1 Zoe", "2 Ana", "3 Bo"], "by their coming, not by name");
    let status = |id: &str, status| {
        bench.store.write(|w| w.registrants().set_status(&[id.to_owned()], status, at(1))).expect("a step")
    };
    status(&zoe, RegistrantStatus::Cancelled);
    assert_eq!(queue(&bench), ["1 Ana", "2 Bo"]);
    bench.store.write(|w| w.registrants().enqueue(std::slice::from_ref(&zoe), true)).expect("back");
    assert_eq!(queue(&bench), ["1 Zoe", "2 Ana", "3 Bo"], "undone, it is as it was");
    status(&zoe, RegistrantStatus::Cancelled);
    bench.store.write(|w| w.registrants().enqueue(&[zoe], false)).expect("anew");
    assert_eq!(queue(&bench), ["1 Ana", "2 Bo", "3 Zoe"], "who comes again comes last");
    bench.store.write(|w| w.registrants().offer(std::slice::from_ref(&ana), at(60))).expect("an offer");
    let places = bench.store.read(|r| r.registrants().places("e1", Some(1))).expect("places");
    assert_eq!((places.held, places.waiting), (1, 2), "an offered place is taken");
    assert_eq!(bench.store.read(|r| r.registrants().next_offer_end()).expect("one"), Some(at(60)));
    let lapsed = |seconds| bench.store.read(|r| r.registrants().lapsed(at(seconds))).expect("a list").len();
    assert_eq!((lapsed(59), lapsed(60)), (0, 1));
    bench.store.write(|w| w.registrants().to_the_front("id of zoe@example.org")).expect("first");
    assert_eq!(queue(&bench), ["1 Zoe", "2 Bo"]);
}

#[test]
fn guests_stand_with_their_host() {
    let bench = bench_with("e1");
    let host = come(&bench, "Host", RegistrantStatus::Waitlisted, None);
    let guest = come(&bench, "Guest", RegistrantStatus::Waitlisted, Some(&host));
    let head = bench.store.read(|r| r.registrants().head_of_queue("e1", 9)).expect("a queue");
    assert_eq!(head.iter().map(|party| party.seats).collect::<Vec<_>>(), [2], "one party of two");
    assert_eq!(
        bench.store.read(|r| r.registrants().party(&host)).expect("both"),
        [host.clone(), guest.clone()]
    );
    assert_eq!(bench.store.read(|r| r.registrants().party(&guest)).expect("alone"), [guest]);
}

#[test]
fn filters_meet_and_keep_the_order_by_name() {
    let bench = bench_with("e1");
    for name in ["Cy", "Ana", "Bo"] {
        come(&bench, name, RegistrantStatus::Registered, None);
    }
    come(&bench, "Di", RegistrantStatus::PendingApproval, None);
    let answers = BTreeMap::from([(
        "food".to_owned(),
        Answer::Choices { values: vec!["Vegan".into(), "Nuts".into()] },
    )]);
    bench
        .store
        .write(|w| {
            for name in ["ana", "cy", "di"] {
                let id = format!("id of {name}@example.org");
                w.tags().put("e1", &id, "VIP")?;
                w.answers().set("e1", &id, &answers, at(0))?;
            }
            w.registrants().set_group("id of ana@example.org", Some("Press")).map(drop)
        })
        .expect("labels");
    let names = |query: &str, filter: &Filter| -> Vec<String> {
        let page = bench.store.read(|r| r.registrants().filtered("e1", query, filter, 0, 9)).expect("a page");
        assert_eq!((page.total, page.matching as usize), (4, page.rows.len()));
        let ids =
            bench.store.read(|r| r.registrants().ids_of("e1", query, filter, 0, u32::MAX)).expect("ids");
        assert_eq!(ids, page.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>());
        page.rows.into_iter().map(|row| row.name).collect()
    };
    let registered = Filter { statuses: vec![RegistrantStatus::Registered], ..Filter::default() };
    assert_eq!(names("", &registered), ["Ana", "Bo", "Cy"]);
    let vip = Filter { tag: Some("VIP".into()), ..registered.clone() };
    assert_eq!(names("", &vip), ["Ana", "Cy"]);
    assert_eq!(names("an", &vip), ["Ana"], "what is typed cuts down further");
    let said = |said: &str| Filter { answer: Some(("food".into(), said.into())), ..Filter::default() };
    assert_eq!(names("", &said("Nuts")), ["Ana", "Cy", "Di"], "each of several things said is found");
    assert_eq!(names("", &said("Fish")), Vec::<String>::new());
    let press = Filter { group: Some("Press".into()), ..Filter::default() };
    assert_eq!(names("", &press), ["Ana"]);
    let row = bench.store.read(|r| r.registrants().by_id("id of ana@example.org")).expect("it reads");
    let row = row.expect("Ana");
    assert_eq!((row.tags, row.group.as_deref()), (vec!["VIP".to_owned()], Some("Press")));
    assert_eq!(
        bench.store.read(|r| r.answers().said("e1", "food")).expect("two"),
        [("Nuts".into(), 3), ("Vegan".into(), 3)]
    );
}
