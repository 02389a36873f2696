-- One guest identity a ticket: whoever joins with it again is the same person in the meeting, until the event is over.
CREATE TABLE ticket_identities (
    ticket_hash BLOB PRIMARY KEY CHECK (length(ticket_hash) = 32),
    id          TEXT NOT NULL UNIQUE,
    keep_until  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ticket_identities_over ON ticket_identities (keep_until);

-- The joins in which such an identity is being used, by this program or another of the profile's. token_at is when the
-- latest token was made: a join that a crash left here ends with its token.
CREATE TABLE ticket_joins (
    join_id     TEXT PRIMARY KEY,
    identity_id TEXT NOT NULL REFERENCES ticket_identities (id) ON DELETE CASCADE,
    token_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ticket_joins_of ON ticket_joins (identity_id);
