//! Sums equal what the lists say, and searches over all events find what a list would, also among a hundred thousand.

use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::{Answer, Answers, RegistrantStatus};
use lectern_store::figures::Standing;
use lectern_store::finds::COUNTED;
use lectern_store::registrants::{Entry, Filter, NewRegistrant};

use crate::fixture::{Bench, at, bench, bench_with, confirmation, event, person};
use crate::virtual_events::webinar;

/// A guest's status by their number: most have a place.
fn status(n: usize) -> RegistrantStatus {
    match n % 20 {
        0 => RegistrantStatus::Waitlisted,
        1 => RegistrantStatus::PendingApproval,
        2 => RegistrantStatus::Rejected,
        3 => RegistrantStatus::Cancelled,
        _ => RegistrantStatus::Registered,
    }
}

fn answers(n: usize) -> Answers {
    let meal = if n.is_multiple_of(3) { "Vegan" } else { "Fish" };
    let mut given = Answers::from([("meal".to_owned(), Answer::Text { value: meal.into() })]);
    if n.is_multiple_of(2) {
        let long = if n == 4 { "why? ".repeat(100) } else { format!("Because of {n}") };
        given.insert("why".into(), Answer::Text { value: long });
    }
    given
}

fn fill(bench: &Bench, people: usize, with_answers: usize) {
    let rows: Vec<NewRegistrant> =
        (0..people).map(|n| person(&format!("Guest {n:06}"), &format!("guest{n}@example.org"))).collect();
    for wanted in [
        RegistrantStatus::Registered,
        RegistrantStatus::Waitlisted,
        RegistrantStatus::PendingApproval,
        RegistrantStatus::Rejected,
    ] {
        // Who is to be cancelled comes with a place first, as people do.
        let of = |n: usize| {
            if status(n) == RegistrantStatus::Cancelled { RegistrantStatus::Registered } else { status(n) }
        };
        let some: Vec<_> =
            rows.iter().enumerate().filter(|(n, _)| of(*n) == wanted).map(|(_, row)| row.clone()).collect();
        let entry = Entry { status: wanted, guest_of: None };
        bench.store.write(|w| w.registrants().insert_as("e1", &some, &entry, at(0))).expect("valid rows");
    }
    let gone: Vec<String> = (0..people)
        .filter(|n| status(*n) == RegistrantStatus::Cancelled)
        .map(|n| format!("id of guest{n}@example.org"))
        .collect();
    bench
        .store
        .write(|w| {
            w.registrants().set_status(&gone, RegistrantStatus::Cancelled, at(90))?;
            for n in 0..with_answers {
                w.answers().set("e1", &format!("id of guest{n}@example.org"), &answers(n), at(0))?;
            }
            let messages: Vec<_> = rows.iter().map(|row| confirmation(&row.id)).collect();
            w.messages().plan_many("e1", &messages, at(0))
        })
        .expect("valid changes");
}

fn listed(bench: &Bench, filter: &Filter) -> u32 {
    bench.store.read(|r| r.registrants().filtered("e1", "", filter, 0, 1)).expect("a page").matching
}

fn with(status: RegistrantStatus) -> Filter {
    Filter { statuses: vec![status], ..Filter::default() }
}

