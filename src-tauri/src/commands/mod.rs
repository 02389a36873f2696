//! The rooms, one file each. A command unpacks, makes one call, maps the error.

pub mod companion;
pub mod data;
pub mod doctor;
pub mod external;
pub mod guide;
pub mod joining;
pub mod messages;
pub mod overview;
pub mod privacy;
pub mod probe;
pub mod profiles;
pub mod publishing;
pub mod registration;
pub mod scheduling;
pub mod services;
pub mod session;
pub mod signin;
pub mod standing;
pub mod webinars;
pub mod windows;

use lectern_core::error::CommandError;

pub type Answer<T> = Result<T, CommandError>;
