-- What a database that was lost is made again from; docs/recovery.md.

-- How the rows of each table are kept outside of this database.
CREATE TABLE kept_table (
    name        text PRIMARY KEY,
    -- LEDGER: row by row as they change. LEAF: with the leaf of the trail that has the same sequence. ITEM, MEETING, EXTERNAL_MEETING: in the copy beside each
    -- item, found by the item's id, its meeting's id, or the account and what the media server calls the meeting. NOT: see why.
    way         text NOT NULL CHECK (way IN ('LEDGER', 'LEAF', 'ITEM', 'MEETING', 'EXTERNAL_MEETING', 'NOT')),
    found_by    text,
    why         text,
    CHECK ((way IN ('ITEM', 'MEETING', 'EXTERNAL_MEETING')) = (found_by IS NOT NULL)),
    CHECK ((way = 'NOT') = (why IS NOT NULL))
);

CREATE TABLE ledger (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- The recovery key that it is sealed to; absent while nothing is kept.
    recovery_key text,
    -- The migration that the rows were told under.
    schema       text,
    -- The number of the last object that may be in the bucket.
    announced    bigint NOT NULL DEFAULT 0,
    -- The number of the first object of the present ledger, which tells everything anew; what lies before it goes once that is told.
    first        bigint NOT NULL DEFAULT 1,
    -- The number of the last object that was written.
    written      bigint NOT NULL DEFAULT 0,
    -- The number of the object by which all was told; absent before. What comes behind it are changes.
    told         bigint,
    -- Whether objects before the first may be there.
    earlier      boolean NOT NULL DEFAULT false,
    -- Transactions of lower numbers may not know that it was begun: all is told anew once none of them runs. 0 before that is known, absent when it is done.
    begun_by     xid8,
    -- Up to which item copies are to be written anew; absent when that was said of all.
    copied_after uuid
);
INSERT INTO ledger DEFAULT VALUES;

CREATE TABLE ledger_due (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL,
    row_key jsonb NOT NULL
);

