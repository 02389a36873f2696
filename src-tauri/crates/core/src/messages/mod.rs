//! Confirmations and notices: planned with what causes them, rendered at the moment of sending, sent once.

pub mod channel;
pub mod lease;
pub mod list;
pub mod notices;
pub mod render;
pub mod resolve;
pub mod run;
pub mod telling;

mod plan;
mod proof;

pub use plan::{confirmation, notice};
