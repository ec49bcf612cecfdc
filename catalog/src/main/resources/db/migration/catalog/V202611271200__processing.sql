-- How people steer the processing of recordings, and how far it is.

ALTER TABLE item
    -- Order of waiting among the account's own: below, at or above what is usual.
    ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1),
    -- Counts how often somebody asked for the processing to begin anew. Each round has attempts of its own.
    ADD COLUMN round int NOT NULL DEFAULT 0,
    -- What is to be made anew of a READY recording. Here and not in the table below, because the lease asks for it in one statement.
    ADD COLUMN remake text CHECK (remake IN ('ALL', 'POSTER', 'PLAYLIST'));

CREATE TABLE processing (
    item_id       uuid PRIMARY KEY REFERENCES item,
    -- Since when the round waits for its end; before the first it is since the item is stored.
    waiting_since timestamptz,
    attempts      int NOT NULL DEFAULT 0,
    -- Failures of this round that count against it, and those that say nothing of the recording.
    failures      int NOT NULL DEFAULT 0,
    outages       int NOT NULL DEFAULT 0,
    -- Nobody works on it before.
    not_before    timestamptz,
    -- The last failure: its reason, and the last lines of the tool, cleaned.
    failure       text,
    last_lines    text,
    failed_at     timestamptz,
    cancelled     boolean NOT NULL DEFAULT false,
    -- When the run under way is going to be done; absent while nobody can tell.
    ready_at      timestamptz
);

-- What waits, runs, or is parked.
CREATE INDEX item_processing ON item (account_id, id DESC)
    WHERE kind = 'RECORDING' AND (state = 'STORED' OR (state = 'READY' AND (remake IS NOT NULL OR problem IS NOT NULL)));
-- What waits or runs, of all accounts.
CREATE INDEX item_to_process ON item (id)
    WHERE kind = 'RECORDING' AND ((state = 'STORED' AND problem IS NULL) OR (state = 'READY' AND remake IS NOT NULL));

DROP TRIGGER item_revised ON item;
CREATE TRIGGER item_revised BEFORE UPDATE ON item
    FOR EACH ROW WHEN (
        ROW (OLD.state, OLD.problem, OLD.anchor, OLD.retention_class, OLD.notice_id, OLD.notice_shown_at, OLD.file_name, OLD.trashed_at,
             OLD.hold_count, OLD.cool_off_until, OLD.owner_id, OLD.priority, OLD.round, OLD.remake)
        IS DISTINCT FROM
        ROW (NEW.state, NEW.problem, NEW.anchor, NEW.retention_class, NEW.notice_id, NEW.notice_shown_at, NEW.file_name, NEW.trashed_at,
             NEW.hold_count, NEW.cool_off_until, NEW.owner_id, NEW.priority, NEW.round, NEW.remake))
    EXECUTE FUNCTION item_revised();

-- Since when nobody reads it, so that whoever reads it just now can come to an end before its bytes go.
ALTER TABLE stored_object ADD COLUMN dropped_at timestamptz;
UPDATE stored_object SET dropped_at = clock_timestamp() WHERE status = 'DROPPED';
CREATE INDEX stored_object_dropped ON stored_object (dropped_at) WHERE status = 'DROPPED';
