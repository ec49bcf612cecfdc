-- Requests that create something, remembered so that a repeat creates nothing.
CREATE TABLE idempotent_request (
    account_id     uuid NOT NULL REFERENCES account,
    -- SHA-256 of caller and key. The key opens the answer, so it is not here.
    key_hash       bytea NOT NULL CHECK (octet_length(key_hash) = 32),
    -- SHA-256 of method, address, type and body.
    request_hash   bytea NOT NULL CHECK (octet_length(request_hash) = 32),
    -- Who works on it, and until when that is believed.
    reservation    uuid NOT NULL,
    reserved_until timestamptz NOT NULL,
    -- The sealed answer; absent while the first request runs.
    answer         bytea,
    expires_at     timestamptz NOT NULL,
    PRIMARY KEY (account_id, key_hash)
);
CREATE INDEX idempotent_request_by_expiry ON idempotent_request (expires_at);
