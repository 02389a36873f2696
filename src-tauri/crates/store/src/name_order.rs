//! Where registrants stand: the integer keys that keep an event's list in name order.
//!
//! A place is `event number << 40 | label`. Labels leave gaps, so that a newcomer gets one between two neighbours; where
//! a gap is used up, the smallest sparse-enough neighbourhood is spread out anew (order maintenance by relabelling:
//! amortised O(log n) moved rows for each insertion). With places in name order, the word index returns the first 50
//! matches by name by reading 50 entries; sorting 20,000 matches of a first letter would cost more than a frame.

use std::ops::Range;

use rusqlite::params;

use crate::db::Db;
use crate::error::StoreError;
use crate::search::words;

const LABEL_BITS: u32 = 40;
/// Neighbourhoods tried, as powers of two; the last one is the whole event.
const WINDOWS: [u32; 6] = [10, 16, 22, 28, 34, LABEL_BITS];

/// What people are ordered by: the folded name, then the e-mail address, which is unique within an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SortKey {
    pub name_folded: String,
    pub email_normalized: String,
}

/// All places of an event.
pub(crate) fn places(event_number: i64) -> Range<i64> {
    event_number << LABEL_BITS..(event_number + 1) << LABEL_BITS
}

/// A free place for each of `keys`, which must be sorted, distinct, and not on the list yet. May move others.
pub(crate) fn allot(db: &Db<'_>, event_number: i64, keys: &[&SortKey]) -> Result<Vec<i64>, StoreError> {
    let mut allotted = Vec::with_capacity(keys.len());
    while let Some(first) = keys.get(allotted.len()) {
        let next = successor(db, event_number, first)?;
        let waiting = &keys[allotted.len()..];
        // Everyone who belongs before the same neighbour shares one gap.
        let sharing = match &next {
            Some((_, key)) => waiting.partition_point(|candidate| *candidate < key),
            None => waiting.len(),
        };
        // What was allotted so far is not written yet, but keeps to earlier gaps: spreading could reach into them.
        let gap = match gap_before(db, event_number, next.as_ref().map(|(place, _)| *place), sharing)? {
            Some(gap) => gap,
            None if allotted.is_empty() => {
                make_room(db, event_number, next.map(|(place, _)| place), sharing)?;
                continue;
            }
            None => return Ok(allotted),
        };
        let step = (gap.end - gap.start) / (as_i64(sharing) + 1);
        allotted.extend((1..=as_i64(sharing)).map(|nth| gap.start + nth * step));
    }
    Ok(allotted)
}

fn successor(db: &Db<'_>, event_number: i64, key: &SortKey) -> Result<Option<(i64, SortKey)>, StoreError> {
    db.one(
        "SELECT place, name_folded, email_normalized FROM registrants
         WHERE event_number = ?1 AND (name_folded, email_normalized) > (?2, ?3)
         ORDER BY name_folded, email_normalized LIMIT 1",
        params![event_number, key.name_folded, key.email_normalized],
        |row| Ok((row.get(0)?, SortKey { name_folded: row.get(1)?, email_normalized: row.get(2)? })),
    )
}

/// The open interval before `next` (`None`: before the end), if it holds `wanted` places.
fn gap_before(
    db: &Db<'_>,
    event_number: i64,
    next: Option<i64>,
    wanted: usize,
) -> Result<Option<Range<i64>>, StoreError> {
    let all = places(event_number);
    let end = next.unwrap_or(all.end);
    let start = db
        .one(
            "SELECT max(place) FROM registrants WHERE place >= ?1 AND place < ?2",
            [all.start, end],
            |row| row.get::<_, Option<i64>>(0),
        )?
        .flatten()
        .unwrap_or(all.start);
    Ok((end - start > as_i64(wanted)).then_some(start..end))
}

/// Spreads out the smallest neighbourhood of `near` in which, with `wanted` more, the square of the number of rows
/// stays below its size.
fn make_room(db: &Db<'_>, event_number: i64, near: Option<i64>, wanted: usize) -> Result<(), StoreError> {
    let near = near.unwrap_or(places(event_number).end - 1);
    for bits in WINDOWS {
        let start = near >> bits << bits;
        let window = start..start + (1 << bits);
        let rows = rows_in(db, &window)?;
        let crowd = i128::from(as_i64(rows.len() + wanted + 1));
        if crowd * crowd <= 1 << bits {
            return spread(db, &window, rows);
        }
    }
    let event_id = db.one("SELECT id FROM events WHERE number = ?1", [event_number], |row| row.get(0))?;
    Err(StoreError::ListFull { event_id: event_id.unwrap_or_default() })
}

struct Standing {
    place: i64,
    words: String,
}

fn rows_in(db: &Db<'_>, window: &Range<i64>) -> Result<Vec<Standing>, StoreError> {
    db.all(
        "SELECT place, name, email, coalesce(company, '') FROM registrants WHERE place >= ?1 AND place < ?2 ORDER BY place",
        [window.start, window.end],
        |row| {
            let (name, email, company): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Standing { place: row.get(0)?, words: words([&*name, &*email, &*company]) })
        },
    )
}

fn spread(db: &Db<'_>, window: &Range<i64>, rows: Vec<Standing>) -> Result<(), StoreError> {
    let step = (window.end - window.start) / (as_i64(rows.len()) + 1);
    // Through the negative numbers, so that nobody is put where somebody still stands. The word index wants each of its
    // passes in ascending order.
    db.run(
        "UPDATE registrants SET place = -place WHERE place >= ?1 AND place < ?2",
        [window.start, window.end],
    )?;
    for row in &rows {
        db.run("DELETE FROM registrant_words WHERE rowid = ?1", [row.place])?;
    }
    for (nth, row) in (1..).zip(rows) {
        let place = window.start + nth * step;
        db.run("UPDATE registrants SET place = ?1 WHERE place = ?2", [place, -row.place])?;
        db.run("INSERT INTO registrant_words (rowid, words) VALUES (?1, ?2)", params![place, row.words])?;
    }
    Ok(())
}

fn as_i64(count: usize) -> i64 {
    i64::try_from(count).expect("a count of rows in memory")
}
