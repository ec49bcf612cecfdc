-- Every key that a vault's key has wrapped. Whoever keeps wrapped keys elsewhere adds them, so that none of the vault's keys is retired too early.
CREATE VIEW vault_key_use AS
    SELECT vault_key_id FROM item_key
    UNION ALL
    SELECT vault_key_id FROM vault_claim;
