-- Mails about an event that was moved or called off. The words of a CHECK constraint, as in 0008: nothing on disk changes.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, '''rejected'', ''cancelled''))', '''rejected'', ''cancelled'', ''moved'', ''calledOff''))')
WHERE type = 'table' AND name = 'messages';

PRAGMA writable_schema = RESET;

-- Of the kind moved: the time that its reader knows. NULL: it is not known here.
ALTER TABLE messages ADD COLUMN was_start TEXT;
ALTER TABLE messages ADD COLUMN was_end TEXT;
ALTER TABLE messages ADD COLUMN was_zone TEXT CHECK ((was_zone IS NULL) = (was_start IS NULL OR was_end IS NULL));

-- The last change that people are to be told about, by when it was made at the event's desk.
ALTER TABLE events ADD COLUMN tell_at TEXT;
