//! Whole histories of an event's list, made by chance, against what everybody may rely on: nobody without a chair,
//! nobody passed over.

use lectern_domain::registration::RegistrantStatus::{
    Cancelled, Offered, PendingApproval, Registered, Rejected, Waitlisted,
};
use lectern_domain::registration::{
    Admission, Offer, Places, RegistrantStatus, Rules, decide, offer, place, promotable,
};
use proptest::prelude::*;

/// The plainest list there is: one row a party, in the order of their coming.
struct World {
    rules: Rules,
    capacity: Option<u32>,
    parties: Vec<Party>,
    numbers: u32,
}

#[derive(Clone)]
struct Party {
    seats: u32,
    status: RegistrantStatus,
    /// Where it stands in the queue.
    number: u32,
}

#[derive(Debug, Clone)]
enum Act {
    Come { seats: u32 },
    Cancel(usize),
    Accept(usize),
    Expire(usize),
    Approve(usize),
    Reject(usize),
    Resize(Option<u32>),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (1_u32..4).prop_map(|seats| Act::Come { seats }),
        3 => any::<usize>().prop_map(Act::Cancel),
        2 => any::<usize>().prop_map(Act::Accept),
        2 => any::<usize>().prop_map(Act::Expire),
        3 => any::<usize>().prop_map(Act::Approve),
        1 => any::<usize>().prop_map(Act::Reject),
        1 => prop::option::of(0_u32..8).prop_map(Act::Resize),
    ]
}

impl World {
    fn held(&self) -> u32 {
        self.parties.iter().filter(|party| party.status.holds_place()).map(|party| party.seats).sum()
    }

    fn queue(&self) -> Vec<usize> {
        let mut queue: Vec<usize> =
            (0..self.parties.len()).filter(|at| self.parties[*at].status == Waitlisted).collect();
        queue.sort_by_key(|at| self.parties[*at].number);
        queue
    }

    fn places(&self) -> Places {
        let waiting = u32::try_from(self.queue().len()).expect("few");
        Places { capacity: self.capacity, held: self.held(), waiting }
    }

    fn step(&mut self, at: usize, next: RegistrantStatus) {
        let party = &mut self.parties[at];
        assert!(party.status.may_become(next), "{:?} → {next:?} is no step", party.status);
        party.status = next;
    }

    fn admitted(&mut self, answer: &Admission) -> Option<RegistrantStatus> {
        match answer {
            Admission::Admitted => Some(Registered),
            Admission::Waitlisted { position } => {
                assert_eq!(*position as usize, self.queue().len() + 1, "who comes last is last");
                self.numbers += 1;
                Some(Waitlisted)
            }
            Admission::Pending => Some(PendingApproval),
            Admission::Refused { .. } => None,
        }
    }

    /// One of those in this state, if there is one.
    fn pick(&self, at: usize, wanted: impl Fn(RegistrantStatus) -> bool) -> Option<usize> {
        let found: Vec<usize> =
            (0..self.parties.len()).filter(|at| wanted(self.parties[*at].status)).collect();
        (!found.is_empty()).then(|| found[at % found.len()])
    }

    fn apply(&mut self, act: &Act) {
        match act {
            Act::Come { seats } => {
                let answer = decide(&self.rules, self.places(), *seats);
                if let Some(status) = self.admitted(&answer) {
                    self.parties.push(Party { seats: *seats, status, number: self.numbers });
                }
            }
            Act::Cancel(at) => {
                if let Some(at) = self.pick(*at, |status| status != Cancelled) {
                    self.step(at, Cancelled);
                }
            }
            Act::Accept(at) => {
                if let Some(at) = self.pick(*at, |status| status == Offered) {
                    self.step(at, Registered);
                }
            }
            Act::Expire(at) => {
                if let Some(at) = self.pick(*at, |status| status == Offered) {
                    self.step(at, Cancelled);
                }
            }
            Act::Approve(at) => {
                if let Some(at) = self.pick(*at, |status| status == PendingApproval) {
                    let answer = place(self.rules.waitlist, self.places(), self.parties[at].seats);
                    if let Some(status) = self.admitted(&answer) {
                        self.parties[at].number = self.numbers;
                        self.step(at, status);
                    }
                }
            }
            Act::Reject(at) => {
                if let Some(at) = self.pick(*at, |status| status == PendingApproval) {
                    self.step(at, Rejected);
                }
            }
            Act::Resize(capacity) => self.capacity = *capacity,
        }
        self.fill();
    }

    fn fill(&mut self) {
        let queue = self.queue();
        let seats: Vec<u32> = queue.iter().map(|at| self.parties[*at].seats).collect();
        let start = "2026-12-01T18:00:00Z".parse().expect("an instant");
        let next = match offer(&self.rules, jiff::Timestamp::UNIX_EPOCH, start) {
            Offer::Place => Registered,
            Offer::Until(_) => Offered,
            Offer::TooLate => return,
        };
        for at in queue.into_iter().take(promotable(self.places(), seats)) {
            self.step(at, next);
        }
    }
}

proptest! {
    #[test]
    fn nobody_is_oversold_passed_over_or_in_two_states(
        (approval, waitlist, offer_minutes) in (any::<bool>(), any::<bool>(), prop::option::of(Just(60_u32))),
        capacity in prop::option::of(0_u32..8),
        acts in prop::collection::vec(act(), 1..80),
    ) {
        let rules = Rules { approval, waitlist, offer_minutes, ..Rules::default() };
        let mut world = World { rules, capacity, parties: Vec::new(), numbers: 0 };
        for act in &acts {
            let (held, before) = (world.held(), world.parties.clone());
            world.apply(act);
            let now = world.held();
            prop_assert!(
                world.capacity.is_none_or(|capacity| now <= capacity) || now <= held,
                "{act:?}: {now} people for {:?} chairs, {held} before", world.capacity
            );
            // Who left the queue for a place stood before everybody who still waits.
            let promoted = before.iter().zip(&world.parties).filter(|(then, party)| {
                then.status == Waitlisted && party.status.holds_place()
            });
            let first = world.queue().first().map_or(u32::MAX, |at| world.parties[*at].number);
            for (_, party) in promoted {
                prop_assert!(party.number < first, "{act:?}: number {} passed number {first}", party.number);
            }
            // Nobody new sits down while somebody waits.
            if let (Act::Come { .. }, Some(newest)) = (act, world.parties.get(before.len())) {
                let waiting = before.iter().any(|party| party.status == Waitlisted);
                prop_assert!(!(waiting && newest.status == Registered), "{act:?}: passed the queue");
            }
            // No chair stays empty before the first who could sit on it.
            if let Some(first) = world.queue().first() {
                prop_assert!(!world.places().fits(world.parties[*first].seats), "{act:?}: the first could sit");
            }
        }
    }
}
