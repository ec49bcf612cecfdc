-- An item that fails waits longer each time, and one whose lock an older call may yet change is looked at once more.
ALTER TABLE hold_mirror
    -- Failures in a row.
    ADD failures   int NOT NULL DEFAULT 0,
    -- Catching up leaves the item alone until then.
    ADD not_before timestamptz,
    -- When every call that was under way at an interruption has ended.
    ADD look_at    timestamptz;

CREATE INDEX hold_mirror_look ON hold_mirror (look_at) WHERE look_at IS NOT NULL;

-- Where the audit is; one row.
CREATE TABLE hold_audit (
    only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    -- When the audit that is under way, or the last one, began.
    began_at   timestamptz,
    under_way  boolean NOT NULL DEFAULT false,
    -- The last item that was looked at; absent at the beginning.
    after_item uuid
);
INSERT INTO hold_audit DEFAULT VALUES;
