-- Joins whose parts cannot be read are tried less and less often.
ALTER TABLE upload
    ADD COLUMN join_failures int NOT NULL DEFAULT 0 CHECK (join_failures >= 0),
    ADD COLUMN join_next_at timestamptz;
