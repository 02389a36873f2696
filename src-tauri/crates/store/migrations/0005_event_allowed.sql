-- What attendees of an event's meeting may do, as Teams told it last. Null: it did not say.
CREATE TABLE event_allowed (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    chat         INTEGER,
    camera       INTEGER,
    microphone   INTEGER,
    reactions    INTEGER
) STRICT;
