//! One file a table: its rows, its reads, its writes.

/// A table's two handles: the second writes, and reads through the first.
macro_rules! table {
    ($(#[$doc:meta])* $read:ident, $write:ident) => {
        $(#[$doc])*
        pub struct $read<'a> {
            db: $crate::db::Db<'a>,
        }

        $(#[$doc])*
        pub struct $write<'a> {
            read: $read<'a>,
        }

        impl<'a> $read<'a> {
            pub(crate) fn new(db: $crate::db::Db<'a>) -> Self {
                Self { db }
            }
        }

        impl<'a> $write<'a> {
            pub(crate) fn new(db: $crate::db::Db<'a>) -> Self {
                Self { read: $read::new(db) }
            }
        }

        impl<'a> std::ops::Deref for $write<'a> {
            type Target = $read<'a>;

            fn deref(&self) -> &Self::Target {
                &self.read
            }
        }
    };
}

pub mod accounts;
pub mod answers;
pub mod bulks;
pub mod calendar;
pub mod changes;
pub mod elsewhere;
pub mod enrolments;
pub mod erasures;
pub mod events;
pub mod external_registrants;
pub mod feed;
pub mod figures;
pub mod finds;
pub mod identities;
pub mod leases;
pub mod listings;
pub mod messages;
pub mod notices;
pub mod passes;
pub mod personal;
pub mod publications;
pub mod published;
pub mod registrants;
pub mod requests;
pub mod retentions;
pub mod service_devices;
pub mod settings;
pub mod tags;
pub mod ticket_identities;
pub mod tickets;
pub mod unheard;
pub mod unproven;
pub mod virtual_events;
pub mod virtual_offers;
pub mod virtual_registrations;
