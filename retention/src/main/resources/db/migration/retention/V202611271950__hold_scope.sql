-- Holds as cases, with a query beside their list.

ALTER TABLE hold
    ADD COLUMN reference         text,
    -- From when on the matter is said to hold; before placed_at only with a reason.
    ADD COLUMN effective_at      timestamptz,
    ADD COLUMN historical_reason text,
    -- The day on which somebody looks at it again, when that begins where the account is, and when the account was told.
    ADD COLUMN review_on         date,
    ADD COLUMN review_at         timestamptz,
    ADD COLUMN review_told_at    timestamptz,
    -- Only a person other than who placed it may release it.
    ADD COLUMN sensitive         boolean NOT NULL DEFAULT false;
UPDATE hold SET effective_at = placed_at;
ALTER TABLE hold
    ALTER COLUMN effective_at SET NOT NULL,
    ADD CHECK (effective_at <= placed_at),
    ADD CHECK ((review_on IS NULL) = (review_at IS NULL));
CREATE INDEX hold_review ON hold (review_at) WHERE review_at IS NOT NULL AND review_told_at IS NULL AND released_at IS NULL;

-- What a hold asks for beside the items of its list: all fields that are there must fit; whole_account stands for none.
CREATE TABLE hold_query (
    hold_id        uuid PRIMARY KEY REFERENCES hold,
    account_id     uuid NOT NULL REFERENCES account,
    whole_account  boolean NOT NULL,
    host           text,
    participant    text,
    -- The meeting's external id.
    meeting        text,
    ended_from     timestamptz,
    ended_before   timestamptz,
    -- End of the cool-off; absent while the hold is in force.
    protects_until timestamptz,
    CHECK (whole_account = (COALESCE(host, participant, meeting) IS NULL AND COALESCE(ended_from, ended_before) IS NULL))
);
CREATE INDEX hold_query_by_account ON hold_query (account_id);

-- What a hold asked for and came too late for.
CREATE TABLE hold_missed (
    hold_id uuid NOT NULL REFERENCES hold,
    item_id uuid NOT NULL REFERENCES item,
    outcome text NOT NULL CHECK (outcome IN ('IN_DESTRUCTION', 'DESTROYED')),
    PRIMARY KEY (hold_id, item_id)
);

-- Meetings of which something changed that queries look at, noted in the change's own transaction and deleted by exactly its number once holds were
-- bound to what is kept of them. Only ever inserted into and deleted from, so nobody waits for anybody because of it.
CREATE TABLE hold_binding_due (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL,
    meeting_id uuid NOT NULL
);

CREATE FUNCTION hold_binding_item_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hold_binding_due (account_id, meeting_id) VALUES (NEW.account_id, NEW.meeting_id);
    RETURN NULL;
END $$;

CREATE TRIGGER item_end_changed AFTER UPDATE OF anchor ON item
    FOR EACH ROW WHEN (OLD.anchor IS DISTINCT FROM NEW.anchor)
    EXECUTE FUNCTION hold_binding_item_due();

CREATE FUNCTION hold_binding_meeting_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hold_binding_due (account_id, meeting_id) VALUES (NEW.account_id, NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER meeting_changed AFTER UPDATE OF external_id, host, ends_at ON meeting
    -- One that is forgotten has nothing left that could be bound.
    FOR EACH ROW WHEN (NEW.forgotten_at IS NULL
                       AND (OLD.external_id <> NEW.external_id OR OLD.host <> NEW.host OR OLD.ends_at <> NEW.ends_at))
    EXECUTE FUNCTION hold_binding_meeting_due();

-- A meeting that is told of for the first time has no items yet: its first is bound when it is announced.
CREATE FUNCTION hold_binding_participants_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hold_binding_due (account_id, meeting_id)
    SELECT account_id, id FROM meeting
     WHERE id IN (SELECT meeting_id FROM told) AND EXISTS (SELECT FROM item WHERE meeting_id = meeting.id);
    RETURN NULL;
END $$;

CREATE TRIGGER participant_came AFTER INSERT ON participant
    REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION hold_binding_participants_due();
CREATE TRIGGER participant_changed AFTER UPDATE ON participant
    REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION hold_binding_participants_due();

-- A name that somebody is known by too makes their meetings those of who was asked for by another of their names.
CREATE FUNCTION hold_binding_alias_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM hold_query WHERE account_id = NEW.account_id AND COALESCE(host, participant) IS NOT NULL) THEN
        INSERT INTO hold_binding_due (account_id, meeting_id)
        SELECT account_id, id FROM meeting
         WHERE account_id = NEW.account_id
           AND (lower(host) IN (SELECT email FROM person WHERE id = NEW.person_id
                                UNION ALL SELECT alias FROM person_alias WHERE person_id = NEW.person_id)
                OR EXISTS (SELECT FROM participant
                            WHERE meeting_id = meeting.id
                              AND lower(participant.email) IN (SELECT email FROM person WHERE id = NEW.person_id
                                                               UNION ALL SELECT alias FROM person_alias WHERE person_id = NEW.person_id)));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER alias_came AFTER INSERT ON person_alias
    FOR EACH ROW EXECUTE FUNCTION hold_binding_alias_due();
