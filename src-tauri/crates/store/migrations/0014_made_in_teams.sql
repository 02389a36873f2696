-- Taken over from Teams, not made here.
ALTER TABLE virtual_events ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0 CHECK (adopted IN (0, 1));
-- Somebody else organizes it; this account runs it with them.
ALTER TABLE virtual_events ADD COLUMN co_organized INTEGER NOT NULL DEFAULT 0 CHECK (co_organized IN (0, 1));
-- What it still has to be given from a copy or a template, as JSON of the core's.
ALTER TABLE virtual_events ADD COLUMN setup TEXT;

-- Webinars and town halls that the account runs in Teams, as they were last read. By account: a profile can change hands.
CREATE TABLE virtual_offers (
    owner_id     TEXT NOT NULL,
    graph_id     TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('webinar', 'townHall')),
    title        TEXT NOT NULL,
    start_utc    TEXT NOT NULL,
    end_utc      TEXT NOT NULL,
    zone         TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'published')),
    co_organized INTEGER NOT NULL CHECK (co_organized IN (0, 1)),
    organizer    TEXT,
    -- By which a desk that makes it knows it, if one does.
    tag          TEXT,
    PRIMARY KEY (owner_id, graph_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE virtual_offer_rounds (
    owner_id   TEXT PRIMARY KEY,
    read_at    TEXT,
    not_before TEXT
) STRICT, WITHOUT ROWID;
