-- What examinations of object stores found. The newest of a server and bucket says how the bucket is used; the others tell what changed.

CREATE TABLE store_diagnosis (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    server      text NOT NULL,
    bucket      text NOT NULL,
    took_millis bigint NOT NULL CHECK (took_millis >= 0),
    features    jsonb NOT NULL,
    findings    jsonb NOT NULL
);
CREATE INDEX store_diagnosis_by_server ON store_diagnosis (server, bucket, id DESC);
