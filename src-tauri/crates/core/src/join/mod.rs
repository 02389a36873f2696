//! From a link or a ticket to a call: the decision before the person presses Join, and the least token to join with.

pub mod offers;
pub mod passes;
pub mod prepare;
pub mod start;
