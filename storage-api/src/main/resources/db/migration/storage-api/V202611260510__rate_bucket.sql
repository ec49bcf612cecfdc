-- How much of whose quota is used, as Bucket4j writes it. Unlogged: after a crash everybody starts with a full quota, and no request waits for a disk.
CREATE UNLOGGED TABLE rate_bucket (
    id         text PRIMARY KEY,
    state      bytea,
    -- Milliseconds since 1970 by the server's clock: from then on it is full again and says nothing.
    expires_at bigint
);
CREATE INDEX rate_bucket_by_expiry ON rate_bucket (expires_at);
