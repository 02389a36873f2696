-- Who is registered for a webinar, as Teams' list was read last: also those who registered on its own page. source: by
-- which way they came onto it. words: folded, to be found by. erased: a row that counts, and nobody's any more.
CREATE TABLE virtual_registrations (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    event_number  INTEGER NOT NULL REFERENCES virtual_events (number),
    -- Graph's own
    id            TEXT NOT NULL,
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    email         TEXT NOT NULL,
    email_key     TEXT NOT NULL,
    words         TEXT NOT NULL,
    user_id       TEXT,
    status        TEXT NOT NULL CHECK (status IN ('registered', 'waitlisted', 'pendingApproval', 'rejected', 'cancelled')),
    source        TEXT NOT NULL CHECK (source IN ('lectern', 'page', 'program')),
    enrolment_id  TEXT,
    registered_at TEXT,
    cancelled_at  TEXT,
    answers       TEXT NOT NULL CHECK (json_valid(answers)),
    erased        INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    seen_round    INTEGER NOT NULL,
    UNIQUE (event_number, id)
) STRICT;
CREATE INDEX virtual_registrations_by_time ON virtual_registrations (event_number, registered_at DESC, number);

-- How far a reading of the list is, so that one that was cut off goes on at its page.
CREATE TABLE virtual_registration_readings (
    event_number INTEGER PRIMARY KEY REFERENCES virtual_events (number),
    round        INTEGER NOT NULL,
    -- NULL: nothing is under way
    began_at     TEXT,
    next_link    TEXT,
    -- when it was last read to its end
    read_at      TEXT
) STRICT;

-- What an outsider answers to the webinar's questions, as it is sent.
ALTER TABLE virtual_enrolments ADD COLUMN answers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(answers));
