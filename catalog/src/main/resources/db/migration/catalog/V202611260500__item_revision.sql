-- Counts changes of what the API shows of an item, so that nobody changes what they have not seen. Leases, progress and tags are not counted:
-- they move by themselves, and would only make people's changes fail.
ALTER TABLE item ADD COLUMN revision bigint NOT NULL DEFAULT 1;

CREATE FUNCTION item_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER item_revised BEFORE UPDATE ON item
    FOR EACH ROW WHEN (
        ROW (OLD.state, OLD.problem, OLD.anchor, OLD.retention_class, OLD.notice_id, OLD.notice_shown_at, OLD.file_name, OLD.trashed_at,
             OLD.hold_count, OLD.cool_off_until, OLD.owner_id)
        IS DISTINCT FROM
        ROW (NEW.state, NEW.problem, NEW.anchor, NEW.retention_class, NEW.notice_id, NEW.notice_shown_at, NEW.file_name, NEW.trashed_at,
             NEW.hold_count, NEW.cool_off_until, NEW.owner_id))
    EXECUTE FUNCTION item_revised();
