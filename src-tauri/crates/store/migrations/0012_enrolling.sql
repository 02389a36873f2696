-- People can be taken off a webinar again, many at once: two more words for their state, and when somebody whom Teams
-- put off (429) may be asked for again. Nothing refers to the table.
CREATE TABLE enrolments_anew (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    event_number    INTEGER NOT NULL REFERENCES virtual_events (number),
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    email           TEXT NOT NULL,
    email_key       TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'enrolled', 'waiting', 'refused',
                        'cancelling', 'cancelled')),
    registration_id TEXT,
    join_url        TEXT,
    problem         TEXT,
    not_before      TEXT,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    UNIQUE (event_number, email_key)
) STRICT;
INSERT INTO enrolments_anew (number, id, event_number, first_name, last_name, email, email_key, state, registration_id,
        join_url, problem, created_at, updated_at)
    SELECT number, id, event_number, first_name, last_name, email, email_key, state, registration_id, join_url, problem,
        created_at, updated_at FROM virtual_enrolments;
DROP TABLE virtual_enrolments;
ALTER TABLE enrolments_anew RENAME TO virtual_enrolments;
CREATE INDEX virtual_enrolments_by_state ON virtual_enrolments (event_number, state, number);

-- How much a service lets an application do in a while, as its refusals (429) taught; all processes share it.
CREATE TABLE request_limits (
    application TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('write', 'read')),
    most        INTEGER NOT NULL CHECK (most >= 1),
    changed_at  TEXT NOT NULL,
    -- asked for by the service itself (Retry-After)
    not_before  TEXT,
    PRIMARY KEY (application, kind)
) STRICT, WITHOUT ROWID;

-- What was asked lately: written before it is sent, so that whoever comes after a crash counts it too.
CREATE TABLE requests_made (
    number      INTEGER PRIMARY KEY,
    application TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('write', 'read')),
    at          TEXT NOT NULL,
    count       INTEGER NOT NULL CHECK (count >= 1)
) STRICT;
CREATE INDEX requests_made_by_time ON requests_made (application, kind, at);
