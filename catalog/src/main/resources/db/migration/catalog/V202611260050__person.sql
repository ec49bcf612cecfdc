-- Users of an account. Whoever left stays, so that what they did keeps a name.
CREATE TABLE person (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    -- As it is compared: lower case.
    email      text NOT NULL CHECK (email = lower(email)),
    name       text NOT NULL,
    roles      text[] NOT NULL CHECK (roles <@ ARRAY['HOST', 'STORAGE_ADMIN', 'PRIVACY_OFFICER', 'AUDITOR']),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    left_at    timestamptz,
    UNIQUE (account_id, email)
);

-- Who decides about an item. Absent while nobody of the account is known as its host.
ALTER TABLE item ADD COLUMN owner_id uuid REFERENCES person;
