//! What every journey is given: a stage (a sandbox with its control door), the people on it, the terminal's program,
//! a mail relay, the trusted service, a network that nobody can rely on, a service that answers what it is told to, and
//! the judge of recorded traffic. Each speaks to the desk as the window or the terminal does; what happened is read at the
//! control door, never from our own store.

mod attendee;
mod browser;
mod dice;
mod judge;
mod organizer;
mod outlook;
mod relay;
mod served;
mod service;
mod shifted;
mod simulated;
mod stage;
mod terminal;
mod trusted_service;
mod visitor;
mod wire;

pub use attendee::Attendee;
pub use browser::{Browser, Page};
pub use dice::Dice;
pub use judge::judge;
pub use organizer::{Organizer, draft};
pub use outlook::{Outlook, clock};
pub use relay::{Mood, Relay};
pub use served::{Answer, Served};
pub use service::{Seen, Service};
pub use shifted::Shifted;
pub use simulated::Simulated;
pub use stage::{Call, Stage, switches};
pub use terminal::{Running, Said, Terminal};
pub use trusted_service::{Reply, TrustedService, token};
pub use visitor::Visitor;
pub use wire::{Fate, Wire};

/// The folder that the contracts are in, beside the repository, where it is there.
pub const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");

/// A skipped check must be seen: `npm test` collects these lines.
pub fn skipped(why: &str) {
    say(&format!("skipped: {why}"));
}

/// A journey that went well and whose traffic nobody could judge has passed, and `npm test` says with what reserve.
pub(crate) fn not_judged(why: &str) {
    say(&format!("not judged: {why}"));
}

#[expect(clippy::print_stdout, reason = "lines that the test's runner collects")]
fn say(line: &str) {
    println!("{line}");
}
