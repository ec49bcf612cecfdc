-- Short-lived permissions to play one item without a token, for a browser's media element, which cannot send one.
CREATE TABLE playback_ticket (
    ticket_hash bytea PRIMARY KEY CHECK (octet_length(ticket_hash) = 32),
    account_id  uuid NOT NULL REFERENCES account,
    item_id     uuid NOT NULL REFERENCES item,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX playback_ticket_by_expiry ON playback_ticket (expires_at);