#[test]
fn each_sum_is_what_its_list_counts() {
    let bench = bench_with("e1");
    fill(&bench, 400, 60);
    let standing = bench.store.read(|r| r.figures().standing("e1")).expect("figures");
    let expected = Standing {
        listed: listed(&bench, &Filter::default()),
        registered: listed(&bench, &with(RegistrantStatus::Registered)),
        offered: listed(&bench, &with(RegistrantStatus::Offered)),
        waitlisted: listed(&bench, &with(RegistrantStatus::Waitlisted)),
        pending: listed(&bench, &with(RegistrantStatus::PendingApproval)),
        rejected: listed(&bench, &with(RegistrantStatus::Rejected)),
        cancelled: listed(&bench, &with(RegistrantStatus::Cancelled)),
    };
    assert_eq!(standing, expected);
    let sum =
        |minutes: Vec<(jiff::Timestamp, u32)>| minutes.into_iter().map(|(_, people)| people).sum::<u32>();
    assert_eq!(sum(bench.store.read(|r| r.figures().came("e1")).expect("figures")), standing.listed);
    let left = bench.store.read(|r| r.figures().left("e1")).expect("figures");
    assert_eq!(left, [(at(60), standing.cancelled)], "in the minute in which they cancelled");
    let origins = bench.store.read(|r| r.figures().origins("e1")).expect("figures");
    assert_eq!(origins.iter().map(|origin| origin.listed).sum::<u32>(), standing.listed);
    assert_eq!(origins.iter().map(|origin| origin.registered).sum::<u32>(), standing.registered);
}

#[test]
fn answers_are_counted_as_the_filter_counts_them() {
    let bench = bench_with("e1");
    fill(&bench, 400, 60);
    for said in bench.store.read(|r| r.figures().said("e1", "meal")).expect("figures") {
        let answer = Some(("meal".to_owned(), said.said.clone()));
        assert_eq!(said.listed, listed(&bench, &Filter { answer: answer.clone(), ..Filter::default() }));
        let placed = Filter { answer, ..with(RegistrantStatus::Registered) };
        assert_eq!(said.registered, listed(&bench, &placed), "{}", said.said);
    }
    let answered =
        |question: &str| bench.store.read(|r| r.figures().answered("e1", question)).expect("figures");
    assert_eq!(
        (answered("meal"), answered("why"), answered("nothing")),
        (60, 30, 0),
        "long ones are counted too"
    );
    let latest = bench.store.read(|r| r.figures().latest("e1", "why", 3)).expect("figures");
    assert_eq!(latest.len(), 3);
    let strange = bench.store.read(|r| r.figures().answered("e1", "a\".b[0]")).expect("a name is no path");
    assert_eq!(strange, 0);
}

#[test]
fn messages_add_up_to_the_counts_of_their_list() {
    let bench = bench_with("e1");
    fill(&bench, 40, 0);
    let counts = bench.store.read(|r| r.messages().counts("e1")).expect("counts");
    let figures = bench.store.read(|r| r.figures().messages("e1")).expect("figures");
    let planned: u32 = figures
        .iter()
        .filter(|of| (of.kind, of.state) == (MessageKind::Confirmation, MessageState::Planned))
        .map(|of| of.messages)
        .sum();
    assert_eq!((planned, figures.len()), (counts.planned, 1));
}

#[test]
fn attendance_adds_up_to_the_people_of_the_reports() {
    let bench = bench();
    bench.store.write(|w| w.virtual_events().insert(&webinar("w1"), at(0))).expect("new");
    let none = bench.store.read(|r| r.figures().attendance("w1")).expect("figures");
    assert_eq!(none, [], "reports that were never read say nothing");
    let person =
        |seconds: i64, registered: bool| serde_json::json!({"seconds": seconds, "registered": registered});
    let people =
        [person(0, false), person(899, true), person(900, true), person(9_000, false), person(3_600, true)];
    let part = serde_json::json!({"people": people});
    bench.store.write(|w| w.virtual_events().set_part("w1", "attendance", &part, at(1))).expect("kept");
    let stays = bench.store.read(|r| r.figures().attendance("w1")).expect("figures");
    let told: Vec<_> = stays.iter().map(|one| (one.at_least, one.people, one.registered)).collect();
    assert_eq!(told, [(0, 2, 1), (900, 1, 1), (3_600, 2, 1)]);
}

