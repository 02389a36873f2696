-- Who was erased stays as a row that counts: without name, address, words, answers and ticket, under a pseudonym.
ALTER TABLE registrants ADD COLUMN erased_at TEXT;

-- How long the people of an event (of either kind) are kept after its end, in days; NULL: for good. No row: nobody has
-- said yet.
CREATE TABLE event_retentions (
    event_id TEXT PRIMARY KEY,
    days     INTEGER CHECK (days BETWEEN 0 AND 36500),
    set_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was erased, when, by whom: of one person (pseudonym) or of an event whose time was over (event_id). wanted: whom
-- to look for in copies of this file and in files beside it; gone as soon as that is done. report: what became of them.
CREATE TABLE erasures (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    pseudonym TEXT,
    event_id  TEXT,
    who       TEXT NOT NULL,
    people    INTEGER NOT NULL,
    began_at  TEXT NOT NULL,
    ended_at  TEXT,
    wanted    TEXT CHECK (wanted IS NULL OR json_valid(wanted)),
    report    TEXT NOT NULL CHECK (json_valid(report)),
    CHECK ((pseudonym IS NULL) <> (event_id IS NULL)),
    CHECK (wanted IS NULL OR ended_at IS NULL)
) STRICT;

CREATE INDEX erasures_unfinished ON erasures (number) WHERE ended_at IS NULL;
CREATE INDEX erasures_by_pseudonym ON erasures (pseudonym) WHERE pseudonym IS NOT NULL;
CREATE INDEX erasures_by_event ON erasures (event_id) WHERE event_id IS NOT NULL;

-- What a service says of a message may name its reader, also when it comes after the erasing.
CREATE TRIGGER messages_of_nobody AFTER UPDATE OF problem ON messages
WHEN new.problem IS NOT NULL
    AND EXISTS (SELECT 1 FROM registrants WHERE id = new.registrant_id AND erased_at IS NOT NULL)
BEGIN
    UPDATE messages SET problem = NULL WHERE number = new.number;
END;
