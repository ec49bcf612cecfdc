-- Rules, holds, destructions and their proof.

-- Revisions of an account's rules. A change is a new revision; none is ever changed or deleted.
CREATE TABLE rule_set (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES account,
    revision      int NOT NULL CHECK (revision > 0),
    zone          text NOT NULL,
    account_min   text,
    account_max   text,
    statutory_min text,
    statutory_max text,
    host_default  text,
    trash_grace   text NOT NULL,
    hold_cool_off text NOT NULL,
    made_by       text NOT NULL,
    made_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (account_id, revision)
);

CREATE TABLE hold (
    id             uuid PRIMARY KEY,
    account_id     uuid NOT NULL REFERENCES account,
    title          text NOT NULL,
    authority      text NOT NULL,
    reason         text NOT NULL,
    placed_by      text NOT NULL,
    placed_at      timestamptz NOT NULL,
    cool_off       text NOT NULL,
    released_by    text,
    released_at    timestamptz,
    release_reason text,
    CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE INDEX hold_by_account ON hold (account_id, id DESC);

CREATE TABLE hold_item (
    hold_id uuid NOT NULL REFERENCES hold,
    item_id uuid NOT NULL REFERENCES item,
    PRIMARY KEY (hold_id, item_id)
);
CREATE INDEX hold_item_by_item ON hold_item (item_id);

-- One row per item past its point of no return: the grounds, and how far the proof is.
CREATE TABLE destruction (
    item_id            uuid PRIMARY KEY REFERENCES item,
    account_id         uuid NOT NULL REFERENCES account,
    started_at         timestamptz NOT NULL,
    committed_at       timestamptz NOT NULL,
    key_id             uuid NOT NULL,
    key_receipt        text NOT NULL,
    rule_set           text NOT NULL,
    rule_classes       text[] NOT NULL,
    explanation_digest text NOT NULL,
    go_at              text NOT NULL,
    destroy_at         text NOT NULL,
    floor              text,
    -- When a full listing first found nothing; cleared when a later one finds something.
    first_absent_at    timestamptz,
    problem            text
);

-- Every version and delete marker that was found and deleted, noted before its deletion.
CREATE TABLE destroyed_version (
    item_id       uuid NOT NULL REFERENCES destruction,
    key           text NOT NULL,
    version_id    text NOT NULL,
    size          bigint NOT NULL,
    delete_marker boolean NOT NULL,
    PRIMARY KEY (item_id, key, version_id)
);

CREATE TABLE certificate (
    id         uuid PRIMARY KEY,
    item_id    uuid NOT NULL UNIQUE REFERENCES item,
    account_id uuid NOT NULL REFERENCES account,
    issued_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    document   text NOT NULL
);

CREATE TRIGGER certificate_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Hides account ids in certificates from whoever sees only those.
CREATE TABLE certificate_salt (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    salt     uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO certificate_salt DEFAULT VALUES;
