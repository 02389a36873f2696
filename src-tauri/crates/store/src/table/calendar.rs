//! The account's calendar as the service told it, and how far it has been read.

use jiff::Timestamp;
use lectern_domain::event::EntryKind;
use rusqlite::{Row, named_params, params};

use crate::db::{At, EntryKindWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `calendar_rounds` and `calendar_entries`.
    Calendar, CalendarMut
}

/// How far the calendar of an account has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRecord {
    pub owner_id: String,
    pub window_start: Timestamp,
    pub window_end: Timestamp,
    /// Counts the full rounds.
    pub round: u32,
    /// Everything in the window is being read: what is not named is not there any more.
    pub full: bool,
    /// Where the round goes on.
    pub next_link: Option<String>,
    /// Where the next round begins.
    pub delta_link: Option<String>,
    /// The end of the last whole round.
    pub synced_at: Option<Timestamp>,
    pub not_before: Option<Timestamp>,
}

/// One entry, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    pub graph_id: String,
    pub kind: EntryKind,
    pub series_id: Option<String>,
    pub transaction_id: Option<String>,
    pub title: Option<String>,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA name.
    pub zone: Option<String>,
    /// JSON of the domain's.
    pub recurrence: Option<String>,
    pub adoptable: bool,
}

/// What can be taken over: a single event, or a series by its next date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRecord {
    pub graph_id: String,
    pub kind: EntryKind,
    pub title: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub zone: Option<String>,
    pub recurrence: Option<String>,
    /// How many dates of the series are still to come, as far as the window reaches; 1 for a single event.
    pub coming: u32,
}

/// One date of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceRecord {
    pub graph_id: String,
    pub kind: EntryKind,
    pub title: Option<String>,
    pub start: Timestamp,
    pub end: Timestamp,
    /// The event here that stands for this date alone.
    pub event_id: Option<String>,
}

impl Calendar<'_> {
    pub fn round(&self, owner_id: &str) -> Result<Option<RoundRecord>, StoreError> {
        self.db.one("SELECT * FROM calendar_rounds WHERE owner_id = ?1", [owner_id], |row| {
            Ok(RoundRecord {
                owner_id: row.get("owner_id")?,
                window_start: at(row, "window_start")?,
                window_end: at(row, "window_end")?,
                round: row.get("round")?,
                full: row.get("full_round")?,
                next_link: row.get("next_link")?,
                delta_link: row.get("delta_link")?,
                synced_at: maybe_at(row, "synced_at")?,
                not_before: maybe_at(row, "not_before")?,
            })
        })
    }

    pub fn entry(&self, owner_id: &str, graph_id: &str) -> Result<Option<EntryRecord>, StoreError> {
        let sql = "SELECT * FROM calendar_entries WHERE owner_id = ?1 AND graph_id = ?2";
        self.db.one(sql, [owner_id, graph_id], read)
    }

    /// The events here that a full round should have named and did not. A series is among them wherever its first date is.
    pub fn missing(
        &self,
        owner_id: &str,
        round: u32,
        window_start: Timestamp,
        window_end: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        self.db.all(
            "SELECT e.id FROM events e
             WHERE e.state = 'scheduled' AND (e.owner_id IS NULL OR e.owner_id = ?1)
               AND (e.recurrence IS NOT NULL OR e.end_utc > ?3 AND e.start_utc < ?4)
               AND NOT EXISTS (
                   SELECT 1 FROM calendar_entries c
                   WHERE c.owner_id = ?1 AND c.graph_id = e.graph_event_id AND c.seen_round >= ?2
               )
             ORDER BY e.number",
            params![owner_id, round, At(window_start), At(window_end)],
            |row| row.get(0),
        )
    }

    /// How many entries are known of the account.
    pub fn count(&self, owner_id: &str) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM calendar_entries WHERE owner_id = ?1";
        Ok(self.db.one(sql, [owner_id], |row| row.get(0))?.unwrap_or(0))
    }

    /// What is not over at `now` and stands for no event here yet, by start.
    pub fn offers(&self, owner_id: &str, now: Timestamp) -> Result<Vec<OfferRecord>, StoreError> {
        self.db.all(
            "SELECT e.graph_id, e.kind, e.title, e.zone, e.recurrence, coalesce(n.next_start, e.start_utc) AS start_utc,
                 coalesce(n.next_end, e.end_utc) AS end_utc, coalesce(n.coming, 1) AS coming
             FROM calendar_entries e
             LEFT JOIN (
                 SELECT series_id, min(start_utc) AS next_start, end_utc AS next_end, count(*) AS coming
                 FROM calendar_entries WHERE owner_id = ?1 AND series_id IS NOT NULL AND end_utc > ?2
                 GROUP BY series_id
             ) n ON n.series_id = e.graph_id
             WHERE e.owner_id = ?1 AND e.adoptable = 1 AND e.kind IN ('singleInstance', 'seriesMaster')
               AND (n.coming IS NOT NULL OR e.kind = 'singleInstance' AND e.end_utc > ?2)
               AND NOT EXISTS (
                   SELECT 1 FROM events v WHERE v.graph_event_id = e.graph_id OR v.transaction_id = e.transaction_id
               )
             ORDER BY 6, e.graph_id",
            params![owner_id, At(now)],
            |row| {
                Ok(OfferRecord {
                    graph_id: row.get("graph_id")?,
                    kind: row.get::<_, EntryKindWord>("kind")?.0,
                    title: row.get::<_, Option<String>>("title")?.unwrap_or_default(),
                    start: at(row, "start_utc")?,
                    end: at(row, "end_utc")?,
                    zone: row.get("zone")?,
                    recurrence: row.get("recurrence")?,
                    coming: row.get("coming")?,
                })
            },
        )
    }

    /// The dates of a series that end after `from`, by start, and the event here that stands for one of them alone.
    pub fn instances(
        &self,
        series_id: &str,
        from: Timestamp,
        limit: u32,
    ) -> Result<Vec<InstanceRecord>, StoreError> {
        self.db.all(
            "SELECT i.graph_id, i.kind, i.title, i.start_utc, i.end_utc, v.id AS event_id
             FROM calendar_entries i LEFT JOIN events v ON v.graph_event_id = i.graph_id
             WHERE i.series_id = ?1 AND i.end_utc > ?2 ORDER BY i.start_utc LIMIT ?3",
            params![series_id, At(from), limit],
            |row| {
                Ok(InstanceRecord {
                    graph_id: row.get("graph_id")?,
                    kind: row.get::<_, EntryKindWord>("kind")?.0,
                    title: row.get("title")?,
                    start: at(row, "start_utc")?,
                    end: at(row, "end_utc")?,
                    event_id: row.get("event_id")?,
                })
            },
        )
    }
}

