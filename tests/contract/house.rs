//! Rules of the house that no compiler knows.

use std::fs;
use std::path::{Path, PathBuf};

/// Where hand-written source is.
const SOURCES: &[&str] = &["src-tauri", "tests", "ui/src", "ui/test", "scripts"];
const ENDINGS: &[&str] = &["rs", "ts", "tsx", "mjs", "css", "sql", "py", "c"];
const LONGEST: usize = 500;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != "node_modules" && entry.file_name() != "bindings" {
                sources(&path, found);
            }
        } else if path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| ENDINGS.contains(&ending))
        {
            found.push(path);
        }
    }
}

pub(crate) fn every_source() -> Vec<(String, String)> {
    let root = crate::root();
    let mut found = Vec::new();
    for folder in SOURCES {
        sources(&root.join(folder), &mut found);
    }
    assert!(found.len() > 50, "only {} source files found: the folders of this test are wrong", found.len());
    found
        .into_iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).ok()?;
            Some((name, text))
        })
        .collect()
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let long: Vec<String> = every_source()
        .iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|&(_, lines)| lines > LONGEST)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "files stop at {LONGEST} lines; split these:\n{}", long.join("\n"));
}

/// A test may measure how long something took; what the programs do must not depend on it. clippy cannot tell
/// the two apart, so this does.
#[test]
fn no_program_reads_a_clock_that_tests_cannot_set() {
    let guilty: Vec<String> = every_source()
        .into_iter()
        .filter(|(name, _)| {
            name.contains("/src/") && Path::new(name).extension().is_some_and(|ending| ending == "rs")
        })
        .filter(|(_, text)| text.contains("std::time::Instant") || text.contains("time::{Duration, Instant}"))
        .map(|(name, _)| name)
        .collect();
    assert!(
        guilty.is_empty(),
        "use tokio::time::Instant, which a test can pause, in:\n{}",
        guilty.join("\n")
    );
}
