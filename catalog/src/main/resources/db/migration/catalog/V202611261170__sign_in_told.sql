-- How many of the failures the trail was told of: each pause is told once, and so is the first failure.
ALTER TABLE sign_in_attempt ADD COLUMN told int NOT NULL DEFAULT 0;
