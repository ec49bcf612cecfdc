-- Proposals to let a revision of the rules bind, wholly, what is there already. Two people, and never sooner than seven days after the second of
-- them: the table refuses anything else, whoever writes it.
CREATE TABLE rule_change (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL REFERENCES account,
    rule_set_id     uuid NOT NULL REFERENCES rule_set,
    reason          text NOT NULL,
    -- What its proposer had seen of it.
    preview_digest  text NOT NULL,
    items           bigint NOT NULL,
    bytes           bigint NOT NULL,
    items_at_once   bigint NOT NULL,
    proposed_by     uuid NOT NULL,
    proposed_at     timestamptz NOT NULL,
    approved_by     uuid,
    approved_at     timestamptz,
    takes_effect_at timestamptz,
    revoked_by      text,
    revoked_at      timestamptz,
    revoke_reason   text,
    CHECK (approved_by <> proposed_by),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_at IS NULL) = (takes_effect_at IS NULL)),
    CHECK (takes_effect_at >= approved_at + interval '168 hours'),
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL) AND (revoked_at IS NULL) = (revoke_reason IS NULL)),
    CHECK (revoked_at IS NULL OR takes_effect_at IS NULL OR revoked_at < takes_effect_at)
);
CREATE INDEX rule_change_by_account ON rule_change (account_id, id DESC);
