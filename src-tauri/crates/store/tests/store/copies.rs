//! Whole copies under another key, and back in the place of what is there.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use lectern_store::accounts::AccountRecord;
use lectern_store::{Pages, Store, StoreError};

use crate::fixture::{KEY, at, bench_with, event, person, refused};

const OTHER: [u8; 32] = [9; 32];
const INTO: &str = "LECTERN_STORE_REPLACE";
const FROM: &str = "LECTERN_STORE_REPLACE_FROM";
const PEOPLE: usize = 20_000;

fn crowd(store: &Store, event_id: &str) {
    let people: Vec<_> =
        (0..PEOPLE).map(|n| person(&format!("Person {n}"), &format!("p{n}@example.org"))).collect();
    store.write(|w| w.registrants().insert_many(event_id, &people, at(0)).map(drop)).expect("a crowd");
}

fn titles(store: &Store) -> Vec<String> {
    let events = store.read(|r| r.events().list()).expect("a list");
    events.into_iter().map(|event| event.id).collect()
}

#[test]
fn a_copy_that_leaves_opens_with_its_own_key_and_signs_nobody_in() {
    let bench = bench_with("e1");
    let token = b"a token that was rotated away, or is good".to_vec();
    let account = AccountRecord {
        user_id: "u".into(),
        tenant_id: "t".into(),
        username: "events@contoso.example".into(),
        display_name: "Events".into(),
        refresh_token_sealed: Some(token.clone()),
        access_tokens_sealed: Some(token.clone()),
        needs_sign_in: false,
        signed_in_at: at(0),
    };
    bench.store.write(|w| w.accounts().put(&account)).expect("signed in");
    let target = bench.folder.path().join("copy.db");
    bench.store.export_to(&target, &OTHER, Pages::untold()).expect("a copy");
    assert!(matches!(refused(Store::open(&target, &KEY, at(0))), StoreError::WrongKey { .. }));
    let copy = Store::open(&target, &OTHER, at(0)).expect("its own key");
    assert_eq!(titles(&copy), ["e1"]);
    let found = copy.read(|r| r.accounts().get()).expect("the account").expect("whose it is stays told");
    assert!(found.refresh_token_sealed.is_none() && found.access_tokens_sealed.is_none());
    assert!(found.needs_sign_in, "who brings a copy back signs in");
    assert_eq!(copy.check().expect("the check runs"), Vec::<String>::new());
    let here = bench.store.read(|r| r.accounts().get()).expect("the account").expect("still here");
    assert_eq!(here.refresh_token_sealed, Some(token), "the sign-in here goes on");
}

#[test]
fn what_is_put_in_place_is_seen_by_whoever_has_the_file_open() {
    let (bench, other) = (bench_with("e1"), bench_with("e2"));
    crowd(&other.store, "e2");
    let copy = other.folder.path().join("copy.db");
    other.store.export_to(&copy, &OTHER, Pages::untold()).expect("a copy");
    let beside = Store::open(&bench.path, &KEY, at(0)).expect("the terminal has it open too");
    assert_eq!(titles(&beside), ["e1"]);
    bench.store.replace_with(&copy, &OTHER, Pages::untold()).expect("put in place");
    for store in [&bench.store, &beside] {
        assert_eq!(titles(store), ["e2"], "every process goes on with what is there now");
    }
    beside.write(|w| w.events().insert(&event("e3"), at(1)).map(drop)).expect("and writes into it");
    assert_eq!(titles(&bench.reopen().store), ["e2", "e3"], "still under this profile's key");
}

#[test]
fn a_replacement_that_is_stopped_changes_nothing() {
    let (bench, other) = (bench_with("e1"), bench_with("e2"));
    crowd(&other.store, "e2");
    let stop = AtomicBool::new(false);
    let pages = Pages { told: &|_, _| stop.store(true, Ordering::Relaxed), stop: &stop };
    let stopped = bench.store.replace_with(&other.path, &KEY, pages).expect_err("stopped on the way");
    assert!(matches!(stopped, StoreError::Stopped), "{stopped:?}");
    assert_eq!(titles(&bench.store), ["e1"]);
    bench
        .store
        .write(|w| w.events().insert(&event("e3"), at(1)).map(drop))
        .expect("and it can be worked with");
}

/// Not a test of its own: the body of the process that dies in the middle. Without the variables it does nothing.
#[test]
fn dying_replacement() {
    let (Ok(into), Ok(from)) = (std::env::var(INTO), std::env::var(FROM)) else { return };
    let store = Store::open(Path::new(&into), &KEY, at(0)).expect("the store opens");
    let stop = AtomicBool::new(false);
    let pages = Pages {
        told: &|done, total| {
            if done * 2 > total {
                std::process::abort()
            }
        },
        stop: &stop,
    };
    store.replace_with(Path::new(&from), &KEY, pages).expect("it does not come to this");
}

#[test]
fn a_process_that_dies_in_the_middle_leaves_what_was_there() {
    let (bench, other) = (bench_with("e1"), bench_with("e2"));
    crowd(&other.store, "e2");
    let this = std::env::current_exe().expect("this test binary");
    let status = Command::new(this)
        .args(["--exact", "copies::dying_replacement"])
        .envs([(INTO, bench.path.as_os_str()), (FROM, other.path.as_os_str())])
        .output()
        .expect("the process starts")
        .status;
    assert!(!status.success(), "the process had to die");
    let bench = bench.reopen();
    assert_eq!(titles(&bench.store), ["e1"], "half a copy is none");
    assert_eq!(bench.store.check().expect("the check runs"), Vec::<String>::new());
}