impl CalendarMut<'_> {
    /// Where the reading stands now; written with the page that brought it there.
    pub fn set_round(&self, round: &RoundRecord) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO calendar_rounds (owner_id, window_start, window_end, round, full_round, next_link,
                 delta_link, synced_at, not_before)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                round.owner_id,
                At(round.window_start),
                At(round.window_end),
                round.round,
                round.full,
                round.next_link,
                round.delta_link,
                round.synced_at.map(At),
                round.not_before.map(At),
            ],
        )?;
        Ok(())
    }

    /// The service asked for a pause.
    pub fn pause(&self, owner_id: &str, until: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE calendar_rounds SET not_before = ?2 WHERE owner_id = ?1";
        self.db.run(sql, params![owner_id, At(until)])?;
        Ok(())
    }

    /// New, or in place of what was known: the last word counts.
    pub fn put(&self, owner_id: &str, round: u32, entry: &EntryRecord) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO calendar_entries (owner_id, graph_id, kind, series_id, transaction_id, title, start_utc,
                 end_utc, zone, recurrence, adoptable, seen_round)
             VALUES (:owner, :graph_id, :kind, :series_id, :transaction_id, :title, :start, :end, :zone,
                 :recurrence, :adoptable, :round)",
            named_params! {
                ":owner": owner_id,
                ":graph_id": entry.graph_id,
                ":kind": EntryKindWord(entry.kind),
                ":series_id": entry.series_id,
                ":transaction_id": entry.transaction_id,
                ":title": entry.title,
                ":start": At(entry.start),
                ":end": At(entry.end),
                ":zone": entry.zone,
                ":recurrence": entry.recurrence,
                ":adoptable": entry.adoptable,
                ":round": round,
            },
        )?;
        Ok(())
    }

    /// It is gone, and with a series its dates are.
    pub fn remove(&self, owner_id: &str, graph_id: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM calendar_entries WHERE owner_id = ?1 AND (graph_id = ?2 OR series_id = ?2)";
        self.db.run(sql, [owner_id, graph_id])?;
        Ok(())
    }

    /// At the end of a full round: what it did not name is gone.
    pub fn sweep(&self, owner_id: &str, round: u32) -> Result<usize, StoreError> {
        let sql = "DELETE FROM calendar_entries WHERE owner_id = ?1 AND seen_round < ?2";
        self.db.run(sql, params![owner_id, round])
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<EntryRecord> {
    Ok(EntryRecord {
        graph_id: row.get("graph_id")?,
        kind: row.get::<_, EntryKindWord>("kind")?.0,
        series_id: row.get("series_id")?,
        transaction_id: row.get("transaction_id")?,
        title: row.get("title")?,
        start: at(row, "start_utc")?,
        end: at(row, "end_utc")?,
        zone: row.get("zone")?,
        recurrence: row.get("recurrence")?,
        adoptable: row.get("adoptable")?,
    })
}
