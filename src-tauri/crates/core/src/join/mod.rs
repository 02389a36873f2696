//! From a link or a ticket to a call: the decision before the person presses Join, and the least token to join with.

pub mod allowed;
pub mod arrivals;
pub mod calendar;
pub mod checks;
mod clouds;
pub mod dial_in;
pub mod explain;
pub mod hand_over;
pub mod notice;
pub mod offers;
pub mod passes;
pub mod prepare;
pub mod reach;
pub mod start;

/// What is found out about this machine and its network once, and not at every link.
#[derive(Default)]
pub(crate) struct Probes {
    pub(crate) network: reach::Known,
    pub(crate) teams_app: hand_over::Known,
}
