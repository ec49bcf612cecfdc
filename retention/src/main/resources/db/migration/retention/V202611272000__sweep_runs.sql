-- Runs of sweeps: what each was going to take, and what became of that. A run is one account's.
CREATE TABLE sweep_run (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account,
    state        text NOT NULL CHECK (state IN ('PLANNED', 'RUNNING', 'COMPLETED', 'COMPLETED_WITH_DEFERRALS', 'ABORTED')),
    -- A preview is a plan that somebody wanted to see; it never runs.
    preview      boolean NOT NULL,
    planned_at   timestamptz NOT NULL,
    plan_items   bigint NOT NULL,
    plan_bytes   bigint NOT NULL,
    plan_kept    bigint NOT NULL,
    -- What the brakes say of the plan; a run waits as long as they say anything.
    objection    text,
    started_at   timestamptz,
    -- Who works on it, and how long nobody else does.
    taken_by     text,
    taken_until  timestamptz,
    -- When every candidate was looked at: the keys of all that was due are destroyed.
    swept_at     timestamptz,
    ended_at     timestamptz,
    deferred     bigint NOT NULL DEFAULT 0,
    cause        text,
    -- Signed when the run ends.
    report       text
);
CREATE INDEX sweep_run_by_account ON sweep_run (account_id, id DESC);
-- At most one run of an account waits or destroys keys; others may wait for their proof meanwhile.
CREATE UNIQUE INDEX sweep_run_open ON sweep_run (account_id)
    WHERE NOT preview AND state IN ('PLANNED', 'RUNNING') AND swept_at IS NULL;

-- Those to go on with, and those to report.
CREATE INDEX sweep_run_running ON sweep_run (id) WHERE state = 'RUNNING';

-- Up to which anchor each class was due when the run was planned.
CREATE TABLE sweep_run_class (
    run_id          uuid NOT NULL REFERENCES sweep_run ON DELETE CASCADE,
    retention_class text NOT NULL,
    anchored_up_to  text NOT NULL,
    items           bigint NOT NULL,
    bytes           bigint NOT NULL,
    PRIMARY KEY (run_id, retention_class)
);

-- The first items of a plan, and those that stay with their causes. What was destroyed names its run itself.
CREATE TABLE sweep_run_item (
    run_id  uuid NOT NULL REFERENCES sweep_run ON DELETE CASCADE,
    item_id uuid NOT NULL REFERENCES item,
    cause   text,
    words   text,
    PRIMARY KEY (run_id, item_id)
);

ALTER TABLE destruction ADD COLUMN run_id uuid REFERENCES sweep_run;
CREATE INDEX destruction_by_run ON destruction (run_id, item_id) WHERE run_id IS NOT NULL;
