-- What lists are ordered and narrowed by, kept where one index can give a page of it in order.

ALTER TABLE meeting
    -- The words that its title and its participants are found by, as they stand in title_word and participant_word: whoever forgets the meeting
    -- deletes exactly these, however words are told apart by then.
    ADD COLUMN title_words text[] NOT NULL DEFAULT '{}',
    ADD COLUMN participant_words text[] NOT NULL DEFAULT '{}';

-- Copies of what the item's meeting says. Its end never changes; the host is erased in both places at once.
ALTER TABLE item
    ADD COLUMN recorded_at timestamptz,
    ADD COLUMN host text;
UPDATE item i SET recorded_at = m.ends_at, host = m.host FROM meeting m WHERE m.id = i.meeting_id;
ALTER TABLE item
    ALTER COLUMN recorded_at SET NOT NULL,
    ALTER COLUMN host SET NOT NULL;

-- By the database, so that no statement that makes an item can forget them.
CREATE FUNCTION item_copies_of_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT ends_at, host INTO NEW.recorded_at, NEW.host FROM meeting WHERE id = NEW.meeting_id;
    RETURN NEW;
END $$;

CREATE TRIGGER item_copies_of_meeting BEFORE INSERT ON item
    FOR EACH ROW WHEN (NEW.recorded_at IS NULL) EXECUTE FUNCTION item_copies_of_meeting();

-- One for each way into the list. All end in the order of the list, so that a page is read off any of them without sorting.
CREATE INDEX item_listed ON item (account_id, recorded_at, meeting_id, id);
CREATE INDEX item_listed_by_host ON item (account_id, lower(host), recorded_at, meeting_id, id);
CREATE INDEX item_listed_by_state ON item (account_id, state, recorded_at, meeting_id, id);
CREATE INDEX item_listed_by_owner ON item (account_id, owner_id, recorded_at, meeting_id, id) WHERE owner_id IS NOT NULL;

-- Which meetings have a word in their title, in the order of the list; and the same of the people who took part.
CREATE TABLE title_word (
    account_id  uuid NOT NULL,
    word        text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    meeting_id  uuid NOT NULL,
    PRIMARY KEY (account_id, word, recorded_at, meeting_id)
);
CREATE TABLE participant_word (
    account_id  uuid NOT NULL,
    word        text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    meeting_id  uuid NOT NULL,
    PRIMARY KEY (account_id, word, recorded_at, meeting_id)
);
