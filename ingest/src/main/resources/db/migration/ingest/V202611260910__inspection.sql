-- What a look at the bytes of an item found, beside whether it may go on.
CREATE TABLE item_inspection (
    item_id       uuid PRIMARY KEY REFERENCES item,
    content_type  text NOT NULL,
    declared_type text,
    name_type     text,
    -- Which of the two the content does not keep.
    mismatches    text[] NOT NULL DEFAULT '{}' CHECK (mismatches <@ ARRAY['NAME', 'DECLARED']),
    -- What in it could run where somebody opens it.
    active        text,
    scan          text NOT NULL CHECK (scan IN ('CLEAN', 'INFECTED', 'NOT_SCANNED')),
    scan_detail   text,
    inspected_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((scan = 'CLEAN') = (scan_detail IS NULL))
);
