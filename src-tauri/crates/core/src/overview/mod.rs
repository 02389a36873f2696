//! What the rows add up to, and where something is: read from the store alone, network or not.

pub mod figures;
pub mod find;
pub mod listing;
pub mod waiting;
pub mod webinar;
