-- The trusted service: this same store on an organization's own server. What follows is empty on a desk.
PRAGMA writable_schema = ON;

-- Somebody who registered by themselves, on the event's page (why so: see 0008_registration.sql).
UPDATE sqlite_schema
SET sql = replace(
    sql,
    'CHECK (source IN (''manual'', ''import''))',
    'CHECK (source IN (''manual'', ''import'', ''page''))'
)
WHERE type = 'table' AND name = 'registrants';

PRAGMA writable_schema = RESET;

-- The desks that may command here. A key is told once, to its desk; here is its SHA-256.
CREATE TABLE service_devices (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('owner', 'organizer')),
    key_hash   BLOB NOT NULL CHECK (length(key_hash) = 32),
    version    TEXT NOT NULL,
    paired_at  TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    revoked_at TEXT
) STRICT, WITHOUT ROWID;

-- Codes with which a desk may become one of them, once.
CREATE TABLE service_pairing_codes (
    code_hash BLOB PRIMARY KEY CHECK (length(code_hash) = 32),
    role      TEXT NOT NULL CHECK (role IN ('owner', 'organizer')),
    made_at   TEXT NOT NULL,
    until     TEXT NOT NULL,
    device_id TEXT REFERENCES service_devices (id)
) STRICT, WITHOUT ROWID;

-- Events that this service decides about. filling: their people are still being handed over, and the page is not shown;
-- open: here is the truth; closed: it was given back to the desk.
CREATE TABLE publications (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    slug         TEXT NOT NULL UNIQUE,
    state        TEXT NOT NULL CHECK (state IN ('filling', 'open', 'closed')),
    -- How its page looks (JSON of the core's).
    page         TEXT NOT NULL CHECK (json_valid(page)),
    device_id    TEXT REFERENCES service_devices (id),
    published_at TEXT NOT NULL,
    updated_at   TEXT NOT NULL
) STRICT;
