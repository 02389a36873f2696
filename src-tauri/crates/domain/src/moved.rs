//! Who is told that an event is at another time, and what they are told of it.

use jiff::Timestamp;

/// When an event is, on whose clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTime {
    pub start: Timestamp,
    pub end: Timestamp,
    pub zone: String,
}

/// What somebody on the list heard of the event so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing that names its time, or what names it has not left: it will say the time that counts then.
    Nothing,
    /// This time.
    Time(EventTime),
    /// A mail about an earlier move has not left yet. It says the time that counts when it leaves, and that it was this
    /// one; `None`: from when is not known.
    Waiting(Option<EventTime>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// As it is.
    Nothing,
    /// One mail, that it was at this time.
    Moved(EventTime),
    /// The mail that waits says nothing any more: it is taken back.
    TakenBack,
}

/// One mail per person for whatever was moved before it left; none for who knows no other time.
/// `tell`: the organizer wants people told of this very move.
pub fn told(known: Known, now: &EventTime, tell: bool) -> Told {
    match known {
        Known::Waiting(Some(was)) if was == *now => Told::TakenBack,
        Known::Time(was) if tell && was != *now => Told::Moved(was),
        Known::Nothing | Known::Time(_) | Known::Waiting(_) => Told::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::{EventTime, Known, Told, told};

    fn at(hour: i64) -> EventTime {
        let start = jiff::Timestamp::from_second(hour * 3_600).expect("an instant");
        EventTime { start, end: start + jiff::SignedDuration::from_hours(1), zone: "Europe/Berlin".into() }
    }

    #[test]
    fn who_knows_another_time_is_told_it_once() {
        assert_eq!(told(Known::Time(at(1)), &at(2), true), Told::Moved(at(1)));
        assert_eq!(
            told(Known::Waiting(Some(at(1))), &at(3), true),
            Told::Nothing,
            "the mail that waits says the newest time when it leaves: a second one would contradict it"
        );
        assert_eq!(told(Known::Waiting(None), &at(3), true), Told::Nothing);
    }

    #[test]
    fn another_zone_is_another_time() {
        let elsewhere = EventTime { zone: "America/New_York".into(), ..at(1) };
        assert_eq!(told(Known::Time(at(1)), &elsewhere, true), Told::Moved(at(1)), "people read the clock");
    }

    #[test]
    fn moved_back_before_anybody_heard_of_it_is_no_news() {
        assert_eq!(told(Known::Waiting(Some(at(1))), &at(1), true), Told::TakenBack);
        assert_eq!(
            told(Known::Waiting(Some(at(1))), &at(1), false),
            Told::TakenBack,
            "also where nobody was to be told of the way back: the mail would name one time twice"
        );
        assert_eq!(told(Known::Time(at(1)), &at(1), true), Told::Nothing);
    }

    #[test]
    fn who_registers_after_the_move_reads_the_new_time_in_the_confirmation() {
        assert_eq!(told(Known::Nothing, &at(2), true), Told::Nothing);
    }

    #[test]
    fn an_organizer_may_keep_it_to_herself() {
        assert_eq!(told(Known::Time(at(1)), &at(2), false), Told::Nothing);
    }
}
