-- Whether anything of the meeting says that a notice was shown or heard. That somebody came, went or declined is no evidence of it.
ALTER TABLE notice_chain ADD COLUMN informing boolean NOT NULL DEFAULT false;

UPDATE notice_chain c SET informing = true
 WHERE EXISTS (SELECT 1 FROM notice_evidence e
                WHERE e.account_id = c.account_id AND e.meeting = c.meeting
                  AND (e.kind = 'HEADER'
                       OR e.body::json ->> 'eventType' IN ('NOTICE_PRESENTED', 'NOTICE_HEARD', 'EXPLICIT_ACCEPT')));
