-- What accounts are told of, appended in the transaction in which it happened. The id stays with an event however often it is sent.
CREATE TABLE outbox_event (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    item_id    uuid REFERENCES item,
    type       text NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    data       jsonb NOT NULL,
    -- Given when the event is taken, in the order in which takers commit: whoever reads up to a position has missed nothing before it.
    position   bigint UNIQUE
);
CREATE SEQUENCE outbox_position OWNED BY outbox_event.position;
CREATE INDEX outbox_event_waiting ON outbox_event (id) WHERE position IS NULL;
CREATE INDEX outbox_event_by_account ON outbox_event (account_id, position);
CREATE INDEX outbox_event_by_time ON outbox_event (at);
