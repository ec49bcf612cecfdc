-- Keys by the vault's key that wrapped them: counted at start, and wrapped anew page by page.
CREATE INDEX item_key_by_vault_key ON item_key (vault_key_id, item_id);

-- Keys of the vault that were given up: nothing is wrapped by them any more, not even by a machine that has not heard of it.
CREATE TABLE retired_vault_key (
    vault_key_id text PRIMARY KEY,
    retired_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The vault that this catalog is used with: a key of nothing that only that vault can unwrap. One row.
CREATE TABLE vault_claim (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    vault_key_id text NOT NULL,
    wrapped      text NOT NULL,
    claimed_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
