-- How to dial into an event's meeting, as Teams told it. Numbers are JSON arrays of texts.
CREATE TABLE event_dial_in (
    event_number      INTEGER PRIMARY KEY REFERENCES events (number),
    conference_id     TEXT,
    toll_numbers      TEXT NOT NULL,
    toll_free_numbers TEXT NOT NULL,
    more_numbers_url  TEXT
) STRICT;

-- When an event that people may know already was moved, and from where.
CREATE TABLE event_moves (
    id           INTEGER PRIMARY KEY,
    event_number INTEGER NOT NULL REFERENCES events (number),
    moved_at     TEXT NOT NULL,
    start_utc    TEXT NOT NULL,
    end_utc      TEXT NOT NULL,
    zone         TEXT NOT NULL
) STRICT;

CREATE INDEX event_moves_by_event ON event_moves (event_number, moved_at);

-- A trigger, so that no way of changing an event can forget it.
CREATE TRIGGER events_moved AFTER UPDATE OF start_utc, end_utc ON events
WHEN old.state = 'scheduled' AND (old.start_utc <> new.start_utc OR old.end_utc <> new.end_utc)
BEGIN
    INSERT INTO event_moves (event_number, moved_at, start_utc, end_utc, zone)
    VALUES (old.number, new.updated_at, old.start_utc, old.end_utc, old.zone);
END;
