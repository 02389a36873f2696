-- What a service told somebody comes to the desks with the person.
CREATE TRIGGER feed_told AFTER UPDATE OF state ON messages
WHEN new.state IN ('delivered', 'ambiguous')
    AND EXISTS (SELECT 1 FROM publications WHERE event_number = new.event_number) BEGIN
    UPDATE registrants SET note = note WHERE id = new.registrant_id;
END;

-- What was erased of one person, of an event whose time was over, or of some rows of a list (JSON, by id): those that a
-- service which decides about the event says it erased.
CREATE TABLE erasures_too (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    pseudonym TEXT,
    event_id  TEXT,
    of_rows   TEXT CHECK (of_rows IS NULL OR json_valid(of_rows)),
    who       TEXT NOT NULL,
    people    INTEGER NOT NULL,
    began_at  TEXT NOT NULL,
    ended_at  TEXT,
    wanted    TEXT CHECK (wanted IS NULL OR json_valid(wanted)),
    report    TEXT NOT NULL CHECK (json_valid(report)),
    CHECK ((pseudonym IS NOT NULL) + (event_id IS NOT NULL) + (of_rows IS NOT NULL) = 1),
    CHECK (wanted IS NULL OR ended_at IS NULL)
) STRICT;

INSERT INTO erasures_too (number, id, pseudonym, event_id, who, people, began_at, ended_at, wanted, report)
    SELECT number, id, pseudonym, event_id, who, people, began_at, ended_at, wanted, report FROM erasures;
DROP TABLE erasures;
ALTER TABLE erasures_too RENAME TO erasures;

CREATE INDEX erasures_unfinished ON erasures (number) WHERE ended_at IS NULL;
CREATE INDEX erasures_by_pseudonym ON erasures (pseudonym) WHERE pseudonym IS NOT NULL;
CREATE INDEX erasures_by_event ON erasures (event_id) WHERE event_id IS NOT NULL;
