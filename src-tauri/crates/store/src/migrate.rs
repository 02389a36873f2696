//! Brings a file to the schema that this build knows: numbered steps, one transaction each, a backup first.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use crate::backup;
use crate::db::At;
use crate::error::StoreError;

/// Never edited once released; the next one is appended.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_start.sql"),
    include_str!("../migrations/0002_event_owner.sql"),
    include_str!("../migrations/0003_event_notices.sql"),
    include_str!("../migrations/0004_ticket_identities.sql"),
    include_str!("../migrations/0005_event_allowed.sql"),
    include_str!("../migrations/0006_move_messages.sql"),
    include_str!("../migrations/0007_calendar.sql"),
    include_str!("../migrations/0008_registration.sql"),
    include_str!("../migrations/0009_virtual_events.sql"),
    include_str!("../migrations/0010_bulk.sql"),
    include_str!("../migrations/0011_privacy.sql"),
    include_str!("../migrations/0012_enrolling.sql"),
    include_str!("../migrations/0013_webinar_registrations.sql"),
    include_str!("../migrations/0014_made_in_teams.sql"),
    include_str!("../migrations/0015_service.sql"),
    include_str!("../migrations/0016_around_the_clock.sql"),
    include_str!("../migrations/0017_passes.sql"),
    include_str!("../migrations/0018_publishing.sql"),
    include_str!("../migrations/0019_pages.sql"),
    include_str!("../migrations/0020_commands.sql"),
    include_str!("../migrations/0021_desks.sql"),
    include_str!("../migrations/0022_notices.sql"),
];

pub(crate) fn migrate(
    connection: &mut Connection,
    path: &Path,
    key: &[u8; 32],
    migrations: &[&str],
    now: Timestamp,
) -> Result<(), StoreError> {
    let found = version(connection, path)?;
    let known = u32::try_from(migrations.len()).expect("a handful of migrations");
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    for (to, sql) in (1..).zip(migrations).skip_while(|(to, _)| *to <= found) {
        let first = to == found + 1 && found > 0;
        apply(connection, path, to, sql, now, || {
            if first { backup::copy(path, &backup_path(path, to), key) } else { Ok(()) }
        })?;
    }
    Ok(())
}

/// `<file>.before-<n>`: the data as it was before step n.
pub(crate) fn backup_path(path: &Path, step: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{step}"));
    name.into()
}

fn version(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| StoreError::from_sqlite(path, &error))
}

