-- What was found in the content of items that are no recordings, and how far the steps that look for it are.

-- Chats and transcripts in one form; files and whiteboards pass here on their way to READY.
CREATE TABLE companion (
    item_id        uuid PRIMARY KEY REFERENCES item,
    -- Tries that were begun; each has keys of its own in the bucket.
    attempts       int NOT NULL DEFAULT 0,
    -- A try that ended early is repeated from here on.
    not_before     timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome        text CHECK (outcome IN ('NORMALISED', 'NOT_UNDERSTOOD', 'KEPT_AS_IT_IS')),
    format         text,
    encoding       text,
    entries        int,
    not_understood int,
    reason         text,
    done_at        timestamptz,
    CHECK ((outcome IS NULL) = (done_at IS NULL))
);

-- The text of documents, for search.
CREATE TABLE text_extraction (
    item_id       uuid PRIMARY KEY REFERENCES item,
    state         text NOT NULL CHECK (state IN ('WAITING', 'DONE', 'EMPTY', 'NOT_SUPPORTED', 'FAILED')),
    reason        text,
    attempts      int NOT NULL DEFAULT 0,
    -- Nobody takes it before: a worker has it, or its last try failed.
    not_before    timestamptz NOT NULL DEFAULT clock_timestamp(),
    state_since   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX text_extraction_waiting ON text_extraction (not_before) WHERE state = 'WAITING';
