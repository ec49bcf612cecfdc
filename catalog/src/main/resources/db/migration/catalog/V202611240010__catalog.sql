-- The one record of every item. Truth lives here; the clock is this database's.

CREATE TABLE account (
    id         uuid PRIMARY KEY,
    slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE access_token (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    name       text NOT NULL,
    -- SHA-256 of the token: whoever reads this table can use none of them.
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    scopes     text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE TABLE meeting (
    id          uuid PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES account,
    external_id text NOT NULL,
    title       text NOT NULL,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    zone        text NOT NULL,
    host        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When its people and title were erased because its last item was destroyed.
    forgotten_at timestamptz,
    UNIQUE (account_id, external_id),
    CHECK (ends_at >= starts_at)
);

CREATE TABLE participant (
    meeting_id   uuid NOT NULL REFERENCES meeting ON DELETE CASCADE,
    ordinal      int NOT NULL,
    display_name text NOT NULL,
    email        text,
    PRIMARY KEY (meeting_id, ordinal)
);

-- A consent notice as participants saw or heard it. Versions are immutable.
CREATE TABLE notice (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    name       text NOT NULL,
    version    int NOT NULL CHECK (version > 0),
    language   text NOT NULL,
    text       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (account_id, name, version, language)
);

-- A set of facts that rules items, kept once and referred to by all items that it rules. The retention module gives it meaning.
CREATE TABLE retention_class (
    id         text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    facts      jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE item (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL REFERENCES account,
    meeting_id      uuid NOT NULL REFERENCES meeting,
    kind            text NOT NULL CHECK (kind IN ('RECORDING', 'TRANSCRIPT', 'CHAT', 'FILE', 'WHITEBOARD')),
    state           text NOT NULL CHECK (state IN
                        ('RECEIVING', 'STORED', 'QUARANTINED', 'REJECTED', 'READY', 'TRASHED', 'DESTROYING', 'PURGED')),
    -- Why it is quarantined or rejected; what went wrong with its processing.
    problem         text,
    -- End of the recording as the media server reported it: where retention periods begin.
    anchor          timestamptz,
    retention_class text REFERENCES retention_class,
    notice_id       uuid REFERENCES notice,
    notice_shown_at timestamptz,
    file_name       text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    state_since     timestamptz NOT NULL DEFAULT clock_timestamp(),
    trashed_at      timestamptz,
    -- The state it was in before, to which a restore returns.
    trashed_from    text,
    -- Facts beside the state: vetoes of destruction, and the lease of the worker that processes the item.
    hold_count      int NOT NULL DEFAULT 0 CHECK (hold_count >= 0),
    cool_off_until  timestamptz,
    lease_owner     text,
    lease_until     timestamptz,
    -- Counts changes of the facts that objects carry as tags; tags are up to date when tagged_version has caught up.
    facts_version   int NOT NULL DEFAULT 0,
    tagged_version  int NOT NULL DEFAULT 0,
    progress        real NOT NULL DEFAULT 0,
    progress_stage  text,
    CHECK ((state = 'TRASHED') <= (trashed_at IS NOT NULL))
);
CREATE INDEX item_by_account ON item (account_id, id DESC);
CREATE INDEX item_by_meeting ON item (meeting_id);
CREATE INDEX item_due ON item (retention_class, anchor) WHERE state IN ('STORED', 'READY', 'TRASHED');
CREATE INDEX item_trashed ON item (trashed_at) WHERE state = 'TRASHED';
CREATE INDEX item_stale_tags ON item (id) WHERE facts_version <> tagged_version;
CREATE INDEX item_unfinished ON item (state, id) WHERE state IN ('RECEIVING', 'STORED', 'REJECTED', 'DESTROYING');

-- The wrapped data key of an item. Deleting the row is the destruction of the item's bytes, wherever they lie.
CREATE TABLE item_key (
    item_id      uuid PRIMARY KEY REFERENCES item,
    key_id       uuid NOT NULL UNIQUE,
    vault_key_id text NOT NULL,
    wrapped      text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Every object ever written for an item, announced before its first byte. Rows outlive the bytes, as tombstones.
CREATE TABLE stored_object (
    id          uuid PRIMARY KEY,
    item_id     uuid NOT NULL REFERENCES item,
    role        text NOT NULL CHECK (role IN
                    ('SOURCE', 'RENDITION', 'PLAYLIST', 'SEGMENT', 'AUDIO', 'POSTER', 'STORYBOARD', 'CAPTIONS', 'MANIFEST', 'PACKAGE')),
    name        text NOT NULL,
    bucket      text NOT NULL,
    key         text NOT NULL UNIQUE,
    status      text NOT NULL CHECK (status IN ('ANNOUNCED', 'VISIBLE', 'DROPPED', 'GONE')),
    sealed      boolean NOT NULL,
    part_size   int NOT NULL,
    media_type  text NOT NULL,
    -- Known once the bytes are complete.
    size        bigint,
    sha256      bytea CHECK (octet_length(sha256) = 32),
    version_id  text,
    announced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (status <> 'VISIBLE' OR (size IS NOT NULL AND sha256 IS NOT NULL AND version_id IS NOT NULL))
);
CREATE INDEX stored_object_by_item ON stored_object (item_id);
CREATE UNIQUE INDEX stored_object_visible ON stored_object (item_id, role, name) WHERE status = 'VISIBLE';

-- The trail: what happened, by whom, in order. Nobody edits it.
CREATE TABLE audit_entry (
    sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    item_id    uuid REFERENCES item,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor      text NOT NULL,
    action     text NOT NULL,
    detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_entry_by_item ON audit_entry (item_id, sequence);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
