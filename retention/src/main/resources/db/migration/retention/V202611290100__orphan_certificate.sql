-- Destroyed orphans get a certificate, once two whole listings of the bucket had nothing of them.

-- What a decision destroys, until it is certified.
CREATE TABLE orphan_destruction (
    id             uuid PRIMARY KEY,
    account_id     uuid NOT NULL REFERENCES account,
    folder         uuid,
    item_id        uuid REFERENCES item,
    decided_at     timestamptz NOT NULL,
    -- When the store had answered; absent where the worker died before that was noted.
    deleted_at     timestamptz,
    -- The first comparison after it that saw nothing of it, and how many versions and markers that listed.
    first_began_at timestamptz,
    first_ended_at timestamptz,
    first_listed   bigint
);

-- Noted before it is deleted: what a worker leaves that dies in between can be certified all the same.
CREATE TABLE orphan_destroyed (
    key            text NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('VERSION', 'MARKER', 'UPLOAD')),
    id             text NOT NULL,
    size           bigint NOT NULL,
    first_seen_at  timestamptz NOT NULL,
    -- The last decision: what the store refused is decided anew.
    destruction_id uuid NOT NULL REFERENCES orphan_destruction,
    -- The beginning of the last comparison that saw it all the same.
    seen_at        timestamptz,
    PRIMARY KEY (key, kind, id)
);
CREATE INDEX orphan_destroyed_by_destruction ON orphan_destroyed (destruction_id);

CREATE TABLE orphan_certificate (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    folder     uuid,
    issued_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    document   text NOT NULL
);
CREATE INDEX orphan_certificate_by_account ON orphan_certificate (account_id, id);

CREATE TRIGGER orphan_certificate_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON orphan_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

SELECT keep_in_ledger('orphan_destruction', 'orphan_destroyed', 'orphan_certificate');
