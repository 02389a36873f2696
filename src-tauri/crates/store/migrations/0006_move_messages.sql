-- What the organizer wrote to those who are invited when the event was moved.
ALTER TABLE event_moves ADD COLUMN message TEXT;
