//! The store: one file, one writer, a few readers. Several processes may have it open.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lectern_domain::secret::Secret;
use rusqlite::{Connection, TransactionBehavior};

use crate::backup::Pages;
use crate::connection::{self, Access};
use crate::db::Db;
use crate::error::StoreError;
use crate::migrate::{self, MIGRATIONS};
use crate::personal::Erasing;
use crate::watch::{self, Watch};
use crate::{
    CopyFate, accounts, answers, backup, bulks, calendar, changes, copies, elsewhere, enrolments, erasures,
    events, external_registrants, feed, figures, finds, identities, leases, listings, messages, notices,
    passes, personal, publications, published, registrants, requests, retentions, service_devices, settings,
    tags, ticket_identities, tickets, unheard, unproven, virtual_events, virtual_offers,
    virtual_registrations,
};

/// Readers kept open between reads. One more is opened when these are busy, so that an export never holds up a search.
const IDLE_READERS: usize = 2;

pub struct Store {
    path: PathBuf,
    key: Secret<[u8; 32]>,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the file, making it where there is none (its folder must exist), and brings it to this build's schema;
    /// a copy of what was there is kept as `<file>.before-<n>`. `now` is noted beside the schema's version.
    ///
    /// Errors: [`StoreError::Newer`], [`StoreError::WrongKey`], [`StoreError::Corrupt`], [`StoreError::Busy`],
    /// [`StoreError::DiskFull`], [`StoreError::Unreachable`].
    pub fn open(path: &Path, key: &[u8; 32], now: Timestamp) -> Result<Self, StoreError> {
        Self::open_at(path, key, MIGRATIONS, now)
    }

    pub(crate) fn open_at(
        path: &Path,
        key: &[u8; 32],
        migrations: &[&str],
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        connection::create_private(path)?;
        let mut writer = connection::open(path, key, Access::Write)?;
        migrate::migrate(&mut writer, path, key, migrations, now)?;
        Ok(Self {
            path: path.to_owned(),
            key: Secret::new(*key),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads one snapshot: everything inside `query` sees the same state, whatever others commit meanwhile.
    pub fn read<T, E: From<StoreError>>(
        &self,
        query: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = lock(&self.readers).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => connection::open(&self.path, self.key.expose(), Access::Read)?,
        };
        let result = connection
            .transaction()
            .map_err(|error| StoreError::from_sqlite(&self.path, &error).into())
            .and_then(|transaction| query(&Reader { db: Db::new(&transaction, &self.path) }));
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        result
    }

    /// One transaction: on disk when this returns `Ok`, and undone when `change` returns an error or panics. It takes
    /// the write lock at once, so what `change` reads stays true until it is written.
    pub fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(&mut lock(&self.writer), None, change)
    }

    /// As [`Self::write`], for changes that take seconds: `watch` is told of each row and can stop it, which ends it
    /// with [`StoreError::Stopped`] and leaves everything as it was. Readers see the state before until it is done.
    pub fn write_watched<T, E: From<StoreError>>(
        &self,
        watch: &Watch,
        change: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = lock(&self.writer);
        watch.begin(&mut connection, &self.path)?;
        let outcome = self.transact(&mut connection, Some(watch), change);
        watch::end(&mut connection, &self.path)?;
        // What a hundred thousand rows have passed through need not be kept in memory.
        connection.execute_batch("PRAGMA shrink_memory").map_err(fail(&self.path))?;
        outcome
    }

    fn transact<T, E: From<StoreError>>(
        &self,
        connection: &mut Connection,
        watch: Option<&Watch>,
        change: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if watch.is_none() {
            watch::end(connection, &self.path)?;
        }
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail(&self.path))?;
        let value = change(&Writer { db: Db::new(&transaction, &self.path) })?;
        if watch.is_some_and(Watch::stopped) {
            return Err(StoreError::Stopped.into());
        }
        transaction.commit().map_err(fail(&self.path))?;
        Ok(value)
    }

    /// Writes a whole copy under the same key, replacing `target`; others may read and write meanwhile.
    pub fn backup_to(&self, target: &Path) -> Result<(), StoreError> {
        backup::copy(&self.path, target, self.key.expose())
    }

    /// As [`Self::backup_to`], under another key and without the account's tokens: a copy that may leave this machine.
    pub fn export_to(&self, target: &Path, key: &[u8; 32], pages: Pages<'_>) -> Result<(), StoreError> {
        backup::export(&self.path, self.key.expose(), target, key, pages)
    }

    /// Puts all that the file `source` holds under `key` in the place of what is here. One transaction: whoever is
    /// killed meanwhile leaves the one or the other. The source must be of this build's schema.
    pub fn replace_with(&self, source: &Path, key: &[u8; 32], pages: Pages<'_>) -> Result<(), StoreError> {
        backup::replace(&self.path, self.key.expose(), source, key, pages)
    }

