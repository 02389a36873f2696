//! A process that dies: what it committed is there, what it did not is not.

use std::path::Path;
use std::process::Command;

use lectern_store::{Store, StoreError};

use crate::fixture::{KEY, at, bench_with, event, person};

const FILE: &str = "LECTERN_STORE_CRASH_FILE";
const WHEN: &str = "LECTERN_STORE_CRASH_WHEN";

/// Not a test of its own: the body of the process that dies. Without the variables it does nothing.
#[test]
fn dying_process() {
    let (Ok(file), Ok(when)) = (std::env::var(FILE), std::env::var(WHEN)) else { return };
    let store = Store::open(Path::new(&file), &KEY, at(0)).expect("the store opens");
    let written: Result<(), StoreError> = store.write(|w| {
        w.events().insert(&event("e2"), at(0))?;
        let people: Vec<_> =
            (0..5_000).map(|n| person(&format!("Person {n}"), &format!("p{n}@example.org"))).collect();
        w.registrants().insert_many("e2", &people, at(0))?;
        if when == "before commit" {
            std::process::abort();
        }
        Ok(())
    });
    written.expect("the commit");
    std::process::abort();
}

fn die(path: &Path, when: &str) {
    let this = std::env::current_exe().expect("this test binary");
    let status = Command::new(this)
        .args(["--exact", "crash::dying_process"])
        .envs([(FILE, path.as_os_str()), (WHEN, when.as_ref())])
        .output()
        .expect("the process starts")
        .status;
    assert!(!status.success(), "the process had to die");
}

#[test]
fn what_was_not_committed_is_gone_and_what_was_is_there() {
    let bench = bench_with("e1");
    die(&bench.path, "before commit");
    let bench = bench.reopen();
    let listed = |id: &str| bench.store.read(|r| r.registrants().page(id, "", 0, 1)).map(|page| page.total);
    assert!(matches!(listed("e2"), Err(StoreError::NotFound { .. })), "half an import must not remain");
    die(&bench.path, "after commit");
    assert_eq!(
        listed("e2").expect("the event"),
        5_000,
        "what was reported as saved must survive the process"
    );
    assert_eq!(bench.store.check().expect("the check runs"), Vec::<String>::new());
}

#[test]
fn an_error_or_a_panic_inside_a_write_undoes_it() {
    let bench = bench_with("e1");
    let failed: Result<(), StoreError> = bench.store.write(|w| {
        w.events().insert(&event("e2"), at(0))?;
        Err(StoreError::NotFound { what: "reason", id: "to go on".into() })
    });
    assert!(failed.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), StoreError> = bench.store.write(|w| {
            w.events().insert(&event("e3"), at(0))?;
            panic!("in the middle")
        });
    }));
    assert!(panicked.is_err());
    let ids: Vec<_> =
        bench.store.read(|r| r.events().list()).expect("a list").into_iter().map(|e| e.id).collect();
    assert_eq!(ids, ["e1"], "a write is whole or not at all");
    bench
        .store
        .write(|w| w.events().insert(&event("e4"), at(0)))
        .expect("the writer is usable after a panic");
}
