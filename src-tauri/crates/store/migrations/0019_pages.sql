-- The language that somebody registered in; NULL: it was not asked.
ALTER TABLE registrants ADD COLUMN language TEXT CHECK (language IN ('en', 'de'));

-- At a service: forms of people who have yet to prove that the address in them is theirs. Nobody of them is on a list or
-- holds a place. The link's code is kept sealed until the mail with it has left; after that there is its SHA-256 alone.
CREATE TABLE unproven (
    -- Also what a channel knows the mail by.
    id               TEXT PRIMARY KEY,
    event_number     INTEGER NOT NULL REFERENCES events (number),
    email            TEXT NOT NULL,
    email_normalized TEXT NOT NULL,
    -- JSON of the core's.
    form             TEXT NOT NULL CHECK (json_valid(form)),
    language         TEXT CHECK (language IN ('en', 'de')),
    code_hash        BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    code_sealed      BLOB,
    made_at          TEXT NOT NULL,
    until            TEXT NOT NULL,
    -- When the mail may be tried next; NULL: it left, or nobody will take it.
    ready_at         TEXT,
    attempts         INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX unproven_of_address ON unproven (event_number, email_normalized);
CREATE INDEX unproven_ready ON unproven (ready_at) WHERE ready_at IS NOT NULL;
