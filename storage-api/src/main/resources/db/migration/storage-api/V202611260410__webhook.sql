-- Where an account wants to be told of events.
CREATE TABLE webhook (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL REFERENCES account,
    url             text NOT NULL,
    description     text NOT NULL,
    -- Types of events; none means all of them.
    types           text[] NOT NULL,
    enabled         boolean NOT NULL,
    disabled_reason text,
    -- Sealed under the catalog's own key. The previous one signs along until its time is over.
    secret          bytea NOT NULL,
    previous_secret bytea,
    previous_until  timestamptz,
    created_at      timestamptz NOT NULL,
    last_success_at timestamptz,
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
    CHECK (NOT enabled OR disabled_reason IS NULL)
);
CREATE INDEX webhook_by_account ON webhook (account_id, id);

-- An event on its way to a webhook. Whoever claims it has until next_attempt_at to say what became of it; then it is anybody's again.
CREATE TABLE webhook_delivery (
    webhook_id      uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    event_id        uuid NOT NULL REFERENCES outbox_event ON DELETE CASCADE,
    state           text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
    -- Since it was queued.
    tries           int NOT NULL DEFAULT 0,
    queued_at       timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    claim           uuid,
    PRIMARY KEY (webhook_id, event_id),
    CHECK (state = 'PENDING' OR claim IS NULL)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_attempt_at) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_claimed ON webhook_delivery (webhook_id) WHERE claim IS NOT NULL;
CREATE INDEX webhook_delivery_by_event ON webhook_delivery (event_id);

-- Every attempt and what came of it.
CREATE TABLE webhook_attempt (
    number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id      uuid NOT NULL,
    event_id        uuid NOT NULL,
    at              timestamptz NOT NULL,
    duration_millis bigint NOT NULL,
    status          int,
    answer          text,
    problem         text,
    FOREIGN KEY (webhook_id, event_id) REFERENCES webhook_delivery ON DELETE CASCADE
);
CREATE INDEX webhook_attempt_by_delivery ON webhook_attempt (webhook_id, event_id, number);
