-- What is shown and played beside the text, kept as long as the evidence that names it.
ALTER TABLE notice
    ADD COLUMN on_screen    text,
    ADD COLUMN sound        bytea,
    ADD COLUMN sound_type   text,
    ADD COLUMN sound_size   int,
    ADD COLUMN sound_sha256 text,
    ADD CHECK ((sound IS NULL) = (sound_type IS NULL) AND (sound IS NULL) = (sound_size IS NULL)
               AND (sound IS NULL) = (sound_sha256 IS NULL));

CREATE INDEX notice_by_account ON notice (account_id, id DESC);

-- A version that was shown to somebody is evidence.
CREATE TRIGGER notice_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON notice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