#[test]
fn what_waits_for_a_person_is_told_and_nothing_else() {
    let bench = bench_with("e1");
    let mut over = event("over");
    (over.start, over.end) = (at(-90_000), at(-86_400));
    bench.store.write(|w| w.events().insert(&over, at(0))).expect("a second event");
    let waiting = || bench.store.read(|r| r.figures().waiting(at(0))).expect("a list");
    assert_eq!(waiting(), [], "an event with nothing to decide is not told");
    for event in ["e1", "over"] {
        let mut row = person("Ana", "ana@example.org");
        row.id = format!("ana at {event}");
        let entry = Entry { status: RegistrantStatus::PendingApproval, guest_of: None };
        bench.store.write(|w| w.registrants().insert_as(event, &[row], &entry, at(0))).expect("a valid row");
    }
    let told: Vec<_> = waiting().into_iter().map(|one| (one.event_id, one.pending)).collect();
    assert_eq!(told, [("e1".to_owned(), 1)], "who waits for an event that is over waits in vain");
}

#[test]
fn a_search_goes_over_all_events() {
    let bench = bench_with("e1");
    let mut second = event("e2");
    second.title = "Éte à Ørsted".into();
    bench.store.write(|w| w.events().insert(&second, at(0))).expect("a second event");
    bench.register("e1", &[person("Søren Ærø", "soren@contoso.example")]);
    let mut again = person("Søren Ærø", "soren@contoso.example");
    again.id = "again".into();
    bench.register("e2", &[again]);
    bench.store.write(|w| w.messages().plan_many("e2", &[confirmation("again")], at(0))).expect("a message");
    let events = |query: &str| bench.store.read(|r| r.finds().events(query, at(0), 5)).expect("it reads");
    assert_eq!(events("orst ete").rows[0].id, "e2", "accents and order do not matter");
    assert_eq!(events("rsted").total, 0, "words are found from their first letter");
    assert_eq!(events("\"* ").total, 0, "no word finds nothing");
    let people = bench.store.read(|r| r.finds().people("soren", 5)).expect("it reads");
    let at_events: Vec<_> = people.rows.iter().map(|row| row.event_id.as_str()).collect();
    assert_eq!((at_events, people.total), (vec!["e1", "e2"], 2));
    let messages = bench.store.read(|r| r.finds().messages("aero contoso", 5)).expect("it reads");
    assert_eq!((messages.total, messages.rows[0].event_title.as_str()), (1, "Éte à Ørsted"));
}

#[test]
fn a_hundred_thousand_add_up_as_well() {
    let bench = bench_with("e1");
    fill(&bench, 100_000, 10_000);
    let (standing, came, left, origins, said, answered, messages) = bench
        .store
        .read(|r| {
            let f = r.figures();
            let said = f.said("e1", "meal")?;
            let sums = (f.standing("e1")?, f.came("e1")?, f.left("e1")?, f.origins("e1")?);
            Ok::<_, lectern_store::StoreError>((
                sums.0,
                sums.1,
                sums.2,
                sums.3,
                said,
                f.answered("e1", "why")?,
                f.messages("e1")?,
            ))
        })
        .expect("figures");
    let of = |status| listed(&bench, &with(status));
    assert_eq!(
        (standing.listed, standing.registered, standing.cancelled),
        (100_000, of(RegistrantStatus::Registered), of(RegistrantStatus::Cancelled))
    );
    assert_eq!(
        (came.as_slice(), left.as_slice()),
        (&[(at(0), 100_000)][..], &[(at(60), standing.cancelled)][..])
    );
    assert_eq!(origins.iter().map(|origin| origin.registered).sum::<u32>(), standing.registered);
    assert_eq!((said.iter().map(|said| said.listed).sum::<u32>(), answered), (10_000, 5_000));
    assert_eq!(messages.iter().map(|of| of.messages).sum::<u32>(), 100_000);
    let found = bench.store.read(|r| r.finds().people("guest", 5)).expect("people");
    assert_eq!(
        (found.rows.len(), found.total),
        (5, COUNTED),
        "the most frequent word is not counted to its end"
    );
    assert_eq!(bench.store.read(|r| r.finds().messages("guest", 5)).expect("messages").total, 100);
}
