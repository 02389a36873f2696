//! What things are: pure rules, no I/O, no async.
//!
//! Nothing here reads a clock, a file or the network: time arrives as a parameter, randomness as bytes.

pub mod bulk;
pub mod calendar_file;
pub mod csv_export;
pub mod csv_import;
pub mod deep_link;
pub mod device;
pub mod email_address;
pub mod event;
pub mod event_list;
pub mod guide;
pub mod join_link;
pub mod language;
pub mod list_order;
pub mod message;
pub mod moved;
pub mod name_fix;
mod percent;
pub mod person_name;
pub mod recurrence;
pub mod registration;
pub mod secret;
mod text;
pub mod ticket;
pub mod workbook;
pub mod zone;
