-- Several desks on one service. Each time an event is published it is another publication, with an id of its desk's: what
-- was said of an earlier one changes nothing any more.
ALTER TABLE publications ADD COLUMN publication TEXT NOT NULL DEFAULT '';
-- When everybody had been handed over; NULL: nobody was ever decided about under this publication.
ALTER TABLE publications ADD COLUMN opened_at TEXT;
UPDATE publications SET opened_at = published_at WHERE state <> 'filling';

CREATE TABLE ended_publications (
    publication  TEXT PRIMARY KEY,
    event_number INTEGER NOT NULL REFERENCES events (number),
    ended_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- At a desk. Fixed before the first request, so that a repeated one makes no second publication.
CREATE TABLE publication_attempts (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    publication  TEXT NOT NULL
) STRICT;

ALTER TABLE published_events ADD COLUMN publication TEXT NOT NULL DEFAULT '';
-- The desk that published it, by its name: here is a copy. NULL: this one.
ALTER TABLE published_events ADD COLUMN device TEXT;
-- Of a copy: since when nobody decides about it any more.
ALTER TABLE published_events ADD COLUMN over_at TEXT;
-- The list is being read once more from its beginning.
ALTER TABLE published_events ADD COLUMN anew INTEGER NOT NULL DEFAULT 0;

ALTER TABLE queued_commands ADD COLUMN publication TEXT NOT NULL DEFAULT '';

-- Who was on the desk's list when it began to read the service's once more, and was not named since.
CREATE TABLE unheard_people (
    registrant_id TEXT PRIMARY KEY,
    event_number  INTEGER NOT NULL REFERENCES events (number)
) STRICT, WITHOUT ROWID;

CREATE INDEX unheard_people_of_event ON unheard_people (event_number);
