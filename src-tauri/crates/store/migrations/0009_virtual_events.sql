-- Webinars and town halls. Teams keeps their lists of people; here is what the desk knows of them.
CREATE TABLE virtual_events (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL CHECK (kind IN ('webinar', 'townHall')),
    -- What Teams is told to know it by (externalEventId): how it is found again after a crash.
    tag             TEXT NOT NULL UNIQUE,
    title           TEXT NOT NULL,
    description     TEXT NOT NULL,
    start_utc       TEXT NOT NULL,
    end_utc         TEXT NOT NULL,
    zone            TEXT NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('everyone', 'organization')),
    attendee_mail   INTEGER NOT NULL CHECK (attendee_mail IN (0, 1)),
    state           TEXT NOT NULL CHECK (state IN ('creating', 'draft', 'published', 'cancelled')),
    graph_id        TEXT UNIQUE,
    tagged          INTEGER NOT NULL DEFAULT 0 CHECK (tagged IN (0, 1)),
    owner_id        TEXT,
    organizer_name  TEXT,
    organizer_email TEXT,
    problem         TEXT,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    cancelled_at    TEXT
) STRICT;

-- What Teams last said of a part of it (its page, sessions, questions, presenters, attendance), as JSON.
CREATE TABLE virtual_event_parts (
    event_number INTEGER NOT NULL REFERENCES virtual_events (number),
    part         TEXT NOT NULL,
    value        TEXT NOT NULL,
    read_at      TEXT NOT NULL,
    PRIMARY KEY (event_number, part)
) STRICT, WITHOUT ROWID;

-- Outsiders enrolled by an application. The id is fixed before anything is sent: Teams is told it as registrationId.
CREATE TABLE virtual_enrolments (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    event_number    INTEGER NOT NULL REFERENCES virtual_events (number),
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    email           TEXT NOT NULL,
    email_key       TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'enrolled', 'waiting', 'refused')),
    registration_id TEXT,
    join_url        TEXT,
    problem         TEXT,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    UNIQUE (event_number, email_key)
) STRICT;

-- Registration for meetings as it was before webinars (retired). The links are told once and never again.
CREATE TABLE external_registrations (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    opened_at    TEXT NOT NULL,
    closed_at    TEXT
) STRICT;

CREATE TABLE external_registrants (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    event_number INTEGER NOT NULL REFERENCES events (number),
    id           TEXT NOT NULL,
    -- What the service calls the person: ours, or one of its own.
    service_id   TEXT,
    name         TEXT NOT NULL,
    join_url     TEXT,
    removed_at   TEXT,
    created_at   TEXT NOT NULL,
    UNIQUE (event_number, id)
) STRICT;
