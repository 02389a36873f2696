-- What was done to many people of an event at once, so that it can be undone as a whole. Of an import that is running
-- the file is kept (and the choices of columns, as JSON), so that after a crash it can be gone on with; once it has ended,
-- only its name and SHA-256.
CREATE TABLE bulk_changes (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    event_number INTEGER NOT NULL REFERENCES events (number),
    kind         TEXT NOT NULL CHECK (kind IN ('import', 'removal', 'edit')),
    state        TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone')),
    -- of an import the file's name; of the others what was looked for
    title        TEXT NOT NULL,
    people       INTEGER NOT NULL DEFAULT 0,
    began_at     TEXT NOT NULL,
    ended_at     TEXT,
    undone_at    TEXT,
    file_hash    BLOB CHECK (length(file_hash) = 32),
    file         BLOB,
    choices      TEXT CHECK (json_valid(choices)),
    CHECK ((state = 'running') = (ended_at IS NULL)),
    CHECK ((state = 'undone') = (undone_at IS NOT NULL)),
    CHECK (file IS NULL OR state = 'running')
) STRICT;

CREATE INDEX bulk_changes_of_event ON bulk_changes (event_number, number);

-- Whom it touched. It names registrants without referring to them: undoing an import takes them away. before: what an
-- edit found and what it put there, as JSON; 'told' for somebody whom an undone import had written to already.
CREATE TABLE bulk_people (
    bulk_number   INTEGER NOT NULL REFERENCES bulk_changes (number) ON DELETE CASCADE,
    registrant_id TEXT NOT NULL,
    before        TEXT,
    PRIMARY KEY (bulk_number, registrant_id)
) STRICT, WITHOUT ROWID;

-- An undone import is the first thing that takes people off the list for good.
CREATE TRIGGER registrants_uncounted AFTER DELETE ON registrants BEGIN
    UPDATE registrant_counts
    SET listed = listed - 1, registered = registered - (old.status = 'registered'),
        waitlisted = waitlisted - (old.status = 'waitlisted'), offered = offered - (old.status = 'offered'),
        pending = pending - (old.status = 'pendingApproval'), rejected = rejected - (old.status = 'rejected')
    WHERE event_number = old.event_number;
END;

-- The list in its other orders (that by status is there already); within equals by place, which is by name. Who has no
-- company comes last.
CREATE INDEX registrants_by_time ON registrants (event_number, registered_at);
CREATE INDEX registrants_by_company ON registrants (event_number, (coalesce(company, char(1114111))) COLLATE NOCASE);
