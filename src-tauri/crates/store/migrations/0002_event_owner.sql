-- The account whose calendar the event was begun on (its id in the directory). Another account that signs in here must
-- neither put it on its own calendar nor take it for gone. NULL: written down before this was kept.
ALTER TABLE events ADD COLUMN owner_id TEXT;
