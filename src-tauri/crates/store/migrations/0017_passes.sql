-- What a trusted service gives for tickets. Empty on a desk.

-- The newest token of a ticket's identity, sealed by the core: made ahead of the rush, or kept for whoever comes again.
CREATE TABLE made_passes (
    identity_id  TEXT PRIMARY KEY REFERENCES ticket_identities (id) ON DELETE CASCADE,
    token_sealed BLOB NOT NULL,
    made_at      TEXT NOT NULL,
    until        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The trail: one row for each token that was given to somebody, without the token. It names the registrant without
-- referring to them: it outlives them. With each went a key for another token, good once; here is its SHA-256. first: of
-- another token, the row of the join that it goes on from. ended_at: of a first row, its join's keys are taken no more; of
-- another, a later key took its place before it was used.
CREATE TABLE pass_grants (
    number        INTEGER PRIMARY KEY,
    at            TEXT NOT NULL,
    event_number  INTEGER NOT NULL REFERENCES events (number),
    registrant_id TEXT NOT NULL,
    identity_id   TEXT NOT NULL,
    source        TEXT NOT NULL CHECK (source IN ('ahead', 'fresh')),
    until         TEXT NOT NULL,
    key_hash      BLOB NOT NULL CHECK (length(key_hash) = 32),
    first         INTEGER,
    used_at       TEXT,
    ended_at      TEXT
) STRICT;

CREATE INDEX pass_grants_of_join ON pass_grants (first) WHERE first IS NOT NULL;
