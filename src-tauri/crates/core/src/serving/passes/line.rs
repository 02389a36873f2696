//! Whoever waits for a token, first come first served; behind them what is made ahead.

use std::collections::{HashMap, HashSet, VecDeque};

use tokio::sync::oneshot;

use super::mint::{Made, MintError};

/// A ticket, by the SHA-256 of its code.
pub(super) type Ticket = [u8; 32];
pub(super) type Told = Result<Made, MintError>;

#[derive(Default)]
pub(super) struct Line {
    door: VecDeque<Ticket>,
    ahead: VecDeque<Ticket>,
    waiting: HashMap<Ticket, Waiting>,
    flying: HashSet<Ticket>,
    entered: i64,
    served: i64,
}

struct Waiting {
    /// In the order of coming.
    number: i64,
    tell: Vec<oneshot::Sender<Told>>,
}

/// What one who has come is told of.
pub(super) struct Place {
    /// So many are before them.
    pub before: usize,
    pub told: oneshot::Receiver<Told>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Job {
    pub ticket: Ticket,
    pub ahead: bool,
}

impl Line {
    /// Whoever comes again has the place that they had.
    pub fn enter(&mut self, ticket: Ticket) -> Place {
        let (tell, told) = oneshot::channel();
        if let Some(waiting) = self.waiting.get_mut(&ticket) {
            waiting.tell.retain(|tell| !tell.is_closed());
            waiting.tell.push(tell);
        } else {
            self.entered += 1;
            let mut number = self.entered;
            if self.flying.contains(&ticket) {
                // It is being made ahead right now.
                self.entered -= 1;
                number = self.served;
            } else {
                self.door.push_back(ticket);
            }
            self.waiting.insert(ticket, Waiting { number, tell: vec![tell] });
        }
        Place { before: self.before(&ticket), told }
    }

    pub fn before(&self, ticket: &Ticket) -> usize {
        let number = self.waiting.get(ticket).map_or(0, |waiting| waiting.number);
        usize::try_from(number - self.served - 1).unwrap_or(0)
    }

    /// It has its turn now.
    pub fn is_flying(&self, ticket: &Ticket) -> bool {
        self.flying.contains(ticket)
    }

    /// To be made when nobody stands at the door.
    pub fn plan(&mut self, tickets: Vec<Ticket>) {
        let Self { ahead, waiting, flying, .. } = self;
        let planned: HashSet<Ticket> = ahead.iter().copied().collect();
        let new = tickets.into_iter().filter(|ticket| {
            !planned.contains(ticket) && !waiting.contains_key(ticket) && !flying.contains(ticket)
        });
        ahead.extend(new);
    }

    pub fn next(&mut self) -> Option<Job> {
        let job = match self.door.pop_front() {
            Some(ticket) => {
                self.served += 1;
                Job { ticket, ahead: false }
            }
            None => Job { ticket: self.next_ahead()?, ahead: true },
        };
        self.flying.insert(job.ticket);
        Some(job)
    }

    /// Whoever came to the door meanwhile is served there.
    fn next_ahead(&mut self) -> Option<Ticket> {
        loop {
            let ticket = self.ahead.pop_front()?;
            if !self.waiting.contains_key(&ticket) && !self.flying.contains(&ticket) {
                return Some(ticket);
            }
        }
    }

    /// Its turn comes again, before all others.
    pub fn put_back(&mut self, job: Job) {
        self.flying.remove(&job.ticket);
        if job.ahead && !self.waiting.contains_key(&job.ticket) {
            self.ahead.push_front(job.ticket);
            return;
        }
        // Somebody came for it while it was being made ahead: it counts as the first.
        self.served -= 1;
        self.door.push_front(job.ticket);
    }

    pub fn done(&mut self, ticket: &Ticket, told: &Told) {
        self.flying.remove(ticket);
        if let Some(waiting) = self.waiting.remove(ticket) {
            for tell in waiting.tell {
                drop(tell.send(told.clone()));
            }
        }
    }

    /// Whoever waits is told, and keeps the place.
    pub fn tell(&mut self, ticket: &Ticket, told: &Told) {
        if let Some(waiting) = self.waiting.get_mut(ticket) {
            for tell in waiting.tell.drain(..) {
                drop(tell.send(told.clone()));
            }
        }
    }

    /// At the door, to be made ahead, being made.
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.door.len(), self.ahead.len(), self.flying.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(number: u8) -> Ticket {
        [number; 32]
    }

    fn job(number: u8, ahead: bool) -> Job {
        Job { ticket: ticket(number), ahead }
    }

    #[test]
    fn first_come_first_served_and_nobody_twice() {
        let mut line = Line::default();
        line.plan(vec![ticket(9), ticket(1)]);
        let (one, two, again) = (line.enter(ticket(1)), line.enter(ticket(2)), line.enter(ticket(1)));
        assert_eq!((one.before, two.before, again.before), (0, 1, 0), "who comes again keeps the place");
        assert_eq!(line.next(), Some(job(1, false)), "the door comes before what is made ahead");
        assert_eq!(line.before(&ticket(2)), 0);
        assert_eq!(line.next(), Some(job(2, false)));
        line.put_back(job(2, false));
        assert_eq!(line.enter(ticket(3)).before, 1, "who was put back is still before the next");
        assert_eq!(line.next(), Some(job(2, false)));
        assert_eq!((line.next(), line.next()), (Some(job(3, false)), Some(job(9, true))));
        assert_eq!(line.next(), None, "what was planned before its holder came is not made twice");
        line.done(&ticket(1), &Err(MintError::Gone));
        assert!(
            one.told.blocking_recv().is_ok() && again.told.blocking_recv().is_ok(),
            "both windows are told"
        );
    }

    #[test]
    fn who_comes_for_what_is_being_made_waits_for_that() {
        let mut line = Line::default();
        line.plan(vec![ticket(1)]);
        assert_eq!(line.next(), Some(job(1, true)));
        assert_eq!(line.enter(ticket(1)).before, 0);
        assert_eq!(line.next(), None, "it is not made twice");
        line.put_back(job(1, true));
        assert_eq!(line.enter(ticket(2)).before, 1);
        assert_eq!(line.next(), Some(job(1, false)), "and if it failed it is the first at the door");
    }
}
