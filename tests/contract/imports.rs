//! Who may import whom, as the workspace's manifests say it. ARCHITECTURE.md explains the table.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

const SHELL: &str = "lectern-desktop";
const TESTS: &str = "lectern-tests";
/// What the bench measures the shell against: a window with nothing of ours in it.
const EMPTY_WINDOW: &str = "lectern-empty-window";

/// Member → the members that it may depend on, for any purpose: its own tests are held to the same walls.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    (SHELL, &["lectern-core", "lectern-domain", "lectern-sandbox", "lectern-service"]),
    ("lectern-core", &["lectern-domain", "lectern-microsoft", "lectern-store"]),
    ("lectern-service", &["lectern-core", "lectern-domain"]),
    ("lectern-cli", &["lectern-core", "lectern-domain", "lectern-sandbox", "lectern-service"]),
    ("lectern-store", &["lectern-domain"]),
    ("lectern-domain", &[]),
    ("lectern-microsoft", &[]),
    ("lectern-sandbox", &[]),
    (EMPTY_WINDOW, &[]),
];

/// Packages of others that stay behind one wall, and whose they are.
const RESERVED: &[(&str, &[&str])] = &[
    ("tauri", &[SHELL, EMPTY_WINDOW]),
    ("rusqlite", &["lectern-store", TESTS]),
    ("keyring", &["lectern-core"]),
    ("oauth2", &["lectern-microsoft"]),
    ("lettre", &["lectern-core"]),
];

/// What a crate without I/O has no use for.
const NOT_IN_DOMAIN: &[&str] = &["tokio", "reqwest", "hyper", "axum", "rusqlite", "getrandom", "tracing"];

struct Member {
    name: String,
    imports: BTreeSet<String>,
}

fn members() -> Vec<Member> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(crate::root())
        .output()
        .expect("cargo runs this test, so it can be run");
    assert!(told.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).expect("cargo metadata prints JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&told["packages"])
        .iter()
        .map(|package| Member {
            name: text(&package["name"]),
            imports: list(&package["dependencies"])
                .iter()
                .map(|dependency| text(&dependency["name"]))
                .collect(),
        })
        .collect()
}

fn is_ours(name: &str) -> bool {
    name.starts_with("lectern-")
}

#[test]
fn every_member_imports_only_whom_it_may() {
    let members = members();
    assert!(
        members.len() >= 8,
        "cargo metadata lists only {} members: is this the workspace's root?",
        members.len()
    );
    for Member { name, imports } in &members {
        let ours: Vec<_> = imports.iter().filter(|import| is_ours(import)).collect();
        if name == TESTS {
            assert!(
                !ours.iter().any(|&import| import == SHELL),
                "the tests reach the shell by its window only"
            );
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(member, _)| member == name) else {
            panic!("{name} is new: say in this table, and in ARCHITECTURE.md, whom it may import");
        };
        for import in ours {
            assert!(
                allowed.contains(&import.as_str()),
                "{name} must not import {import}: a wall of the house would fall (allowed: {allowed:?})"
            );
        }
    }
}

#[test]
fn what_is_reserved_stays_behind_its_wall() {
    for Member { name, imports } in &members() {
        for import in imports {
            let family = |package: &str| import == package || import.starts_with(&format!("{package}-"));
            for (package, owners) in RESERVED {
                assert!(
                    !family(package) || owners.contains(&name.as_str()),
                    "{name} imports {import}, which only {owners:?} may know"
                );
            }
        }
        if name == "lectern-domain" {
            let found: Vec<_> = NOT_IN_DOMAIN.iter().filter(|&&package| imports.contains(package)).collect();
            assert!(found.is_empty(), "the domain is pure, but imports {found:?}");
        }
    }
}
