-- All of tus 1.0.0: lengths that are told later, uploads that are joined, given up or expire, and quotas.

ALTER TABLE upload
    -- FINAL is put together out of PARTIAL ones, which belong to no item.
    ADD COLUMN kind text NOT NULL DEFAULT 'SINGLE' CHECK (kind IN ('SINGLE', 'PARTIAL', 'FINAL')),
    ALTER COLUMN item_id DROP NOT NULL,
    ALTER COLUMN object_id DROP NOT NULL,
    -- Absent until the client tells it.
    ALTER COLUMN length DROP NOT NULL,
    -- Where and how the bytes of a PARTIAL upload lie: as those of an item, under an id and a wrapped key of its own.
    ADD COLUMN staging_id uuid UNIQUE,
    ADD COLUMN staging_object_id uuid,
    ADD COLUMN vault_key_id text,
    ADD COLUMN wrapped_key text,
    -- What counts against the account's quota until the upload is finished or given up.
    ADD COLUMN reserved_bytes bigint NOT NULL DEFAULT 0 CHECK (reserved_bytes >= 0),
    -- Full parts acknowledged; what stored_bytes counts beyond them lies in the tail.
    ADD COLUMN parts int NOT NULL DEFAULT 0,
    -- Whether a tail was ever written: noted before the first one is.
    ADD COLUMN tails boolean NOT NULL DEFAULT false,
    -- The store's name of the finished object, where that is known.
    ADD COLUMN version_id text,
    ADD COLUMN joined_into uuid REFERENCES upload,
    ADD COLUMN joined_as int,
    -- Terminated, expired or used up: nothing is taken any more, its bytes are deleted.
    ADD COLUMN given_up_at timestamptz,
    ADD COLUMN given_up_for text,
    -- When its bytes were first seen gone; they are looked for once more.
    ADD COLUMN swept_at timestamptz,
    ADD CHECK ((kind = 'PARTIAL') = (item_id IS NULL)),
    ADD CHECK ((item_id IS NULL) = (object_id IS NULL)),
    ADD CHECK ((kind = 'PARTIAL') = (staging_id IS NOT NULL AND staging_object_id IS NOT NULL)),
    -- Nobody can read a partial upload that was given up: its key goes in that very statement.
    ADD CHECK (wrapped_key IS NULL OR (kind = 'PARTIAL' AND vault_key_id IS NOT NULL AND given_up_at IS NULL)),
    ADD CHECK ((joined_into IS NULL) = (joined_as IS NULL)),
    ADD CHECK (joined_into IS NULL OR kind = 'PARTIAL');

UPDATE upload SET reserved_bytes = length, tails = true,
                  parts = (SELECT count(*) FROM upload_part WHERE upload_id = upload.id)
 WHERE finished_at IS NULL;

CREATE INDEX upload_reserved ON upload (account_id) INCLUDE (reserved_bytes) WHERE finished_at IS NULL AND given_up_at IS NULL;
CREATE INDEX upload_joined ON upload (joined_into, joined_as) WHERE joined_into IS NOT NULL;
