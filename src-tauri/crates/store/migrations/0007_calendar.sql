-- An event that was not made here but taken over from the calendar, whose options are therefore left as they are; the
-- rule of a series (JSON, as the domain writes it); and, of a single date of a series, the series' id on the calendar.
ALTER TABLE events ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0 CHECK (adopted IN (0, 1));
ALTER TABLE events ADD COLUMN recurrence TEXT CHECK (recurrence IS NULL OR json_valid(recurrence));
ALTER TABLE events ADD COLUMN series_id TEXT;
-- What its meeting still has to be told (JSON of the core's), from a template or the event that it is a copy of.
ALTER TABLE events ADD COLUMN setup TEXT CHECK (setup IS NULL OR json_valid(setup));

-- How far the calendar of an account has been read. The window is frozen into the links. Neither link: the first page
-- of the window comes next. A full round reads everything in the window; what it does not name is not there any more.
CREATE TABLE calendar_rounds (
    owner_id     TEXT PRIMARY KEY,
    window_start TEXT NOT NULL,
    window_end   TEXT NOT NULL,
    round        INTEGER NOT NULL,
    full_round   INTEGER NOT NULL CHECK (full_round IN (0, 1)),
    next_link    TEXT,
    delta_link   TEXT,
    synced_at    TEXT,
    -- the service asked not to be asked before
    not_before   TEXT,
    CHECK (next_link IS NULL OR delta_link IS NULL)
) STRICT, WITHOUT ROWID;

-- The calendar as the service told it. Of what is not an online meeting of the account's own, and of the dates of a
-- series (whose words are the series'), no words are kept.
CREATE TABLE calendar_entries (
    owner_id       TEXT NOT NULL,
    graph_id       TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('singleInstance', 'seriesMaster', 'occurrence', 'exception')),
    series_id      TEXT,
    transaction_id TEXT,
    title          TEXT,
    start_utc      TEXT NOT NULL,
    end_utc        TEXT NOT NULL,
    zone           TEXT,
    recurrence     TEXT CHECK (recurrence IS NULL OR json_valid(recurrence)),
    -- an online meeting, organized by the account, not cancelled
    adoptable      INTEGER NOT NULL CHECK (adoptable IN (0, 1)),
    seen_round     INTEGER NOT NULL,
    PRIMARY KEY (owner_id, graph_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX calendar_entries_of_series ON calendar_entries (series_id, start_utc) WHERE series_id IS NOT NULL;

-- What was changed elsewhere (in Outlook, in Teams, at another desk) and the organizer has not yet said she has seen.
-- fields: JSON, [{field, before, after}].
CREATE TABLE event_elsewhere (
    id           INTEGER PRIMARY KEY,
    event_number INTEGER NOT NULL REFERENCES events (number),
    noticed_at   TEXT NOT NULL,
    edited_at    TEXT,
    fields       TEXT NOT NULL CHECK (json_valid(fields)),
    seen_at      TEXT
) STRICT;

CREATE INDEX event_elsewhere_unseen ON event_elsewhere (event_number) WHERE seen_at IS NULL;
