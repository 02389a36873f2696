//! The search against the plainest one there is: fold, split, compare every row.

use lectern_domain::person_name::fold;
use lectern_store::registrants::NewRegistrant;
use proptest::prelude::*;

use crate::fixture::{bench_with, person};

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn naive(people: &[NewRegistrant], query: &str) -> Vec<String> {
    let wanted = words(query);
    let mut found: Vec<_> = people
        .iter()
        .filter(|row| {
            let all =
                [words(&row.name), words(&row.email), words(row.company.as_deref().unwrap_or(""))].concat();
            wanted.iter().all(|word| all.iter().any(|candidate| candidate.starts_with(word.as_str())))
        })
        .collect();
    found.sort_by_key(|row| (fold(&row.name), row.email_normalized.clone()));
    found.into_iter().map(|row| row.name.clone()).collect()
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[AÁÄÅaæÆøØßzZž]{1,4}( [A-Ca-cłŁéñ'\\-]{1,4}){0,2}",
        1 => "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{0,8}",
    ]
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[AáÅaæøßzbcłén]{1,3}( [abcz]{1,2})?", 1 => name(), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Rows come in batches and one by one, so that places are both dealt out and squeezed in.
    #[test]
    fn it_finds_what_a_plain_filter_finds_in_name_order(
        rows in prop::collection::vec((name(), prop::option::of(name()), any::<bool>()), 1..40),
        queries in prop::collection::vec(query(), 8),
    ) {
        let bench = bench_with("e1");
        let people: Vec<_> = rows
            .iter()
            .enumerate()
            .map(|(n, (name, company, _))| NewRegistrant { company: company.clone(), ..person(name, &format!("n{n}@x.y")) })
            .collect();
        let mut from = 0;
        for (n, (_, _, cut)) in rows.iter().enumerate() {
            if *cut || n + 1 == rows.len() {
                bench.register("e1", &people[from..=n]);
                from = n + 1;
            }
        }
        for query in queries {
            let page = bench.store.read(|r| r.registrants().page("e1", &query, 0, 5)).expect("a page");
            let expected = naive(&people, &query);
            prop_assert_eq!(page.matching as usize, expected.len(), "the number shown for {:?}", query);
            prop_assert_eq!(page.total as usize, people.len());
            let shown: Vec<_> = page.rows.into_iter().map(|row| row.name).collect();
            prop_assert_eq!(&shown[..], &expected[..expected.len().min(5)], "the first rows for {:?}", query);
        }
    }
}

#[test]
fn letters_are_found_without_their_marks_from_the_first_on() {
    let bench = bench_with("e1");
    let mut people = [
        person("Søren Ærø", "soren@contoso.example"),
        person("Łukasz Weiß", "lw@fabrikam.example"),
        person("Zoë Ångström", "zoe@contoso.example"),
    ];
    people[1].company = Some("Öresund Ltd".into());
    bench.register("e1", &people);
    for (query, found) in [
        ("s", vec!["Søren Ærø"]),
        ("AERO", vec!["Søren Ærø"]),
        ("weiss", vec!["Łukasz Weiß"]),
        ("l", vec!["Łukasz Weiß"]),
        ("ore", vec!["Łukasz Weiß"]),
        ("angs zo", vec!["Zoë Ångström"]),
        ("contoso", vec!["Søren Ærø", "Zoë Ångström"]),
        ("zoe@contoso.example", vec!["Zoë Ångström"]),
        ("öngstr", vec![]),
        ("\"* ORE", vec!["Łukasz Weiß"]),
    ] {
        assert_eq!(bench.names("e1", query), found, "searching {query:?}");
    }
    assert_eq!(bench.names("e1", "  ").len(), 3, "nothing typed finds everybody");
}

#[test]
fn a_list_typed_in_any_order_stays_in_order() {
    for order in ["ascending", "descending", "converging"] {
        let bench = bench_with("e1");
        let mut numbers: Vec<u32> = (0..300).collect();
        match order {
            "descending" => numbers.reverse(),
            // Always between the last two: the gap is halved every time.
            "converging" => numbers = (0..150).flat_map(|n| [n, 299 - n]).collect(),
            _ => {}
        }
        for n in numbers {
            bench.register("e1", &[person(&format!("Name {n:04}"), &format!("n{n}@example.org"))]);
        }
        let names = bench.names("e1", "na");
        assert_eq!(names.len(), 300, "{order}: making room must lose nobody");
        assert!(names.is_sorted(), "{order}: the list is in name order however it was typed");
        assert_eq!(bench.names("e1", ""), names, "{order}: with and without a query");
        assert_eq!(bench.names("e1", "0123"), ["Name 0123"], "{order}: who was moved is still found");
        assert_eq!(bench.store.check().expect("the check runs"), Vec::<String>::new());
    }
}

#[test]
fn a_crowd_fits_between_two_neighbours() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Aa", "a@example.org"), person("Zz", "z@example.org")]);
    for n in 0..45 {
        bench.register("e1", &[person(&format!("Mm {n:02}"), &format!("m{n}@example.org"))]);
    }
    let crowd: Vec<_> =
        (0..5_000).map(|n| person(&format!("Mm 44 {n:04}"), &format!("c{n}@example.org"))).collect();
    bench.register("e1", &crowd);
    let page = bench.store.read(|r| r.registrants().page("e1", "mm", 5_040, 50)).expect("a page");
    assert_eq!((page.matching, page.total), (5_045, 5_047));
    let names: Vec<_> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Mm 44 4995", "Mm 44 4996", "Mm 44 4997", "Mm 44 4998", "Mm 44 4999"]);
}
