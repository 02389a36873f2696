//! `lectern link` says of each link in the corpus what the contract says.

use std::path::Path;

use lectern_tests::{SHARED, Terminal, skipped};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_link_is_decided_as_in_the_contract() {
    let Ok(text) = std::fs::read_to_string(Path::new(SHARED).join("contracts/join-links.json")) else {
        return skipped("the corpus of links is not there");
    };
    let corpus: Value = serde_json::from_str(&text).expect("JSON");
    let home = tempfile::tempdir().expect("a folder");
    let terminal = Terminal::bare(home.path());
    let rows = corpus["rows"].as_array().expect("rows");
    assert!(rows.len() > 20, "the corpus is whole");
    for row in rows {
        let (id, url) = (&row["id"], row["url"].as_str().unwrap_or_default());
        let mut arguments = vec!["link"];
        if let Some(passcode) = row["passcode"].as_str() {
            arguments.extend(["--passcode", passcode]);
        }
        arguments.extend(["--", url]);
        let said = terminal.run(&arguments).await.json();
        for (name, expected) in row["expect"].as_object().expect("what is expected") {
            assert_eq!(&said[name], expected, "{id} {name}: {url}");
        }
        assert!(
            said["message"].as_str().is_some_and(|message| !message.is_empty()),
            "{id}: in words: {said}"
        );
    }
    assert!(!home.path().join(".local").exists(), "deciding about a link makes no profile");
}
