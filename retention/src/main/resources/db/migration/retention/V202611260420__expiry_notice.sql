-- What accounts were told about the end of items: once for each item and warning, and again when the date moved.
CREATE TABLE expiry_notice (
    item_id       uuid NOT NULL REFERENCES item,
    warning       text NOT NULL,
    destroy_at    timestamptz NOT NULL,
    -- The item's facts as they were looked at: while they stay, the item needs no second look for this warning.
    facts_version int NOT NULL,
    PRIMARY KEY (item_id, warning)
);

-- What accounts were told about a destruction that does not come to its end.
ALTER TABLE destruction ADD COLUMN told_problems text[] NOT NULL DEFAULT '{}';
