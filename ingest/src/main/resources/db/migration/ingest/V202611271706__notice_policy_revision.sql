-- Counts changes of the policy, so that nobody overwrites what they have not seen.
ALTER TABLE notice_policy ADD COLUMN revision bigint NOT NULL DEFAULT 1;
