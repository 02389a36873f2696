-- Events whose messages are sent elsewhere: at a desk those of an event that a service decides about, at a service those
-- of one that was given back. Of the two copies of an event one at most is not in here, so one at most sends.
CREATE TABLE sent_elsewhere (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    since        TEXT NOT NULL
) STRICT;
