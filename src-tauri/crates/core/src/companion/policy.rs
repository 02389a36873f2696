//! The content security policy of every page that can hold a call: the companion's, and the window's own in
//! `tauri.conf.json`, which a test holds to the same table. `policy.json` names for each source what showed that it is
//! needed, and what was left out; `tests/desktop/real-adapter.test.mjs` shows it with the calling SDK.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    directive: String,
    source: String,
    /// Who sends it; `None`: the window and the companion.
    by: Option<String>,
}

static HEADER: LazyLock<String> = LazyLock::new(|| {
    let table: Table = serde_json::from_str(include_str!("policy.json")).expect("its own test reads it");
    let mut directives: Vec<(&str, Vec<&str>)> = Vec::new();
    for entry in table.entries.iter().filter(|entry| entry.by.is_none()) {
        match directives.last_mut() {
            Some((name, sources)) if *name == entry.directive => sources.push(&entry.source),
            _ => directives.push((&entry.directive, vec![&entry.source])),
        }
    }
    let told: Vec<String> =
        directives.iter().map(|(name, sources)| format!("{name} {}", sources.join(" "))).collect();
    told.join("; ")
});

/// `default-src 'none'; …`, sources in the table's order.
pub fn header() -> &'static str {
    &HEADER
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    const WINDOW: &str = include_str!("../../../../../tauri.conf.json");

    type Policy = BTreeSet<(String, String)>;

    fn split(name: &str, sources: &str) -> Vec<(String, String)> {
        sources.split_whitespace().map(|source| (name.to_owned(), source.to_owned())).collect()
    }

    fn rows(by: &[Option<&str>]) -> Policy {
        let table: Table = serde_json::from_str(include_str!("policy.json")).expect("the table");
        let wanted = table.entries.into_iter().filter(|entry| by.contains(&entry.by.as_deref()));
        wanted.map(|entry| (entry.directive, entry.source)).collect()
    }

    #[test]
    fn every_source_of_either_policy_has_its_row_and_every_row_is_in_a_policy() {
        let configured: Value = serde_json::from_str(WINDOW).expect("the configuration");
        let window: Policy = configured["app"]["security"]["csp"]
            .as_object()
            .expect("its policy")
            .iter()
            .flat_map(|(name, sources)| split(name, sources.as_str().unwrap_or_default()))
            .collect();
        assert_eq!(window, rows(&[None, Some("window")]), "an entry that nobody can account for goes");
        let parts: Vec<&str> = header().split("; ").collect();
        let companion: Policy = parts
            .iter()
            .filter_map(|part| part.split_once(' '))
            .flat_map(|(name, sources)| split(name, sources))
            .collect();
        assert_eq!(companion, rows(&[None]), "a host that one refuses, a call does without in the other");
        let names: BTreeSet<&str> = parts.iter().filter_map(|part| part.split(' ').next()).collect();
        assert_eq!(names.len(), parts.len(), "of a directive that is named twice, a browser reads the first");
        let all = rows(&[None, Some("window"), Some("tauri")]);
        let table: Value = serde_json::from_str(include_str!("policy.json")).expect("the table");
        assert_eq!(
            table["entries"].as_array().map(Vec::len),
            Some(all.len()),
            "one row each, of known senders"
        );
    }

    #[test]
    fn no_script_comes_from_text_or_from_elsewhere_and_each_row_says_why() {
        let scripts: Vec<String> = rows(&[None, Some("window")])
            .into_iter()
            .filter_map(|(directive, source)| (directive == "script-src").then_some(source))
            .collect();
        assert_eq!(scripts, ["'self'"], "the calling SDK was seen to need no more");
        let table: Value = serde_json::from_str(include_str!("policy.json")).expect("the table");
        for row in table["entries"].as_array().expect("rows") {
            for told in ["why", "evidence"] {
                assert!(row[told].as_str().is_some_and(|text| text.len() > 5), "{row} lacks its {told}");
            }
        }
    }
}
