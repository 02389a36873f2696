//! Webinars and town halls that the account runs in Teams: which of them are no events here.

use jiff::Timestamp;
use lectern_domain::event::{EventKind, VirtualEventState};
use rusqlite::{Row, params};

use crate::db::{At, KindOfEventWord, VirtualStateWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `virtual_offers` and `virtual_offer_rounds`.
    VirtualOffers, VirtualOffersMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualOfferRecord {
    pub graph_id: String,
    pub kind: EventKind,
    pub title: String,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA name.
    pub zone: String,
    /// Draft or published.
    pub state: VirtualEventState,
    pub co_organized: bool,
    pub organizer: Option<String>,
    /// By which a desk that makes it knows it.
    pub tag: Option<String>,
}

/// When Teams was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRoundRecord {
    pub read_at: Option<Timestamp>,
    /// The service asked not to be asked before.
    pub not_before: Option<Timestamp>,
}

impl VirtualOffers<'_> {
    /// `None`: Teams was never asked.
    pub fn round(&self, owner_id: &str) -> Result<Option<OfferRoundRecord>, StoreError> {
        let sql = "SELECT read_at, not_before FROM virtual_offer_rounds WHERE owner_id = ?1";
        self.db.one(sql, [owner_id], |row| {
            Ok(OfferRoundRecord {
                read_at: maybe_at(row, "read_at")?,
                not_before: maybe_at(row, "not_before")?,
            })
        })
    }

    /// Those that are no events here and are not over, by start. One that is being made here is known by its tag, or
    /// (where a crash left none) by its words and times.
    pub fn offers(&self, owner_id: &str, now: Timestamp) -> Result<Vec<VirtualOfferRecord>, StoreError> {
        self.db.all(
            "SELECT * FROM virtual_offers o WHERE o.owner_id = ?1 AND o.end_utc > ?2 AND NOT EXISTS
                 (SELECT 1 FROM virtual_events e WHERE e.graph_id = o.graph_id OR e.tag = o.tag
                    OR (e.graph_id IS NULL AND e.state = 'creating' AND e.kind = o.kind AND o.state = 'draft'
                        AND e.title = o.title AND e.start_utc = o.start_utc AND e.end_utc = o.end_utc))
             ORDER BY o.start_utc, o.graph_id",
            params![owner_id, At(now)],
            read,
        )
    }
}

impl VirtualOffersMut<'_> {
    /// These and no others.
    pub fn replace(
        &self,
        owner_id: &str,
        all: &[VirtualOfferRecord],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.run("DELETE FROM virtual_offers WHERE owner_id = ?1", [owner_id])?;
        for one in all {
            self.db.run(
                "REPLACE INTO virtual_offers (owner_id, graph_id, kind, title, start_utc, end_utc, zone, state,
                     co_organized, organizer, tag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    owner_id,
                    one.graph_id,
                    KindOfEventWord(one.kind),
                    one.title,
                    At(one.start),
                    At(one.end),
                    one.zone,
                    VirtualStateWord(one.state),
                    one.co_organized,
                    one.organizer,
                    one.tag,
                ],
            )?;
        }
        let sql = "REPLACE INTO virtual_offer_rounds (owner_id, read_at, not_before) VALUES (?1, ?2, NULL)";
        self.db.run(sql, params![owner_id, At(now)]).map(drop)
    }

    /// Nobody asks before then.
    pub fn pause(&self, owner_id: &str, until: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO virtual_offer_rounds (owner_id, not_before) VALUES (?1, ?2)
             ON CONFLICT (owner_id) DO UPDATE SET not_before = excluded.not_before";
        self.db.run(sql, params![owner_id, At(until)]).map(drop)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<VirtualOfferRecord> {
    Ok(VirtualOfferRecord {
        graph_id: row.get("graph_id")?,
        kind: row.get::<_, KindOfEventWord>("kind")?.0,
        title: row.get("title")?,
        start: at(row, "start_utc")?,
        end: at(row, "end_utc")?,
        zone: row.get("zone")?,
        state: row.get::<_, VirtualStateWord>("state")?.0,
        co_organized: row.get("co_organized")?,
        organizer: row.get("organizer")?,
        tag: row.get("tag")?,
    })
}
