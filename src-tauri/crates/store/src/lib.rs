//! What we keep: one SQLCipher file, numbered migrations, one file a table.
//!
//! ```no_run
//! # fn main() -> Result<(), lectern_store::StoreError> {
//! # let (path, key, now) = (std::path::Path::new("desk.db"), [0; 32], jiff::Timestamp::UNIX_EPOCH);
//! let store = lectern_store::Store::open(path, &key, now)?;
//! let events = store.read(|r| r.events().list())?;
//! # Ok(()) }
//! ```
//!
//! Everything blocks. Instants are kept to the millisecond. What must not be added here: rules (they are the
//! domain's), sealing of secrets (the core hands over sealed bytes), clocks, and SQL that leaves this crate.

mod backup;
mod connection;
mod copies;
mod db;
mod error;
mod migrate;
mod name_order;
mod search;
mod store;
mod table;
mod watch;

pub use backup::{Pages, rekeyed};
pub use copies::CopyFate;
pub use error::StoreError;
pub use store::{Reader, Store, Writer};
pub use table::{
    accounts, answers, bulks, calendar, changes, elsewhere, enrolments, erasures, events,
    external_registrants, feed, figures, finds, identities, leases, listings, messages, notices, passes,
    personal, publications, published, registrants, requests, retentions, service_devices, settings, tags,
    ticket_identities, tickets, unheard, unproven, virtual_events, virtual_offers, virtual_registrations,
};
pub use watch::Watch;
