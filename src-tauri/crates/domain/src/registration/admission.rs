//! Who gets a place: the capacity, the queue, approval. Only meaningful inside the transaction that writes the answer.

use jiff::{SignedDuration, Timestamp};

use super::Rules;

/// How full an event is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// `None`: no limit.
    pub capacity: Option<u32>,
    /// Registered and offered, guests included.
    pub held: u32,
    /// Parties in the queue.
    pub waiting: u32,
}

impl Places {
    pub fn fits(&self, seats: u32) -> bool {
        self.capacity.is_none_or(|capacity| self.held.saturating_add(seats) <= capacity)
    }
}

/// The answer to one person who wants to get in. Being full is an answer, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    /// In the queue; 1 is next.
    Waitlisted {
        position: u32,
    },
    Pending,
    Refused {
        reason: Refusal,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The event has no place left.")]
    Full,
    #[error("Registration opens at {opens}.")]
    NotYetOpen { opens: Timestamp },
    #[error("Registration closed at {closed}.")]
    Closed { closed: Timestamp },
    #[error("Only certain mail domains may register, and {domain} is not one of them.")]
    DomainNotAllowed { domain: String },
    #[error("Addresses of {domain} may not register.")]
    DomainBlocked { domain: String },
    #[error("At most {most} guests may come along with one person.")]
    TooManyGuests { most: u32 },
}

impl Refusal {
    /// A word for machines: import reports and the window carry it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::NotYetOpen { .. } => "notYetOpen",
            Self::Closed { .. } => "closed",
            Self::DomainNotAllowed { .. } => "domainNotAllowed",
            Self::DomainBlocked { .. } => "domainBlocked",
            Self::TooManyGuests { .. } => "tooManyGuests",
        }
    }
}

/// One more party of `seats` people. Where somebody must approve, no place is taken until then.
pub fn decide(rules: &Rules, places: Places, seats: u32) -> Admission {
    if rules.approval { Admission::Pending } else { place(rules.waitlist, places, seats) }
}

/// A party that nobody needs to approve (any more). Nobody passes those who wait already, not even where there is
/// room enough for a smaller party; and who could never be seated does not block the queue.
pub fn place(waitlist: bool, places: Places, seats: u32) -> Admission {
    if places.waiting == 0 && places.fits(seats) {
        return Admission::Admitted;
    }
    let ever = places.capacity.is_none_or(|capacity| seats <= capacity);
    if waitlist && ever {
        Admission::Waitlisted { position: places.waiting.saturating_add(1) }
    } else {
        Admission::Refused { reason: Refusal::Full }
    }
}

/// How many parties at the head of the queue get a place now, given the seats of each in the queue's order. It stops at
/// the first that does not fit: a smaller one behind it never passes.
pub fn promotable(mut places: Places, queue: impl IntoIterator<Item = u32>) -> usize {
    let mut promoted = 0;
    for seats in queue {
        if !places.fits(seats) {
            break;
        }
        places.held = places.held.saturating_add(seats);
        promoted += 1;
    }
    promoted
}

/// What the head of the queue gets when a place is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// The place itself: nothing has to be accepted.
    Place,
    /// The place is kept so long.
    Until(Timestamp),
    /// The event has begun: nobody is called any more.
    TooLate,
}

/// An offer never outlives the start of its event.
pub fn offer(rules: &Rules, now: Timestamp, start: Timestamp) -> Offer {
    if now >= start {
        return Offer::TooLate;
    }
    match rules.offer_minutes {
        None => Offer::Place,
        Some(minutes) => {
            let kept = now.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(start);
            Offer::Until(kept.min(start))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(capacity: Option<u32>, held: u32, waiting: u32) -> Places {
        Places { capacity, held, waiting }
    }

    #[test]
    fn the_last_place_is_given_once() {
        let full = Admission::Refused { reason: Refusal::Full };
        assert_eq!(place(false, places(Some(2), 1, 0), 1), Admission::Admitted);
        assert_eq!(place(false, places(Some(2), 2, 0), 1), full, "a third person has no chair");
        assert_eq!(place(false, places(Some(2), 3, 0), 1), full, "lowering the capacity later admits nobody");
        assert_eq!(place(false, places(Some(0), 0, 0), 1), full);
        assert_eq!(place(false, places(None, u32::MAX, 0), 1), Admission::Admitted);
        assert_eq!(place(false, places(Some(3), 1, 0), 3), full, "a party is seated together or not at all");
    }

    #[test]
    fn nobody_passes_the_queue() {
        assert_eq!(
            place(true, places(Some(5), 4, 2), 1),
            Admission::Waitlisted { position: 3 },
            "a free place belongs to those who waited for it"
        );
        let full = Admission::Refused { reason: Refusal::Full };
        assert_eq!(place(false, places(Some(5), 4, 2), 1), full, "also when the list takes no more");
        assert_eq!(place(true, places(Some(2), 2, 0), 3), full, "three will never fit into two places");
    }

    #[test]
    fn a_small_party_waits_behind_a_large_one() {
        assert_eq!(promotable(places(Some(10), 8, 3), [1, 2, 1]), 1);
        assert_eq!(promotable(places(Some(10), 9, 2), [2, 1]), 0, "one free place is not two");
        assert_eq!(promotable(places(None, 9, 2), [2, 1]), 2);
    }

    #[test]
    fn where_somebody_approves_nobody_is_admitted_before() {
        let rules = Rules { approval: true, ..Rules::default() };
        assert_eq!(decide(&rules, places(None, 0, 0), 1), Admission::Pending);
        assert_eq!(decide(&rules, places(Some(0), 0, 0), 1), Admission::Pending, "it takes no place");
    }

    #[test]
    fn an_offer_ends_with_the_start_of_the_event() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let (now, start) = (at("2026-12-01T10:00:00Z"), at("2026-12-01T18:00:00Z"));
        let rules = |offer_minutes| Rules { offer_minutes, ..Rules::default() };
        assert_eq!(offer(&rules(None), now, start), Offer::Place);
        assert_eq!(offer(&rules(Some(60)), now, start), Offer::Until(at("2026-12-01T11:00:00Z")));
        assert_eq!(offer(&rules(Some(10_000)), now, start), Offer::Until(start));
        assert_eq!(
            offer(&rules(Some(60)), start, start),
            Offer::TooLate,
            "nobody is called to what has begun"
        );
    }
}
