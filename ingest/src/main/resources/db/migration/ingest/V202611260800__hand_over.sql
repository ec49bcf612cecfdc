-- Media servers whose recordings an account takes over.
CREATE TABLE source (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL REFERENCES account,
    adapter         text NOT NULL,
    name            text NOT NULL,
    settings        jsonb NOT NULL,
    -- Sealed under the catalog's own key.
    secrets         bytea NOT NULL,
    -- The account's choice for what comes from here, ISO 8601; absent means its default.
    retention       text,
    -- What stands where the server does not say.
    zone            text NOT NULL,
    host            text NOT NULL,
    -- Whether a file is deleted at its source once size and hash were verified here.
    delete_after    boolean NOT NULL,
    enabled         boolean NOT NULL,
    revision        bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    last_heard_at   timestamptz,
    -- The server is looked at again at this time; whoever does moves it on first.
    next_pull_at    timestamptz NOT NULL,
    last_pull_at    timestamptz,
    -- Where a pull left off that did not come to its end.
    pull_mark       text,
    pull_problem    text
);
CREATE INDEX source_by_account ON source (account_id, id);
CREATE INDEX source_by_pull ON source (next_pull_at) WHERE enabled;

-- A file that a source told of, on its way here.
CREATE TABLE hand_over (
    id              uuid PRIMARY KEY,
    source_id       uuid NOT NULL REFERENCES source ON DELETE CASCADE,
    -- SHA-256 of the source's own name for it: told of twice, it is one row. The name itself may name people, and is forgotten.
    key_hash        bytea NOT NULL CHECK (octet_length(key_hash) = 32),
    key             text,
    kind            text NOT NULL,
    file_name       text,
    said_size       bigint,
    -- What was said of the meeting; empty once the item has it.
    meeting         jsonb NOT NULL,
    recorded_until  timestamptz,
    -- Sealed: an address can be a secret. Absent when there is nothing to fetch, or nothing more.
    location        bytea,
    state           text NOT NULL CHECK (state IN ('HEARD', 'ARRIVED', 'FAILED', 'UNUSABLE')),
    problem         text,
    heard_at        timestamptz NOT NULL,
    -- Whoever claims it has until this time to move it on; then it is anybody's again.
    next_attempt_at timestamptz NOT NULL,
    give_up_at      timestamptz NOT NULL,
    claim           uuid,
    -- Without progress since.
    attempts        int NOT NULL DEFAULT 0,
    upload_id       uuid REFERENCES upload ON DELETE SET NULL,
    -- The content that the upload is made of.
    version         text,
    item_id         uuid REFERENCES item ON DELETE SET NULL,
    arrived_at      timestamptz,
    source_deleted  boolean NOT NULL DEFAULT false,
    UNIQUE (source_id, key_hash),
    CHECK (state = 'HEARD' OR claim IS NULL),
    CHECK (state <> 'HEARD' OR (location IS NOT NULL AND key IS NOT NULL AND file_name IS NOT NULL))
);
CREATE INDEX hand_over_due ON hand_over (next_attempt_at) WHERE state = 'HEARD';
CREATE INDEX hand_over_to_forget ON hand_over (heard_at) WHERE state <> 'HEARD' AND key IS NOT NULL;
CREATE INDEX hand_over_by_source ON hand_over (source_id, id DESC);
CREATE INDEX hand_over_under_way ON hand_over (source_id) WHERE claim IS NOT NULL;
