-- Uploads on their way. An acknowledged byte is in a part or in the tail, and its row is committed.

CREATE TABLE upload (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL REFERENCES account,
    item_id         uuid NOT NULL UNIQUE REFERENCES item,
    object_id       uuid NOT NULL REFERENCES stored_object,
    length          bigint NOT NULL CHECK (length > 0),
    part_size       int NOT NULL,
    tags            jsonb NOT NULL,
    expected_sha256 text CHECK (expected_sha256 ~ '^[0-9a-f]{64}$'),
    -- The store's id of the multipart upload; recorded before the first part is sent.
    multipart_id    text,
    -- Bytes acknowledged: all full parts, and the tail.
    stored_bytes    bigint NOT NULL DEFAULT 0,
    tail_key        text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    CHECK (stored_bytes BETWEEN 0 AND length)
);
CREATE INDEX upload_unfinished ON upload (id) WHERE finished_at IS NULL;

CREATE TABLE upload_part (
    upload_id uuid NOT NULL REFERENCES upload,
    number    int NOT NULL,
    etag      text NOT NULL,
    size      bigint NOT NULL,
    PRIMARY KEY (upload_id, number)
);