/// The window and the terminal may start together. The backup is therefore taken under the write lock: whoever comes
/// second finds the step done and must not put the moved data in the backup's place.
fn apply(
    connection: &mut Connection,
    path: &Path,
    to: u32,
    sql: &str,
    now: Timestamp,
    back_up: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::from_sqlite(path, &error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    if version(&transaction, path)? >= to {
        return Ok(());
    }
    back_up()?;
    transaction.execute_batch(sql).map_err(fail)?;
    transaction
        .execute("INSERT INTO schema_history (version, applied_at) VALUES (?1, ?2)", params![to, At(now)])
        .map_err(fail)?;
    transaction.pragma_update(None, "user_version", to).map_err(fail)?;
    transaction.commit().map_err(fail)?;
    tracing::info!(schema = to, "the store moved to a new schema");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, connection};

    const KEY: [u8; 32] = [1; 32];
    const NEXT: &str = "ALTER TABLE settings ADD COLUMN note TEXT; UPDATE settings SET note = 'moved';";

    fn versions(store: &Store) -> Vec<u32> {
        store.read(|r| r.settings().get("versions")).ok().flatten().unwrap_or_default()
    }

    fn here() -> u32 {
        u32::try_from(MIGRATIONS.len()).expect("a handful of migrations")
    }

    #[test]
    fn a_step_is_preceded_by_a_backup_that_opens() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("desk.db");
        let store = Store::open(&path, &KEY, Timestamp::UNIX_EPOCH).expect("a new store");
        store.write(|w| w.settings().set("versions", &[1])).expect("a row to keep");
        drop(store);
        assert!(!backup_path(&path, 1).exists(), "an empty file needs no backup");
        let steps = [MIGRATIONS, &[NEXT]].concat();
        let (known, next) = (here(), here() + 1);
        let store = Store::open_at(&path, &KEY, &steps, Timestamp::UNIX_EPOCH).expect("the step works");
        assert_eq!(versions(&store), [1]);
        drop(store);
        let error = Store::open(&path, &KEY, Timestamp::UNIX_EPOCH).expect_err("an older build");
        assert!(
            matches!(error, StoreError::Newer { found, known: mine, .. } if (found, mine) == (next, known)),
            "{error:?}"
        );
        // A second process that had read the old version and only now gets the lock.
        let mut late = connection::open(&path, &KEY, connection::Access::Write).expect("it opens");
        apply(&mut late, &path, next, NEXT, Timestamp::UNIX_EPOCH, || {
            panic!("it would overwrite the way back")
        })
        .expect("nothing is left to do");
        let before =
            Store::open(&backup_path(&path, next), &KEY, Timestamp::UNIX_EPOCH).expect("the way back");
        assert_eq!(versions(&before), [1], "the backup holds what was there");
    }

    /// The words of two CHECK constraints are changed in the schema's own text: nothing must be lost or left out by it.
    #[test]
    fn people_from_before_the_waitlist_stay_and_learn_the_new_words() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("desk.db");
        drop(Store::open_at(&path, &KEY, &MIGRATIONS[..4], Timestamp::UNIX_EPOCH).expect("the old schema"));
        let old = connection::open(&path, &KEY, connection::Access::Write).expect("it opens");
        old.execute_batch(
            "INSERT INTO events (id, transaction_id, title, description, start_utc, end_utc, zone, state, created_at,
                 updated_at) VALUES ('e1', 't', 'T', '', '2026-12-01T10:00:00.000Z', '2026-12-01T11:00:00.000Z', 'UTC',
                 'creating', '2026-11-01T10:00:00.000Z', '2026-11-01T10:00:00.000Z');
             INSERT INTO registrations VALUES (1, 'own', 2, '2026-11-01T10:00:00.000Z');
             INSERT INTO registrants (place, id, event_number, name, name_folded, email, email_normalized, status,
                 source, registered_at) VALUES (1099511628776, 'ana', 1, 'Ana', 'ana', 'a@x.org', 'a@x.org',
                 'registered', 'manual', '2026-11-01T10:00:00.000Z');
             INSERT INTO registrant_words (rowid, words) VALUES (1099511628776, 'ana');",
        )
        .expect("somebody of then");
        drop(old);
        let store = Store::open(&path, &KEY, Timestamp::UNIX_EPOCH).expect("the step works");
        let ana = || store.read(|r| r.registrants().page("e1", "an", 0, 9)).expect("a page").rows.remove(0);
        assert_eq!(ana().name, "Ana", "who was there is found as before");
        let ids = ["ana".to_owned()];
        store.write(|w| w.registrants().enqueue(&ids, false)).expect("a new word for a status");
        let counted = store.read(|r| r.events().get("e1")).expect("the event");
        assert_eq!(
            (counted.registered, counted.waitlisted, ana().position),
            (0, 1, Some(1)),
            "and is counted"
        );
        assert_eq!(store.check().expect("it reads"), Vec::<String>::new(), "every page and row is sound");
        drop(store);
        let new = connection::open(&path, &KEY, connection::Access::Write).expect("it opens");
        let wrong = new.execute("UPDATE registrants SET status = 'nonsense'", []);
        assert!(wrong.is_err(), "the constraint still constrains");
    }

    /// The table is made anew, since SQLite changes no CHECK: who was being enrolled must come through it.
    #[test]
    fn people_who_were_being_enrolled_stay_and_can_be_taken_off() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("desk.db");
        drop(Store::open_at(&path, &KEY, &MIGRATIONS[..10], Timestamp::UNIX_EPOCH).expect("the old schema"));
        let old = connection::open(&path, &KEY, connection::Access::Write).expect("it opens");
        old.execute_batch(
            "INSERT INTO virtual_events (id, kind, tag, title, description, start_utc, end_utc, zone, audience,
                 attendee_mail, state, created_at, updated_at) VALUES ('w1', 'webinar', 't', 'T', '',
                 '2026-12-01T10:00:00.000Z', '2026-12-01T11:00:00.000Z', 'UTC', 'everyone', 0, 'published',
                 '2026-11-01T10:00:00.000Z', '2026-11-01T10:00:00.000Z');
             INSERT INTO virtual_enrolments (id, event_number, first_name, last_name, email, email_key, state,
                 registration_id, join_url, created_at, updated_at) VALUES ('e1', 1, 'Ada', 'King', 'a@x.org',
                 'a@x.org', 'enrolled', 'r1', 'https://teams.example/1', '2026-11-01T10:00:00.000Z',
                 '2026-11-01T10:00:00.000Z');",
        )
        .expect("somebody of then");
        drop(old);
        let store = Store::open(&path, &KEY, Timestamp::UNIX_EPOCH).expect("the step works");
        let ada = || store.read(|r| r.enrolments().of_event("w1")).expect("it reads").remove(0);
        assert_eq!((ada().id.as_str(), ada().join_url.as_deref()), ("e1", Some("https://teams.example/1")));
        let cancelled = store.write(|w| w.enrolments().cancel("w1", None, Timestamp::UNIX_EPOCH));
        assert_eq!(cancelled.expect("a new word for a state"), 1);
        assert_eq!(store.check().expect("it reads"), Vec::<String>::new(), "every page and row is sound");
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("desk.db");
        drop(Store::open(&path, &KEY, Timestamp::UNIX_EPOCH).expect("a new store"));
        let steps = [MIGRATIONS, &["CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"]].concat();
        let error =
            Store::open_at(&path, &KEY, &steps, Timestamp::UNIX_EPOCH).expect_err("the step is wrong");
        assert!(matches!(error, StoreError::Unexpected { .. }), "{error:?}");
        Store::open(&path, &KEY, Timestamp::UNIX_EPOCH).expect("still at the first step");
    }
}