    /// Rewrites the file without what was deleted or written over, and empties its log. `false`: another process still
    /// reads what was there before; try again later. Needs as much room again as the file takes, and memory for it.
    pub fn purge(&self) -> Result<bool, StoreError> {
        lock(&self.readers).clear();
        let connection = lock(&self.writer);
        connection.execute_batch(copies::PURGE).map_err(fail(&self.path))?;
        let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        Ok(busy.map_err(fail(&self.path))? == 0)
    }

    /// The copies beside this file: what it was before each migration, and what a crash left of one.
    pub fn copies(&self) -> Result<Vec<PathBuf>, StoreError> {
        copies::beside(&self.path)
    }

    /// Whether a copy holds any of them; `None`: it does not open with this store's key.
    pub fn copy_holds(&self, copy: &Path, whom: &personal::Whom) -> Result<Option<bool>, StoreError> {
        copies::holds(copy, self.key.expose(), whom)
    }

    /// Takes people out of a copy, whatever schema it has.
    pub fn erase_in_copy(&self, copy: &Path, erasing: &Erasing<'_>) -> Result<CopyFate, StoreError> {
        copies::erase(copy, self.key.expose(), erasing)
    }

    /// Reads every page and row; what is wrong, in SQLite's words. Empty: nothing. Takes a second per 100,000 people.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        self.read(|reader| {
            let findings: Vec<String> = reader.db.all("PRAGMA integrity_check", [], |row| row.get(0))?;
            Ok(findings.into_iter().filter(|finding| finding != "ok").collect())
        })
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

pub(crate) fn fail(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
    |error| StoreError::from_sqlite(path, &error)
}

/// A panic inside a transaction has rolled it back while unwinding: the connection is fit for use.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What can be read, a handle a table.
pub struct Reader<'a> {
    db: Db<'a>,
}

/// What can be changed, a handle a table; each also reads.
pub struct Writer<'a> {
    db: Db<'a>,
}

impl<'a> Writer<'a> {
    /// What was written so far, to whoever only reads.
    pub fn reader(&self) -> Reader<'a> {
        Reader { db: self.db }
    }
}

macro_rules! handles {
    ($($method:ident: $module:ident :: $read:ident, $write:ident;)+) => {
        impl<'a> Reader<'a> {
            $(pub fn $method(&self) -> $module::$read<'a> { $module::$read::new(self.db) })+
        }

        impl<'a> Writer<'a> {
            $(pub fn $method(&self) -> $module::$write<'a> { $module::$write::new(self.db) })+
        }
    };
}

handles! {
    events: events::Events, EventsMut;
    registrants: registrants::Registrants, RegistrantsMut;
    answers: answers::Answers, AnswersMut;
    tags: tags::Tags, TagsMut;
    tickets: tickets::Tickets, TicketsMut;
    messages: messages::Messages, MessagesMut;
    accounts: accounts::Accounts, AccountsMut;
    settings: settings::Settings, SettingsMut;
    changes: changes::Changes, ChangesMut;
    bulks: bulks::Bulks, BulksMut;
    identities: identities::Identities, IdentitiesMut;
    notices: notices::Notices, NoticesMut;
    ticket_identities: ticket_identities::TicketIdentities, TicketIdentitiesMut;
    calendar: calendar::Calendar, CalendarMut;
    elsewhere: elsewhere::Elsewhere, ElsewhereMut;
    virtual_events: virtual_events::VirtualEvents, VirtualEventsMut;
    virtual_offers: virtual_offers::VirtualOffers, VirtualOffersMut;
    enrolments: enrolments::Enrolments, EnrolmentsMut;
    virtual_registrations: virtual_registrations::VirtualRegistrations, VirtualRegistrationsMut;
    requests: requests::Requests, RequestsMut;
    external_registrants: external_registrants::ExternalRegistrants, ExternalRegistrantsMut;
    personal: personal::Personal, PersonalMut;
    erasures: erasures::Erasures, ErasuresMut;
    retentions: retentions::Retentions, RetentionsMut;
    figures: figures::Figures, FiguresMut;
    finds: finds::Finds, FindsMut;
    leases: leases::Leases, LeasesMut;
    listings: listings::Listings, ListingsMut;
    service_devices: service_devices::ServiceDevices, ServiceDevicesMut;
    publications: publications::Publications, PublicationsMut;
    passes: passes::Passes, PassesMut;
    published: published::Published, PublishedMut;
    unheard: unheard::Unheard, UnheardMut;
    feed: feed::Feed, FeedMut;
    unproven: unproven::Unproven, UnprovenMut;
}
