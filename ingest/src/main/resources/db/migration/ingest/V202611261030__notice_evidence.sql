-- Evidence of who saw or heard a notice. It is about a meeting by the media server's id, because it comes before, with or after its recordings.

CREATE TABLE notice_policy (
    account_id       uuid PRIMARY KEY REFERENCES account,
    without_evidence text NOT NULL
);

-- One row per meeting: the end of the chain that its headers and events form.
CREATE TABLE notice_chain (
    account_id uuid NOT NULL REFERENCES account,
    meeting    text NOT NULL,
    length     int NOT NULL DEFAULT 0,
    head       text NOT NULL DEFAULT '',
    -- The first notice that anything of it names, for items that name none themselves.
    notice_id  uuid REFERENCES notice,
    shown_at   timestamptz,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When it is looked at whether people and evidence can be forgotten.
    look_at    timestamptz NOT NULL DEFAULT clock_timestamp() + interval '1 day',
    PRIMARY KEY (account_id, meeting)
);
CREATE INDEX notice_chain_to_look_at ON notice_chain (look_at);

-- Canonical JSON, each with the hash of the one before, so that none is changed or taken away unnoticed.
CREATE TABLE notice_evidence (
    account_id  uuid NOT NULL,
    meeting     text NOT NULL,
    ordinal     int NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('HEADER', 'EVENT')),
    event_id    text,
    pseudonym   uuid,
    body        text NOT NULL,
    hash        text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account_id, meeting, ordinal),
    UNIQUE (account_id, meeting, event_id),
    FOREIGN KEY (account_id, meeting) REFERENCES notice_chain,
    CHECK ((kind = 'EVENT') = (event_id IS NOT NULL) AND (kind = 'EVENT') = (pseudonym IS NOT NULL))
);
CREATE TRIGGER notice_evidence_never_changed BEFORE UPDATE OR TRUNCATE ON notice_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who stands behind a pseudonym; forgotten with the meeting's people.
CREATE TABLE notice_participant (
    account_id uuid NOT NULL,
    meeting    text NOT NULL,
    pseudonym  uuid NOT NULL,
    -- The media server's id of the participant.
    who        text NOT NULL,
    name       text,
    email      text,
    strength   text NOT NULL,
    PRIMARY KEY (account_id, meeting, pseudonym),
    UNIQUE (account_id, meeting, who),
    FOREIGN KEY (account_id, meeting) REFERENCES notice_chain
);
