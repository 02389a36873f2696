//! Every row of the corpus, and what holds for links that are in no corpus.

use std::fs;
use std::path::Path;

use lectern_domain::join_link::{self, JoinTarget, Verdict, decide, redact};
use proptest::prelude::*;
use serde_json::Value;

use crate::link_invariants;

fn check(corpus: &str, source: &str) {
    let corpus: Value = serde_json::from_str(corpus).expect("the corpus is JSON");
    let rows = corpus["rows"].as_array().expect("rows");
    let wrong: Vec<String> = rows.iter().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{source}: people would be sent wrong\n{}", wrong.join("\n"));
    assert!(!rows.is_empty(), "{source} has no rows");
}

fn difference(row: &Value) -> Option<String> {
    let url = row["url"].as_str().expect("a url");
    let decision = decide(url, row["passcode"].as_str());
    let mut actual = serde_json::to_value(&decision).expect("plain data");
    let message = actual.as_object_mut().expect("an object").remove("message");
    let said = message.and_then(|text| text.as_str().map(str::len)).unwrap_or(0);
    let differs = actual != row["expect"] || said < 20;
    differs.then(|| {
        format!("{} ({})\n  expected {}\n  actual   {actual}", row["id"], row["note"], row["expect"])
    })
}

#[test]
fn our_own_rows() {
    check(include_str!("../fixtures/join-links.json"), "fixtures/join-links.json");
}

/// Links as they come from outside and in no contract: wrapped twice, cut, forged. Each row says why.
#[test]
fn rows_of_what_the_contract_does_not_name() {
    let corpus = include_str!("../fixtures/strange-links.json");
    check(corpus, "fixtures/strange-links.json");
    let corpus: Value = serde_json::from_str(corpus).expect("the corpus is JSON");
    for row in corpus["rows"].as_array().expect("rows") {
        let (url, why) = (row["url"].as_str().expect("a url"), row["why"].as_str().unwrap_or_default());
        assert!(why.len() > 10, "{} does not say why", row["id"]);
        link_invariants::of_a_link(url, row["passcode"].as_str());
        link_invariants::of_a_deep_link(url);
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "a skipped test must be seen")]
fn the_shared_corpus() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/contracts/join-links.json");
    match fs::read_to_string(path) {
        Ok(corpus) => check(&corpus, "the shared corpus"),
        Err(_) => println!("skipped: the shared corpus of join links is not here; our own rows are tested"),
    }
}

/// Pieces of real links, put together in any order.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "https://",
        "http://",
        "msteams:",
        "lectern://join?link=",
        "teams.microsoft.com",
        "gov.teams.microsoft.us",
        "teams.live.com",
        "nam06.safelinks.protection.outlook.com/?url=",
        "evil.test",
        "@",
        ":443",
        ".",
        "/",
        "//",
        "/_#",
        "/v2/?meetingjoin=true#",
        "/dl/launcher/launcher.html?url=",
        "/meet/",
        "2345678901234",
        "?p=",
        "AbC",
        "&amp;",
        "&",
        "/l/meetup-join/",
        "19:meeting_a@thread.v2",
        "19%3ax%40thread.tacv2",
        "/0",
        "?context=",
        "%2F",
        "%3F",
        "%",
        "\\",
        "\t",
        "%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%7d",
    ];
    prop_oneof![4 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_decided_and_only_known_hosts_are_opened(text in "\\PC{0,200}") {
        link_invariants::of_a_link(&text, None);
    }

    #[test]
    fn pieces_of_links_in_any_order(parts in proptest::collection::vec(piece(), 0..12)) {
        link_invariants::of_a_link(&parts.concat(), Some("p4ss"));
    }

    #[test]
    fn every_passcode_reaches_the_meeting_unchanged(id in "[0-9]{1,15}", passcode in "[ -~]{1,24}") {
        let passcode = passcode.trim();
        prop_assume!(!passcode.is_empty());
        let link = format!("https://teams.microsoft.com/meet/{id}");
        let aside = decide(&link, Some(passcode));
        let open = aside.open.clone().expect("an https link");
        prop_assert_eq!(decide(&open, None), aside.clone(), "aside or inside the link, it is one passcode");
        match aside.target.clone().expect("a target") {
            JoinTarget::MeetingLink { meeting_link } => {
                prop_assert!(passcode.bytes().all(|byte| byte.is_ascii_alphanumeric()));
                prop_assert_eq!(meeting_link, format!("{link}?p={passcode}"));
            }
            JoinTarget::MeetingId { meeting_id, passcode: sent } => {
                prop_assert_eq!((meeting_id, sent.as_deref()), (id.clone(), Some(passcode)));
            }
        }
    }
}

#[test]
fn debug_output_keeps_the_way_in_to_itself() {
    let long = "https://teams.microsoft.com/l/meetup-join/19:meeting_a@thread.v2/0?context=%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%7d";
    for input in [
        "https://teams.microsoft.com/meet/234?p=S3cret9",
        "https://teams.microsoft.com/meet/234?p=S3cret9%2B",
        long,
    ] {
        let shown = format!("{:?} {}", decide(input, None), redact(input));
        assert!(
            !shown.contains("S3cret9") && !shown.contains("Tid") && shown.contains("<redacted>"),
            "{shown}"
        );
    }
}

#[test]
fn a_hostile_length_is_refused_at_once() {
    let long = format!("https://teams.microsoft.com/meet/{}", "1".repeat(join_link::MAX_BYTES));
    assert_eq!(decide(&long, None).verdict, Verdict::Refuse);
    let just_fits = &long[..join_link::MAX_BYTES];
    assert_eq!(decide(just_fits, None).verdict, Verdict::Embed);
}
