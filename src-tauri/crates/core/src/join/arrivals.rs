//! Links that the system hands over, faster than a person can read: which one is shown, and what is said of the others.

use std::sync::{Mutex, MutexGuard, PoisonError};

use lectern_domain::deep_link;
use serde::Serialize;
use ts_rs::TS;

/// What the join window takes: the newest link, whatever came before it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ArrivedLink {
    pub link: String,
    /// How many came before it and were never taken.
    pub passed_over: u32,
}

/// Links wait here from before the first window until the join window takes them. Of many only the newest is kept.
#[derive(Default)]
pub struct Arrivals(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    newest: Option<ArrivedLink>,
    /// Until the program stands, no window is opened for a second start; the one that is being opened asks here.
    standing: bool,
}

impl Arrivals {
    /// Whether the program stands, and so a window can be opened for it.
    pub fn put(&self, link: &str) -> bool {
        let mut waiting = self.lock();
        let passed_over = waiting.newest.take().map_or(0, |before| before.passed_over.saturating_add(1));
        waiting.newest = Some(ArrivedLink { link: bounded(link), passed_over });
        waiting.standing
    }

    pub fn take(&self) -> Option<ArrivedLink> {
        self.lock().newest.take()
    }

    /// Whether a link waits.
    pub fn any(&self) -> bool {
        self.lock().newest.is_some()
    }

    /// From here on each link opens its window; whether one waits that came too early for that.
    pub fn stand(&self) -> bool {
        let mut waiting = self.lock();
        waiting.standing = true;
        waiting.newest.is_some()
    }

    pub fn stands(&self) -> bool {
        self.lock().standing
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Just too long is as wrong as far too long, and no page has to carry megabytes.
fn bounded(link: &str) -> String {
    let mut end = link.len().min(deep_link::MAX_BYTES + 4);
    while !link.is_char_boundary(end) {
        end -= 1;
    }
    link[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_links_the_newest_is_taken_and_the_others_are_counted() {
        let arrivals = Arrivals::default();
        assert!(arrivals.take().is_none());
        for link in 0..100 {
            assert!(
                !arrivals.put(&format!("lectern://join?link={link}")),
                "no window before the program stands"
            );
        }
        assert!(arrivals.any() && arrivals.stand(), "what came too early is not lost");
        let taken = arrivals.take().expect("a link");
        assert_eq!((taken.link.as_str(), taken.passed_over), ("lectern://join?link=99", 99));
        assert!(arrivals.take().is_none(), "a link is handed over once");
        assert!(arrivals.put("lectern://join"), "from now on each opens its window");
        assert_eq!(arrivals.take().map(|taken| taken.passed_over), Some(0));
    }

    #[test]
    fn a_link_too_long_to_be_read_is_cut_and_still_refused() {
        let arrivals = Arrivals::default();
        arrivals.put(&format!("lectern://join?link={}", "é".repeat(deep_link::MAX_BYTES)));
        let cut = arrivals.take().expect("it is a link").link;
        assert!(cut.len() > deep_link::MAX_BYTES && cut.len() < deep_link::MAX_BYTES + 8, "cut");
        assert_eq!(deep_link::parse(&cut, "lectern"), Err(deep_link::DeepLinkError::TooLong));
    }
}
