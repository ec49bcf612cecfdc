-- Counts changes of what an account wants, so that nobody overwrites what they have not seen.
ALTER TABLE account_settings ADD COLUMN revision bigint NOT NULL DEFAULT 1;
