-- Counts decisions about a webhook, so that nobody overwrites what they have not seen.
ALTER TABLE webhook ADD COLUMN revision bigint NOT NULL DEFAULT 1;
