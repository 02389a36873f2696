-- At a desk: its events that a trusted service decides about. publishing: their people are being handed over; published:
-- the service decides, and here is a copy; givingBack: the service was asked for the list, and decides nothing any more.
CREATE TABLE published_events (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    -- Its origin, as it was when this was published.
    service      TEXT NOT NULL,
    slug         TEXT NOT NULL,
    url          TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('publishing', 'published', 'givingBack')),
    -- How its page looks (JSON of the core's).
    page         TEXT NOT NULL CHECK (json_valid(page)),
    -- How far the feed was read, and of which history of the service's that is the number.
    epoch        TEXT NOT NULL DEFAULT '',
    cursor       INTEGER NOT NULL DEFAULT 0,
    -- The latest change of the event that the service knows.
    told         TEXT NOT NULL DEFAULT '',
    published_at TEXT NOT NULL,
    synced_at    TEXT,
    problem      TEXT
) STRICT;

-- What this desk wants of the service, in order. With a message: it was refused, and nobody has read that yet.
CREATE TABLE queued_commands (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    event_number INTEGER NOT NULL REFERENCES events (number),
    command      TEXT NOT NULL CHECK (json_valid(command)),
    made_at      TEXT NOT NULL,
    refused_at   TEXT,
    message      TEXT,
    CHECK ((refused_at IS NULL) = (message IS NULL))
) STRICT;

CREATE INDEX queued_commands_of_event ON queued_commands (event_number, number);

-- At a service: what it answered, so that the same command again gets the same answer.
CREATE TABLE answered_commands (
    id           TEXT PRIMARY KEY,
    event_number INTEGER NOT NULL REFERENCES events (number),
    device_id    TEXT NOT NULL,
    command_hash BLOB NOT NULL CHECK (length(command_hash) = 32),
    answer       TEXT NOT NULL CHECK (json_valid(answer)),
    answered_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- At a service: one row a person of an event that was published, at the number of their latest change; an empty id
-- stands for the event's registration itself. Numbers are never used again: a desk reads on from the last it knows.
CREATE TABLE feed_rows (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    event_number  INTEGER NOT NULL REFERENCES events (number),
    registrant_id TEXT NOT NULL,
    UNIQUE (event_number, registrant_id)
) STRICT;

CREATE INDEX feed_rows_in_order ON feed_rows (event_number, seq);

CREATE TRIGGER feed_came AFTER INSERT ON registrants
WHEN EXISTS (SELECT 1 FROM publications WHERE event_number = new.event_number) BEGIN
    DELETE FROM feed_rows WHERE event_number = new.event_number AND registrant_id = new.id;
    INSERT INTO feed_rows (event_number, registrant_id) VALUES (new.event_number, new.id);
END;

-- Guests come after their host: whoever reads in order knows the host first.
CREATE TRIGGER feed_changed AFTER UPDATE ON registrants
WHEN EXISTS (SELECT 1 FROM publications WHERE event_number = new.event_number) BEGIN
    DELETE FROM feed_rows WHERE event_number = new.event_number AND registrant_id = new.id;
    INSERT INTO feed_rows (event_number, registrant_id) VALUES (new.event_number, new.id);
    DELETE FROM feed_rows WHERE new.hosts AND event_number = new.event_number
        AND registrant_id IN (SELECT id FROM registrants WHERE guest_of = new.id);
    INSERT INTO feed_rows (event_number, registrant_id)
        SELECT event_number, id FROM registrants WHERE new.hosts AND guest_of = new.id;
END;

CREATE TRIGGER feed_left AFTER DELETE ON registrants
WHEN EXISTS (SELECT 1 FROM publications WHERE event_number = old.event_number) BEGIN
    DELETE FROM feed_rows WHERE event_number = old.event_number AND registrant_id = old.id;
    INSERT INTO feed_rows (event_number, registrant_id) VALUES (old.event_number, old.id);
END;

-- What belongs to a person and stands elsewhere touches the person.
CREATE TRIGGER feed_tagged AFTER INSERT ON registrant_tags
WHEN EXISTS (SELECT 1 FROM publications WHERE event_number = new.event_number) BEGIN
    UPDATE registrants SET note = note WHERE id = new.registrant_id;
END;

CREATE TRIGGER feed_untagged AFTER DELETE ON registrant_tags
WHEN EXISTS (SELECT 1 FROM publications WHERE event_number = old.event_number) BEGIN
    UPDATE registrants SET note = note WHERE id = old.registrant_id;
END;

CREATE TRIGGER feed_answered AFTER INSERT ON registrant_answers
WHEN EXISTS (SELECT 1 FROM publications) BEGIN
    UPDATE registrants SET note = note WHERE id = new.registrant_id;
END;

CREATE TRIGGER feed_answered_anew AFTER UPDATE ON registrant_answers
WHEN EXISTS (SELECT 1 FROM publications) BEGIN
    UPDATE registrants SET note = note WHERE id = new.registrant_id;
END;

CREATE TRIGGER feed_ticketed AFTER INSERT ON tickets
WHEN EXISTS (SELECT 1 FROM publications) BEGIN
    UPDATE registrants SET note = note WHERE id = new.registrant_id;
END;

CREATE TRIGGER feed_ticketed_anew AFTER UPDATE OF code_hash, revoked_at ON tickets
WHEN EXISTS (SELECT 1 FROM publications) BEGIN
    UPDATE registrants SET note = note WHERE id = new.registrant_id;
END;

CREATE TRIGGER feed_rules AFTER UPDATE ON registrations
WHEN EXISTS (SELECT 1 FROM publications WHERE event_number = new.event_number) BEGIN
    DELETE FROM feed_rows WHERE event_number = new.event_number AND registrant_id = '';
    INSERT INTO feed_rows (event_number, registrant_id) VALUES (new.event_number, '');
END;
