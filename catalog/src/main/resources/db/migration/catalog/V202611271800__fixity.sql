-- When the bytes of each object were last read back, and what was wrong with them.
ALTER TABLE stored_object
    -- When somebody last tried to read it back; until then when it was announced. What waits longest comes first.
    ADD COLUMN checked_at  timestamptz,
    -- When a reading began that found every byte as it was written.
    ADD COLUMN verified_at timestamptz,
    ADD COLUMN damage      text CHECK (damage IN ('DAMAGED', 'MISSING'));
UPDATE stored_object SET checked_at = announced_at;
ALTER TABLE stored_object
    ALTER COLUMN checked_at SET DEFAULT clock_timestamp(),
    ALTER COLUMN checked_at SET NOT NULL;

CREATE INDEX stored_object_to_check ON stored_object (checked_at, id) WHERE status = 'VISIBLE';
CREATE INDEX stored_object_damaged ON stored_object (checked_at, id) WHERE status = 'VISIBLE' AND damage IS NOT NULL;

-- How far it is, counted now and then: one row.
CREATE TABLE fixity_standing (
    only_one       boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    counted_at     timestamptz NOT NULL,
    bytes          bigint NOT NULL,
    verified_bytes bigint NOT NULL,
    oldest_at      timestamptz,
    damaged        bigint NOT NULL,
    missing        bigint NOT NULL
);
