-- What speaks against an item and is not settled. An item goes on when its last row goes.
CREATE TABLE quarantine (
    item_id     uuid NOT NULL REFERENCES item,
    account_id  uuid NOT NULL REFERENCES account,
    -- The meeting's external id: evidence of a notice names that.
    meeting     text NOT NULL,
    cause       text NOT NULL,
    explanation text NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (item_id, cause)
);
CREATE INDEX quarantine_by_meeting ON quarantine (account_id, meeting, cause);

-- Items that wait already, for reasons that were kept as text alone.
INSERT INTO quarantine (item_id, account_id, meeting, cause, explanation)
SELECT i.id, i.account_id, m.external_id,
       CASE WHEN i.problem LIKE 'no notice was reported%' THEN 'NO_NOTICE'
            WHEN i.problem LIKE 'the bytes are not those announced%' THEN 'OTHER_BYTES'
            WHEN i.anchor IS NULL THEN 'ANCHOR_IMPLAUSIBLE'
            ELSE 'UNEXPECTED_CONTENT' END,
       coalesce(i.problem, 'it was quarantined before reasons were kept one by one')
  FROM item i JOIN meeting m ON m.id = i.meeting_id
 WHERE i.state = 'QUARANTINED' OR (i.state = 'TRASHED' AND i.trashed_from = 'QUARANTINED');

-- The first problem that was found is not the only one there may be.
INSERT INTO quarantine (item_id, account_id, meeting, cause, explanation)
SELECT i.id, i.account_id, m.external_id, 'ANCHOR_IMPLAUSIBLE', 'the end of the recording is not known'
  FROM item i JOIN meeting m ON m.id = i.meeting_id
 WHERE (i.state = 'QUARANTINED' OR (i.state = 'TRASHED' AND i.trashed_from = 'QUARANTINED')) AND i.anchor IS NULL
ON CONFLICT DO NOTHING;
INSERT INTO quarantine (item_id, account_id, meeting, cause, explanation)
SELECT i.id, i.account_id, m.external_id, 'NO_NOTICE', 'no notice was reported'
  FROM item i JOIN meeting m ON m.id = i.meeting_id
 WHERE (i.state = 'QUARANTINED' OR (i.state = 'TRASHED' AND i.trashed_from = 'QUARANTINED')) AND i.notice_id IS NULL
   AND i.kind IN ('RECORDING', 'TRANSCRIPT')
ON CONFLICT DO NOTHING;
