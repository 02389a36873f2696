//! Opening: new, old, newer, foreign, damaged; and what lies on the disk.

use std::fs;

use lectern_store::{Store, StoreError};

use crate::fixture::{KEY, at, bench, bench_with, event, person, refused};

#[test]
fn what_is_written_is_there_after_opening_again() {
    let bench = bench_with("e1").reopen();
    let titles: Vec<_> =
        bench.store.read(|r| r.events().list()).expect("a list").into_iter().map(|e| e.title).collect();
    assert_eq!(titles, ["Reading group"], "a restart must lose nothing");
    assert_eq!(bench.store.check().expect("the check runs"), Vec::<String>::new());
}

#[test]
fn a_wrong_key_is_told_from_damage_and_changes_nothing() {
    let bench = bench_with("e1");
    let error = refused(Store::open(&bench.path, &[8; 32], at(0)));
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
    assert!(error.to_string().contains("desk.db"), "the message names the file: {error}");
    assert_eq!(bench.reopen().store.read(|r| r.events().list()).expect("a list").len(), 1);
}

#[test]
fn a_plain_database_is_not_taken_for_ours() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("desk.db");
    let plain = rusqlite::Connection::open(&path).expect("a plain file");
    plain.execute_batch("CREATE TABLE t (a)").expect("a table");
    assert!(matches!(refused(Store::open(&path, &KEY, at(0))), StoreError::WrongKey { .. }));
}

#[test]
fn a_newer_file_is_refused_untouched() {
    let bench = bench();
    let connection = raw(&bench.path);
    connection.pragma_update(None, "user_version", 99).expect("a version from the future");
    drop(connection);
    match refused(Store::open(&bench.path, &KEY, at(0))) {
        StoreError::Newer { found: 99, known, .. } => assert!(known < 99),
        other => panic!("an older build must not write into a newer file: {other:?}"),
    }
    let version: u32 =
        raw(&bench.path).pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!(version, 99);
}

#[test]
fn a_damaged_page_is_reported_as_damage() {
    let bench = bench_with("e1");
    let people: Vec<_> =
        (0..2_000).map(|n| person(&format!("Person {n}"), &format!("p{n}@example.org"))).collect();
    bench.register("e1", &people);
    let (path, folder) = (bench.path.clone(), bench.folder);
    drop(bench.store);
    let mut bytes = fs::read(&path).expect("the file");
    let length = bytes.len();
    assert!(length > 100_000, "closing moves everything into the one file, {length} bytes");
    bytes[8_192..].iter_mut().step_by(512).for_each(|byte| *byte ^= 0x55);
    fs::write(&path, bytes).expect("write access");
    let error = Store::open(&path, &KEY, at(0))
        .and_then(|store| store.read(|r| r.registrants().page("e1", "p", 0, 50)));
    assert!(matches!(refused(error), StoreError::Corrupt { .. }), "damage must not look like an empty list");
    drop(folder);
}

#[test]
fn nothing_on_the_disk_can_be_read_without_the_key() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Grandezza Unverschlüsselt", "grandezza@example.org")]);
    let copy = bench.folder.path().join("copy.db");
    bench.store.backup_to(&copy).expect("a backup");
    let mut files = 0;
    for entry in fs::read_dir(bench.folder.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("the file");
        for needle in ["Grandezza", "grandezza", "SQLite format", "Reading group"] {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            assert!(!found, "{needle:?} lies open in {}: laptops get lost", path.display());
        }
        files += 1;
    }
    assert!(files >= 3, "the file, its log and the backup were looked at, {files} files");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let bench = bench_with("e1");
    bench.store.backup_to(&bench.folder.path().join("copy.db")).expect("a backup");
    for entry in fs::read_dir(bench.folder.path()).expect("the folder") {
        let entry = entry.expect("an entry");
        let mode = entry.metadata().expect("its rights").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{} is open to others on this machine", entry.path().display());
    }
}

#[test]
fn a_backup_is_a_whole_store_under_the_same_key() {
    let bench = bench_with("e1");
    bench.register("e1", &[person("Ana", "ana@example.org")]);
    let copy = bench.folder.path().join("copy.db");
    bench.store.backup_to(&copy).expect("a backup");
    bench.store.write(|w| w.events().insert(&event("later"), at(1))).expect("a later event");
    bench.store.backup_to(&copy).expect("a backup over the old one");
    let restored = Store::open(&copy, &KEY, at(2)).expect("the copy opens");
    assert_eq!(restored.read(|r| r.events().list()).expect("a list").len(), 2);
    assert_eq!(restored.read(|r| r.registrants().page("e1", "an", 0, 9)).expect("a page").matching, 1);
    assert!(matches!(refused(Store::open(&copy, &[8; 32], at(2))), StoreError::WrongKey { .. }));
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let error = refused(Store::open(&folder.path().join("gone/desk.db"), &KEY, at(0)));
    assert!(matches!(error, StoreError::Unreachable { .. }) && error.to_string().contains("gone"), "{error}");
}

fn raw(path: &std::path::Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    let key = "07".repeat(KEY.len());
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).expect("the key is taken");
    connection
}

/// Many desks of one process open and close at once, as in a test run or beside an import's connection. The cipher's
/// library keeps state for all of them.
#[test]
fn many_files_open_and_close_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::thread::scope(|scope| {
        for one in 0..8 {
            let folder = folder.path();
            scope.spawn(move || {
                for round in 0..2 {
                    let path = folder.join(format!("desk-{one}-{round}.db"));
                    let store = Store::open(&path, &KEY, at(0));
                    store.unwrap_or_else(|error| panic!("{one}, round {round}: {error:?}"));
                }
            });
        }
    });
}
