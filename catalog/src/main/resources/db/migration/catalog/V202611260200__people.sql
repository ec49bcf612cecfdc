-- How people sign in, the sessions and tokens that they have, and what an account wants of them.

-- Other names under which media servers know a person as the host of a meeting.
CREATE TABLE person_alias (
    account_id uuid NOT NULL REFERENCES account,
    -- As it is compared: lower case.
    alias      text NOT NULL CHECK (alias = lower(alias)),
    person_id  uuid NOT NULL REFERENCES person,
    PRIMARY KEY (account_id, alias)
);
CREATE INDEX person_alias_by_person ON person_alias (person_id);

-- Who got the items of a person that left, and gets what is still announced under their name. Always somebody who is there.
ALTER TABLE person ADD COLUMN successor_id uuid REFERENCES person;

CREATE INDEX item_by_owner ON item (owner_id, id DESC) WHERE owner_id IS NOT NULL;

CREATE TABLE person_password (
    person_id   uuid PRIMARY KEY REFERENCES person,
    -- Argon2id with its parameters and salt.
    hash        text NOT NULL,
    -- It was given to the person by somebody else: good for choosing another, and for nothing after this instant.
    one_time_until timestamptz,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Whom an OIDC provider means by a subject.
CREATE TABLE person_subject (
    issuer    text NOT NULL,
    subject   text NOT NULL,
    person_id uuid NOT NULL REFERENCES person,
    bound_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (issuer, subject),
    UNIQUE (person_id, issuer)
);

-- Programs that bear access tokens of an OIDC provider.
CREATE TABLE oidc_client (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    issuer     text NOT NULL,
    subject    text NOT NULL,
    name       text NOT NULL,
    scopes     text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (issuer, subject)
);

-- Guesses at passwords, of one address of mail or from one address of the network. Kept as hashes: anything can be typed there.
CREATE TABLE sign_in_attempt (
    subject      bytea PRIMARY KEY CHECK (octet_length(subject) = 32),
    failures     int NOT NULL,
    last_at      timestamptz NOT NULL,
    paused_until timestamptz
);
CREATE INDEX sign_in_attempt_by_time ON sign_in_attempt (last_at);

CREATE TABLE person_session (
    id               uuid PRIMARY KEY,
    account_id       uuid NOT NULL REFERENCES account,
    person_id        uuid NOT NULL REFERENCES person,
    -- SHA-256 of the secret: whoever reads this table can continue none of them.
    secret_hash      bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
    method           text NOT NULL CHECK (method IN ('PASSWORD', 'OIDC')),
    started_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When the person last proved who they are; for acts that need it fresh.
    authenticated_at timestamptz NOT NULL,
    last_seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    idle_limit       interval NOT NULL,
    ends_at          timestamptz NOT NULL
);
CREATE INDEX person_session_by_person ON person_session (person_id);
CREATE INDEX person_session_by_end ON person_session (ends_at);

CREATE TABLE account_settings (
    account_id       uuid PRIMARY KEY REFERENCES account,
    steward_id       uuid REFERENCES person,
    locale           text NOT NULL,
    zone             text NOT NULL,
    session_lifetime interval NOT NULL,
    session_idle     interval NOT NULL
);

ALTER TABLE access_token
    ADD COLUMN kind text NOT NULL DEFAULT 'MEDIA_SERVER' CHECK (kind IN ('MEDIA_SERVER', 'PERSONAL')),
    ADD COLUMN person_id uuid REFERENCES person,
    ADD COLUMN last_used_at timestamptz,
    ADD CHECK ((kind = 'PERSONAL') = (person_id IS NOT NULL));
CREATE INDEX access_token_by_account ON access_token (account_id, id DESC);
CREATE INDEX access_token_by_person ON access_token (person_id) WHERE person_id IS NOT NULL;
