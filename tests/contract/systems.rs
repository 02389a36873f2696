//! Windows and macOS cannot be run where Lectern is built: what is only theirs stands in files of its own, and
//! ARCHITECTURE.md names each of them.

use std::collections::BTreeSet;
use std::path::Path;

use super::house::every_source;

const HEADING: &str = "## Not run here";

/// The files that ARCHITECTURE.md names in the rows of its table.
fn named() -> BTreeSet<String> {
    let text = std::fs::read_to_string(crate::root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let section = text.split_once(HEADING).unwrap_or_else(|| panic!("no “{HEADING}” in ARCHITECTURE.md")).1;
    let section = section.split("\n## ").next().unwrap_or_default();
    let first_cell = |row: &str| row.strip_prefix("| `")?.split_once('`').map(|(file, _)| file.to_owned());
    section.lines().filter_map(first_cell).collect()
}

/// Whether a condition holds on Linux, and whether it asks for a system at all. What else it asks for counts as true.
fn on_linux(condition: &str) -> (bool, bool) {
    let condition = condition.trim();
    let inner = |name: &str| condition.strip_prefix(name)?.strip_suffix(')');
    if let Some(inner) = inner("not(") {
        let (holds, asks) = on_linux(inner);
        return (!holds || !asks, asks);
    }
    for (name, all) in [("all(", true), ("any(", false)] {
        let Some(inner) = inner(name) else { continue };
        let parts: Vec<(bool, bool)> = split(inner).iter().map(|part| on_linux(part)).collect();
        let holds = |&(holds, _): &(bool, bool)| holds;
        let holds = if all { parts.iter().all(holds) } else { parts.iter().any(holds) };
        return (holds, parts.iter().any(|&(_, asks)| asks));
    }
    match condition.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
        Some(("target_os", system)) => (system == "\"linux\"", true),
        Some(("target_family", family)) => (family == "\"unix\"", true),
        _ => (condition != "windows", matches!(condition, "unix" | "windows")),
    }
}

/// Parts between commas that no bracket encloses.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

struct Found {
    /// Files that stand behind a condition which is false on Linux.
    gated: BTreeSet<String>,
    problems: Vec<String>,
}

/// Reads the attributes of one file: `#[cfg(…)]` and `#[cfg_attr(…, path = "…")]`, one a line, as rustfmt writes them.
fn read(name: &str, text: &str, found: &mut Found) {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (at, line) in lines.iter().enumerate() {
        let problem = |what: &str| format!("{name}:{}: {what}: {line}", at + 1);
        if line.split_once("cfg!(").is_some_and(|(_, rest)| {
            ["target_os", "windows", "unix", "target_family"].iter().any(|system| rest.contains(system))
        }) {
            found.problems.push(problem("a system is asked for in the middle of the code"));
        }
        let Some(attribute) = ["#[cfg(", "#[cfg_attr(", "#![cfg(", "#![cfg_attr("]
            .iter()
            .find_map(|start| line.strip_prefix(start)?.strip_suffix(")]"))
        else {
            continue;
        };
        let parts = split(attribute);
        let (holds, asks) = on_linux(parts[0]);
        if holds || !asks {
            continue;
        }
        let item = lines[at + 1..].iter().find(|next| !next.starts_with("#["));
        let module =
            item.and_then(|item| item.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
        let path = |attribute: &str| Some(attribute.split_once("path = \"")?.1.split_once('"')?.0.to_owned());
        let own = path(attribute).or_else(|| {
            lines[at + 1..].iter().take_while(|next| next.starts_with("#[path")).find_map(|next| path(next))
        });
        match (module, own) {
            (Some(_), Some(own)) => {
                let folder = Path::new(name).parent().unwrap_or(Path::new(""));
                found.gated.insert(folder.join(own).to_string_lossy().into_owned());
            }
            _ => found.problems.push(problem("this is for another system, and in a file for all")),
        }
    }
}

fn found(sources: &[(String, String)]) -> Found {
    let named = named();
    let mut found = Found { gated: BTreeSet::new(), problems: Vec::new() };
    for (name, text) in sources {
        if Path::new(name).extension().is_some_and(|ending| ending == "rs") && !named.contains(name) {
            read(name, text, &mut found);
        }
    }
    found
}

#[test]
fn what_cannot_run_here_stands_in_files_that_are_named() {
    let named = named();
    let Found { gated, problems } = found(&every_source());
    assert!(
        problems.is_empty(),
        "code that no test here runs hides in these; give it a file of its own, behind `mod`, with its path said:\n{}",
        problems.join("\n")
    );
    let code: BTreeSet<String> =
        named.iter().filter(|file| Path::new(file).extension().is_some_and(|e| e == "rs")).cloned().collect();
    assert_eq!(gated, code, "“{HEADING}” in ARCHITECTURE.md names exactly what no test here runs");
    for file in &named {
        assert!(crate::root().join(file).is_file(), "{file} is named in ARCHITECTURE.md and is not there");
    }
    for file in &code {
        let text = std::fs::read_to_string(crate::root().join(file)).expect("it is there");
        assert!(
            text.lines().next().is_some_and(|line| line.contains("(not run here)")),
            "{file}: whoever opens it must see that nobody has run it"
        );
    }
}

#[test]
fn the_reader_of_conditions_finds_what_is_hidden() {
    for (condition, holds, asks) in [
        ("unix", true, true),
        ("windows", false, true),
        ("test", true, false),
        ("not(debug_assertions)", true, false),
        ("target_os = \"macos\"", false, true),
        ("not(target_os = \"macos\")", true, true),
        ("not(target_os = \"linux\")", false, true),
        ("any(target_os = \"linux\", all(debug_assertions, windows))", true, true),
        ("all(unix, not(target_os = \"macos\"))", true, true),
        ("all(test, not(unix))", false, true),
    ] {
        assert_eq!(on_linux(condition), (holds, asks), "{condition}");
    }
    let hidden = |text: &str| {
        let mut found = Found { gated: BTreeSet::new(), problems: Vec::new() };
        read("src/a.rs", text, &mut found);
        (found.gated.into_iter().collect::<Vec<_>>(), found.problems.len())
    };
    assert_eq!(hidden("#[cfg(windows)]\nfn f() {}\n"), (vec![], 1), "a function");
    // In two pieces, since this file is read too.
    assert_eq!(hidden(concat!("    if cfg", "!(target_os = \"macos\") {\n")), (vec![], 1), "a branch");
    assert_eq!(hidden("#[cfg(windows)]\nmod b {\n"), (vec![], 1), "a module in the same file");
    assert_eq!(
        hidden("#[cfg(windows)]\n#[path = \"a/w.rs\"]\nmod b;\n"),
        (vec!["src/a/w.rs".to_owned()], 0),
        "a file of its own is named"
    );
    assert_eq!(
        hidden(
            "#[cfg_attr(not(target_os = \"linux\"), path = \"a/o.rs\")]\n#[cfg_attr(target_os = \"linux\", path = \"a/l.rs\")]\nmod b;\n"
        ),
        (vec!["src/a/o.rs".to_owned()], 0),
        "the one that runs here is not"
    );
}
