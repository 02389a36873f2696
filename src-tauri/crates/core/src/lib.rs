//! What the desk does: one folder a room, one file a use case.

pub mod backup;
pub mod chance;
pub mod clock;
pub mod clouds;
pub mod companion;
pub mod desk;
pub mod doctor;
pub mod error;
pub mod external_registration;
pub mod guide;
mod history;
pub mod join;
pub mod keychain;
mod locks;
pub mod messages;
pub mod network;
pub mod overview;
pub mod panics;
pub mod privacy;
pub mod probe;
pub mod profile;
pub mod profiles;
pub mod publishing;
pub mod registration;
pub mod scheduling;
mod seal;
pub mod services;
pub mod serving;
pub mod session;
pub mod sign_in;
pub mod virtual_events;
mod wrong_clock;

pub use chance::Chance;
pub use clock::{Clock, SystemClock};