CREATE FUNCTION ledger_row_due() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb;
BEGIN
    IF EXISTS (SELECT FROM ledger WHERE recovery_key IS NOT NULL) THEN
        -- When somebody last called is no news.
        IF TG_OP = 'UPDATE' THEN
            IF to_jsonb(OLD) - '{last_used_at,last_heard_at,last_pull_at,next_pull_at,last_success_at}'::text[]
               = to_jsonb(NEW) - '{last_used_at,last_heard_at,last_pull_at,next_pull_at,last_success_at}'::text[] THEN
                RETURN NULL;
            END IF;
        END IF;
        IF TG_OP = 'DELETE' THEN
            changed := to_jsonb(OLD);
        ELSE
            changed := to_jsonb(NEW);
        END IF;
        INSERT INTO ledger_due (name, row_key)
        SELECT TG_TABLE_NAME, jsonb_object_agg(key_column, changed -> key_column) FROM unnest(TG_ARGV) AS key_column;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION key_columns(kept regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(a.attname::text ORDER BY k.n)
      FROM pg_index i
     CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k (attnum, n)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = kept AND i.indisprimary
$$;

CREATE FUNCTION keep_in_ledger(VARIADIC kept text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY kept LOOP
        INSERT INTO kept_table (name, way) VALUES (one, 'LEDGER');
        EXECUTE format('CREATE TRIGGER ledger_row_due AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION ledger_row_due(%s)',
                       one, (SELECT string_agg(quote_literal(c), ', ') FROM unnest(key_columns(one::regclass)) AS c));
    END LOOP;
END $$;

CREATE FUNCTION keep_with_item(kept text, by_way text, by_column text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO kept_table (name, way, found_by) VALUES (kept, by_way, by_column)
$$;

CREATE FUNCTION keep_nowhere(reason text, VARIADIC left_out text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO kept_table (name, way, why) SELECT one, 'NOT', reason FROM unnest(left_out) AS one
$$;

SELECT keep_in_ledger('account', 'account_settings', 'person', 'person_alias', 'person_password', 'person_subject', 'oidc_client', 'access_token',
                      'notice', 'notice_on_media', 'retention_class', 'retention_edition', 'retention_revocation', 'retention_follow',
                      'vault_claim', 'trail_leaf', 'trail_node', 'trail_head', 'trail_anchor');
INSERT INTO kept_table (name, way) VALUES ('trail_entry', 'LEAF'), ('trail_detail', 'LEAF');
CREATE TRIGGER ledger_row_due AFTER DELETE ON trail_detail FOR EACH ROW EXECUTE FUNCTION ledger_row_due('sequence');

SELECT keep_with_item('item', 'ITEM', 'id'),
       keep_with_item('stored_object', 'ITEM', 'item_id'),
       keep_with_item('processing', 'ITEM', 'item_id'),
       keep_with_item('item_notice_on_media', 'ITEM', 'item_id'),
       keep_with_item('item_past', 'ITEM', 'item_id'),
       keep_with_item('meeting', 'MEETING', 'id'),
       keep_with_item('participant', 'MEETING', 'meeting_id');
-- Of an item that ended, only that it did stands in the ledger.
CREATE TRIGGER ledger_item_ended AFTER UPDATE OF state ON item
    FOR EACH ROW WHEN (NEW.state IN ('DESTROYING', 'PURGED', 'REJECTED') AND OLD.state <> NEW.state)
    EXECUTE FUNCTION ledger_row_due('id');

SELECT keep_nowhere('the data key is in the copy beside the item, sealed to the recovery key, and goes with it', 'item_key'),
       keep_nowhere('made again from the meetings', 'title_word', 'participant_word'),
       keep_nowhere('sign-ins begin anew', 'person_session', 'sign_in_attempt'),
       keep_nowhere('events that nobody was told of yet are lost', 'outbox_event'),
       keep_nowhere('the vault itself knows', 'noted_vault_key', 'retired_vault_key'),
       keep_nowhere('found out anew', 'store_diagnosis', 'fixity_standing'),
       keep_nowhere('what has no leaf yet is lost', 'trail_pending'),
       keep_nowhere('this is how the others are kept', 'kept_table', 'ledger', 'ledger_due');

-- What does not change the facts that a manifest tells changes the copy all the same.
CREATE OR REPLACE FUNCTION item_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    IF NEW.facts_version = OLD.facts_version AND EXISTS (SELECT FROM ledger WHERE recovery_key IS NOT NULL) THEN
        NEW.manifest_version := -1;
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE stored_object DROP CONSTRAINT stored_object_role_check;
ALTER TABLE stored_object ADD CONSTRAINT stored_object_role_check CHECK (role IN
    ('SOURCE', 'RENDITION', 'CHUNK', 'PLAYLIST', 'SEGMENT', 'AUDIO', 'POSTER', 'STORYBOARD', 'CAPTIONS', 'MANIFEST', 'PACKAGE', 'RECOVERY'));

-- What no copied row says: called once all rows are there, in order of name.
CREATE FUNCTION after_rebuild_catalog() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM item_key WHERE item_id IN (SELECT id FROM item WHERE state IN ('DESTROYING', 'PURGED', 'REJECTED'));
    DELETE FROM processing WHERE item_id IN (SELECT id FROM item WHERE state IN ('DESTROYING', 'PURGED', 'REJECTED'));
    UPDATE stored_object o SET status = 'GONE' FROM item i WHERE i.id = o.item_id AND i.state = 'PURGED' AND o.status <> 'GONE';
    DELETE FROM trail_pending WHERE sequence IN (SELECT sequence FROM trail_leaf);
    -- People of a meeting go with its last item.
    DELETE FROM participant p USING meeting m
     WHERE m.id = p.meeting_id AND EXISTS (SELECT FROM item WHERE meeting_id = m.id)
       AND NOT EXISTS (SELECT FROM item WHERE meeting_id = m.id AND state NOT IN ('PURGED', 'REJECTED'));
    UPDATE meeting m SET title = '', host = '', title_words = '{}', participant_words = '{}', forgotten_at = clock_timestamp()
     WHERE forgotten_at IS NULL AND EXISTS (SELECT FROM item WHERE meeting_id = m.id)
       AND NOT EXISTS (SELECT FROM item WHERE meeting_id = m.id AND state NOT IN ('PURGED', 'REJECTED'));
    DELETE FROM title_word;
    DELETE FROM participant_word;
    INSERT INTO title_word (account_id, word, recorded_at, meeting_id)
    SELECT DISTINCT account_id, word, ends_at, id FROM meeting, unnest(title_words) AS word;
    INSERT INTO participant_word (account_id, word, recorded_at, meeting_id)
    SELECT DISTINCT account_id, word, ends_at, id FROM meeting, unnest(participant_words) AS word;
    -- Whoever follows the feed goes on behind what was told before, whatever that was.
    PERFORM setval('outbox_position', greatest((SELECT last_value FROM outbox_position), (extract(epoch FROM clock_timestamp()) * 1000)::bigint));
END $$;
