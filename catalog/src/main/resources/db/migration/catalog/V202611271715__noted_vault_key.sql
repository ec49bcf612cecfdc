-- Which of the vault's keys the trail tells of: each once, whichever machine sees it first.
CREATE TABLE noted_vault_key (vault_key_id text PRIMARY KEY);
