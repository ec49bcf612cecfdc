-- The bytes of a partial upload are sealed under a key of their own until it is joined: acknowledged bytes, which a retired key would lose.
CREATE OR REPLACE VIEW vault_key_use AS
    SELECT vault_key_id FROM item_key
    UNION ALL
    SELECT vault_key_id FROM vault_claim
    UNION ALL
    SELECT vault_key_id FROM upload WHERE wrapped_key IS NOT NULL;

CREATE INDEX upload_by_vault_key ON upload (vault_key_id) WHERE wrapped_key IS NOT NULL;

-- A key that was wrapped just before its wrapping key was retired would be lost with that.
CREATE FUNCTION refuse_retired_vault_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM retired_vault_key WHERE vault_key_id = NEW.vault_key_id) THEN
        RAISE EXCEPTION 'the vault''s key % was retired meanwhile', NEW.vault_key_id;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER upload_under_no_retired_key BEFORE INSERT ON upload
    FOR EACH ROW WHEN (NEW.vault_key_id IS NOT NULL) EXECUTE FUNCTION refuse_retired_vault_key();
