-- Waitlist, approval, questions. Status and kind learn new words. Their CHECK constraints are part of the tables' text,
-- and a table rebuilt for them would move 100,000 people, their word index and their messages; SQLite's documentation
-- (lang_altertable, "making other kinds of table schema changes") has this way for changes that leave what is on disk as
-- it is.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(
    sql,
    'CHECK (status IN (''registered'', ''cancelled''))',
    'CHECK (status IN (''registered'', ''waitlisted'', ''offered'', ''pendingApproval'', ''rejected'', ''cancelled''))'
)
WHERE type = 'table' AND name = 'registrants';

UPDATE sqlite_schema
SET sql = replace(
    replace(
        sql,
        'CHECK (kind IN (''confirmation''))',
        'CHECK (kind IN (''confirmation'', ''waitlisted'', ''offered'', ''pending'', ''approved'', ''rejected'', ''cancelled''))'
    ),
    'CHECK (skip_reason IN (''removed'', ''cancelled'', ''person'', ''impossible''))',
    'CHECK (skip_reason IN (''removed'', ''overtaken'', ''cancelled'', ''person'', ''impossible''))'
)
WHERE type = 'table' AND name = 'messages';

PRAGMA writable_schema = RESET;

-- JSON of the domain's Rules: read and written whole, never searched.
ALTER TABLE registrations ADD COLUMN rules TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(rules));

-- A guest is a row of their own at the host's address (email_normalized is the host's, # and a number: no address looks
-- so). Only hosts stand in the queue.
ALTER TABLE registrants ADD COLUMN guest_of TEXT REFERENCES registrants (id);
ALTER TABLE registrants ADD COLUMN queue_number INTEGER;
ALTER TABLE registrants ADD COLUMN offer_until TEXT CHECK ((status = 'offered') = (offer_until IS NOT NULL));
ALTER TABLE registrants ADD COLUMN group_name TEXT;
ALTER TABLE registrants ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- Whether it is worth looking for guests and tags: most people have neither, and a screenful is read at every letter.
ALTER TABLE registrants ADD COLUMN hosts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrants ADD COLUMN tagged INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER registrants_hosts AFTER INSERT ON registrants WHEN new.guest_of IS NOT NULL BEGIN
    UPDATE registrants SET hosts = 1 WHERE id = new.guest_of AND hosts = 0;
END;

-- Within one status the rowids, which are the places, follow each other: filtered lists come in name order unsorted.
CREATE INDEX registrants_by_status ON registrants (event_number, status);
CREATE INDEX registrants_queue ON registrants (event_number, queue_number) WHERE queue_number IS NOT NULL;
CREATE INDEX registrants_offers ON registrants (offer_until) WHERE offer_until IS NOT NULL;
CREATE INDEX registrants_guests ON registrants (guest_of) WHERE guest_of IS NOT NULL;
CREATE INDEX registrants_by_group ON registrants (event_number, group_name) WHERE group_name IS NOT NULL;

ALTER TABLE registrant_counts ADD COLUMN waitlisted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrant_counts ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrant_counts ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrant_counts ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER registrants_counted;
DROP TRIGGER registrants_recounted;

CREATE TRIGGER registrants_counted AFTER INSERT ON registrants BEGIN
    INSERT INTO registrant_counts (event_number, listed, registered, waitlisted, offered, pending, rejected)
    VALUES (new.event_number, 1, new.status = 'registered', new.status = 'waitlisted', new.status = 'offered',
            new.status = 'pendingApproval', new.status = 'rejected')
    ON CONFLICT (event_number) DO UPDATE
    SET listed = listed + 1, registered = registered + excluded.registered,
        waitlisted = waitlisted + excluded.waitlisted, offered = offered + excluded.offered,
        pending = pending + excluded.pending, rejected = rejected + excluded.rejected;
END;

CREATE TRIGGER registrants_recounted AFTER UPDATE OF status ON registrants WHEN old.status <> new.status BEGIN
    UPDATE registrant_counts
    SET registered = registered + (new.status = 'registered') - (old.status = 'registered'),
        waitlisted = waitlisted + (new.status = 'waitlisted') - (old.status = 'waitlisted'),
        offered = offered + (new.status = 'offered') - (old.status = 'offered'),
        pending = pending + (new.status = 'pendingApproval') - (old.status = 'pendingApproval'),
        rejected = rejected + (new.status = 'rejected') - (old.status = 'rejected')
    WHERE event_number = new.event_number;
END;

CREATE TABLE registrant_tags (
    event_number  INTEGER NOT NULL REFERENCES events (number),
    tag           TEXT NOT NULL,
    registrant_id TEXT NOT NULL REFERENCES registrants (id),
    PRIMARY KEY (event_number, tag, registrant_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX registrant_tags_of ON registrant_tags (registrant_id, tag);

CREATE TRIGGER registrants_tagged AFTER INSERT ON registrant_tags BEGIN
    UPDATE registrants SET tagged = 1 WHERE id = new.registrant_id AND tagged = 0;
END;

-- JSON by question; what a consent agreed to stands in it in words.
CREATE TABLE registrant_answers (
    registrant_id TEXT PRIMARY KEY REFERENCES registrants (id),
    answers       TEXT NOT NULL CHECK (json_valid(answers)),
    answered_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What lists are filtered by: one row for each thing said.
CREATE TABLE registrant_sayings (
    event_number  INTEGER NOT NULL REFERENCES events (number),
    question_id   TEXT NOT NULL,
    said          TEXT NOT NULL,
    registrant_id TEXT NOT NULL REFERENCES registrants (id),
    PRIMARY KEY (event_number, question_id, said, registrant_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX registrant_sayings_of ON registrant_sayings (registrant_id);

CREATE INDEX changes_of_registrant ON changes (registrant_id, id) WHERE registrant_id IS NOT NULL;
