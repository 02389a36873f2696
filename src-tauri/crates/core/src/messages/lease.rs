//! Who sends an event's messages. Two copies of an event may stand at a desk and at a service; one of them sends, never
//! both. The lease has no end by the clock: it moves by a word, first away from the one and then to the other, so that
//! in between nobody sends, and a clock that is wrong changes nothing.

use jiff::Timestamp;
use lectern_store::{Reader, StoreError, Writer};

/// What became of giving it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// From here on nothing of this event leaves here.
    Gone,
    /// So many messages are on their way, and only this outbox can learn what becomes of them: ask again in a moment.
    UnderWay(u32),
}

/// In the transaction that hands the event over.
pub fn give(w: &Writer<'_>, event_id: &str, now: Timestamp) -> Result<Given, StoreError> {
    let under_way = w.leases().under_way(event_id)?;
    if under_way > 0 {
        return Ok(Given::UnderWay(under_way));
    }
    w.leases().give(event_id, now)?;
    Ok(Given::Gone)
}

/// Once the other side has said that it sends nothing any more.
pub fn take(w: &Writer<'_>, event_id: &str) -> Result<(), StoreError> {
    w.leases().take(event_id)
}

/// Whether this outbox sends this event's messages.
pub fn is_here(r: &Reader<'_>, event_id: &str) -> Result<bool, StoreError> {
    Ok(r.leases().elsewhere(event_id)?.is_none())
}
