-- Counts changes of what is shown of a person, so that nobody overwrites what they have not seen.
ALTER TABLE person ADD COLUMN revision bigint NOT NULL DEFAULT 1;
