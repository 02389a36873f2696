-- Instants are RFC 3339 in UTC with milliseconds ("2026-12-01T17:00:00.000Z"): as text they sort by time.

CREATE TABLE schema_history (
    version    INTEGER PRIMARY KEY,
    applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE events (
    -- Never reused: registrants' places are made of it.
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    transaction_id  TEXT NOT NULL UNIQUE,
    title           TEXT NOT NULL,
    description     TEXT NOT NULL,
    start_utc       TEXT NOT NULL,
    end_utc         TEXT NOT NULL,
    zone            TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('creating', 'scheduled', 'cancelled')),
    graph_event_id  TEXT UNIQUE,
    ical_uid        TEXT,
    change_key      TEXT,
    meeting_id      TEXT,
    join_url        TEXT,
    web_link        TEXT,
    organizer_name  TEXT,
    organizer_email TEXT,
    problem         TEXT,
    ics_sequence    INTEGER NOT NULL DEFAULT 0,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    cancelled_at    TEXT,
    cancel_comment  TEXT,
    CHECK (state <> 'scheduled' OR graph_event_id IS NOT NULL),
    CHECK (start_utc < end_utc)
) STRICT;

CREATE INDEX events_by_start ON events (start_utc);
CREATE INDEX events_creating ON events (number) WHERE state = 'creating';

CREATE TABLE registrations (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    mode         TEXT NOT NULL CHECK (mode IN ('own')),
    capacity     INTEGER CHECK (capacity >= 0),
    opened_at    TEXT NOT NULL
) STRICT;

-- place = event number × 2^40 + a label in name order, with gaps (see name_order.rs). Rows therefore lie on disk as
-- they are shown, and the word index, whose rowids are the places, answers in name order without sorting.
CREATE TABLE registrants (
    place            INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    event_number     INTEGER NOT NULL REFERENCES events (number),
    name             TEXT NOT NULL,
    name_folded      TEXT NOT NULL,
    email            TEXT NOT NULL,
    email_normalized TEXT NOT NULL,
    company          TEXT,
    status           TEXT NOT NULL CHECK (status IN ('registered', 'cancelled')),
    source           TEXT NOT NULL CHECK (source IN ('manual', 'import')),
    registered_at    TEXT NOT NULL,
    cancelled_at     TEXT,
    UNIQUE (event_number, email_normalized),
    CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
) STRICT;

CREATE INDEX registrants_by_name ON registrants (event_number, name_folded, email_normalized);

-- The words of name, e-mail and company, already folded and split (see search.rs); rowid = place. The ascii
-- tokenizer splits at the blanks and at nothing else.
CREATE VIRTUAL TABLE registrant_words USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'ascii'
);

CREATE TABLE registrant_counts (
    event_number INTEGER PRIMARY KEY REFERENCES events (number),
    listed       INTEGER NOT NULL,
    registered   INTEGER NOT NULL
) STRICT;

CREATE TRIGGER registrants_counted AFTER INSERT ON registrants BEGIN
    INSERT INTO registrant_counts VALUES (new.event_number, 1, new.status = 'registered')
    ON CONFLICT (event_number) DO UPDATE
    SET listed = listed + 1, registered = registered + excluded.registered;
END;

CREATE TRIGGER registrants_recounted AFTER UPDATE OF status ON registrants WHEN old.status <> new.status BEGIN
    UPDATE registrant_counts
    SET registered = registered + (new.status = 'registered') - (old.status = 'registered')
    WHERE event_number = new.event_number;
END;

CREATE TABLE tickets (
    registrant_id TEXT PRIMARY KEY REFERENCES registrants (id),
    code_sealed   BLOB NOT NULL,
    code_hash     BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    issued_at     TEXT NOT NULL,
    revoked_at    TEXT
) STRICT, WITHOUT ROWID;

-- The outbox. operation_id is fixed at planning, so that a repeated request is the same request to the service.
CREATE TABLE messages (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    event_number  INTEGER NOT NULL REFERENCES events (number),
    registrant_id TEXT NOT NULL REFERENCES registrants (id),
    kind          TEXT NOT NULL CHECK (kind IN ('confirmation')),
    dedupe        TEXT NOT NULL,
    channel       TEXT NOT NULL CHECK (channel IN ('acsEmail', 'smtp')),
    state         TEXT NOT NULL
                  CHECK (state IN ('planned', 'sending', 'delivered', 'failed', 'ambiguous', 'skipped')),
    operation_id  TEXT NOT NULL UNIQUE,
    planned_at    TEXT NOT NULL,
    due_at        TEXT NOT NULL,
    -- due_at, or the later moment after which a put-back message may be tried again
    ready_at      TEXT NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    claimed_at    TEXT,
    claim_owner   TEXT,
    lease_until   TEXT,
    -- the service took the request and its final result is awaited
    accepted_at   TEXT,
    finished_at   TEXT,
    skip_reason   TEXT CHECK (skip_reason IN ('removed', 'cancelled', 'person', 'impossible')),
    problem       TEXT,
    UNIQUE (registrant_id, kind, dedupe),
    CHECK (state <> 'sending' OR (claim_owner IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK ((state = 'skipped') = (skip_reason IS NOT NULL)),
    CHECK ((state IN ('delivered', 'failed', 'ambiguous', 'skipped')) = (finished_at IS NOT NULL))
) STRICT;

CREATE INDEX messages_of_event ON messages (event_number, state);
CREATE INDEX messages_ready ON messages (channel, ready_at) WHERE state = 'planned';
CREATE INDEX messages_in_flight ON messages (lease_until) WHERE state = 'sending';

CREATE TABLE accounts (
    id                   INTEGER PRIMARY KEY CHECK (id = 1),
    user_id              TEXT NOT NULL,
    tenant_id            TEXT NOT NULL,
    username             TEXT NOT NULL,
    display_name         TEXT NOT NULL,
    refresh_token_sealed BLOB,
    access_tokens_sealed BLOB,
    needs_sign_in        INTEGER NOT NULL CHECK (needs_sign_in IN (0, 1)),
    signed_in_at         TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- The history. It names events and registrants without referring to them: it outlives them.
CREATE TABLE changes (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    at            TEXT NOT NULL,
    who           TEXT NOT NULL,
    event_id      TEXT,
    registrant_id TEXT,
    what          TEXT NOT NULL,
    detail        TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

CREATE INDEX changes_of_event ON changes (event_id, id) WHERE event_id IS NOT NULL;

CREATE TABLE acs_identities (
    id         TEXT PRIMARY KEY,
    join_id    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX acs_identities_left ON acs_identities (created_at) WHERE deleted_at IS NULL;
