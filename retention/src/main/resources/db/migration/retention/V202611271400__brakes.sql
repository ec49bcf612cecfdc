-- What keeps a sweep from destroying more than anybody meant: at most one row of each for an account.
CREATE TABLE sweep_pause (
    account_id uuid PRIMARY KEY REFERENCES account,
    since      timestamptz NOT NULL,
    by         text NOT NULL,
    reason     text NOT NULL
);

CREATE TABLE sweep_stop (
    account_id uuid PRIMARY KEY REFERENCES account,
    since      timestamptz NOT NULL,
    due        bigint NOT NULL,
    cause      text NOT NULL
);

CREATE TABLE sweep_release (
    account_id  uuid PRIMARY KEY REFERENCES account,
    released_at timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    up_to       bigint NOT NULL,
    by          text NOT NULL,
    reason      text NOT NULL
);

-- When the last sweep of any machine began, and since when its clock is doubted.
CREATE TABLE sweep_clock (
    single     boolean PRIMARY KEY DEFAULT true CHECK (single),
    swept_at   timestamptz NOT NULL,
    doubted_at timestamptz,
    doubt      text
);

-- What an account destroyed lately is what is usual there.
CREATE INDEX destruction_by_account ON destruction (account_id, committed_at);
