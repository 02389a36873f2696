//! One connection as the tables see it: prepared statements kept, errors that name the file.

use std::path::Path;

use jiff::Timestamp;
use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::device::DeviceRole;
use lectern_domain::event::{
    Audience, EnrolmentState, EntryKind, EventKind, EventState, PublicationState, RegisteredBy,
    VirtualEventState,
};
use lectern_domain::language::Language;
use lectern_domain::message::{ChannelKind, MessageKind, MessageState};
use lectern_domain::registration::{RegistrantStatus, Source};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql};

use crate::error::StoreError;

#[derive(Clone, Copy)]
pub(crate) struct Db<'a> {
    connection: &'a Connection,
    path: &'a Path,
}

impl<'a> Db<'a> {
    pub fn new(connection: &'a Connection, path: &'a Path) -> Self {
        Self { connection, path }
    }

    /// How many rows the statement changed.
    pub fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.map(self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params)))
    }

    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.map(
            self.connection
                .prepare_cached(sql)
                .and_then(|mut statement| statement.query_row(params, read).optional()),
        )
    }

    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.map(self.connection.prepare_cached(sql).and_then(|mut statement| {
            statement.query_map(params, read)?.collect::<rusqlite::Result<Vec<T>>>()
        }))
    }

    /// Visits one row after the other without holding them; an error of `visit` stops it.
    pub fn each<T, E: From<StoreError>>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut visit: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.map(self.connection.prepare_cached(sql))?;
        let mut rows = self.map(statement.query(params))?;
        while let Some(row) = self.map(rows.next())? {
            visit(self.map(read(row))?)?;
        }
        Ok(())
    }

    pub fn unexpected(&self, detail: String) -> StoreError {
        StoreError::Unexpected { path: self.path.to_owned(), detail }
    }

    fn map<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| StoreError::from_sqlite(self.path, &error))
    }
}

/// An instant as it is stored: UTC with exactly three decimals, so that text order is time order.
pub(crate) struct At(pub Timestamp);

impl ToSql for At {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(format!("{:.3}", self.0).into())
    }
}

impl FromSql for At {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(FromSqlError::other)
    }
}

pub(crate) fn at(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get::<_, At>(column).map(|at| at.0)
}

pub(crate) fn maybe_at(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<At>>(column).map(|at| at.map(|at| at.0))
}

/// The stored word of one of the domain's enums and back. Matched by hand: the schema's CHECK constraints name the
/// same words, and a renamed variant must not silently rename what is on disk.
macro_rules! stored_word {
    ($wrapper:ident($kind:ty) { $($variant:ident => $word:literal),+ $(,)? }) => {
        pub(crate) struct $wrapper(pub $kind);

        impl $wrapper {
            pub fn word(&self) -> &'static str {
                match self.0 { $(<$kind>::$variant => $word),+ }
            }
        }

        impl ToSql for $wrapper {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.word().into())
            }
        }

        impl FromSql for $wrapper {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($word => Ok(Self(<$kind>::$variant)),)+
                    other => Err(FromSqlError::Other(format!("unknown word {other:?}").into())),
                }
            }
        }
    };
}

stored_word!(EventStateWord(EventState) {
    Creating => "creating", Scheduled => "scheduled", Cancelled => "cancelled",
});
stored_word!(EntryKindWord(EntryKind) {
    SingleInstance => "singleInstance", SeriesMaster => "seriesMaster",
    Occurrence => "occurrence", Exception => "exception",
});
stored_word!(StatusWord(RegistrantStatus) {
    Registered => "registered", Waitlisted => "waitlisted", Offered => "offered",
    PendingApproval => "pendingApproval", Rejected => "rejected", Cancelled => "cancelled",
});
stored_word!(SourceWord(Source) { Manual => "manual", Import => "import", Page => "page" });
stored_word!(LanguageWord(Language) { English => "en", German => "de" });
stored_word!(DeviceRoleWord(DeviceRole) { Owner => "owner", Organizer => "organizer" });
stored_word!(PublicationStateWord(PublicationState) { Filling => "filling", Open => "open", Closed => "closed" });
stored_word!(BulkKindWord(BulkKind) { Import => "import", Removal => "removal", Edit => "edit" });
stored_word!(BulkStateWord(BulkState) { Running => "running", Done => "done", Undone => "undone" });
stored_word!(KindWord(MessageKind) {
    Confirmation => "confirmation", Waitlisted => "waitlisted", Offered => "offered", Pending => "pending",
    Approved => "approved", Rejected => "rejected", Cancelled => "cancelled",
    Moved => "moved", CalledOff => "calledOff",
});
stored_word!(ChannelWord(ChannelKind) { AcsEmail => "acsEmail", Smtp => "smtp" });
stored_word!(MessageStateWord(MessageState) {
    Planned => "planned", Sending => "sending", Delivered => "delivered",
    Failed => "failed", Ambiguous => "ambiguous", Skipped => "skipped",
});
stored_word!(KindOfEventWord(EventKind) { Meeting => "meeting", Webinar => "webinar", TownHall => "townHall" });
stored_word!(VirtualStateWord(VirtualEventState) {
    Creating => "creating", Draft => "draft", Published => "published", Cancelled => "cancelled",
});
stored_word!(AudienceWord(Audience) { Everyone => "everyone", Organization => "organization" });
stored_word!(EnrolmentWord(EnrolmentState) {
    Planned => "planned", Sending => "sending", Sent => "sent", Enrolled => "enrolled", Waiting => "waiting", Refused => "refused",
    Cancelling => "cancelling", Cancelled => "cancelled",
});
stored_word!(RegisteredByWord(RegisteredBy) { Lectern => "lectern", Page => "page", Program => "program" });
