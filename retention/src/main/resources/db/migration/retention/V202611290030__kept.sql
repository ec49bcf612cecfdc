SELECT keep_in_ledger('rule_set', 'rule_change', 'hold', 'hold_query', 'hold_item', 'hold_missed', 'sweep_pause', 'sweep_stop', 'sweep_release', 'sweep_run',
                      'destruction', 'destroyed_version', 'certificate', 'certificate_salt'),
       keep_nowhere('locks are held against holds anew', 'hold_mirror', 'hold_mirror_version', 'hold_mirror_due', 'hold_audit'),
       keep_nowhere('a run that was under way is ended, and the next one takes what it left', 'sweep_run_class', 'sweep_run_item'),
       keep_nowhere('who was warned may be warned once more', 'expiry_notice', 'trash_notice', 'digest'),
       keep_nowhere('found out anew', 'sweep_clock', 'reconciliation', 'orphan'),
       keep_nowhere('destroying an item asks the queries of holds themselves', 'hold_binding_due');

CREATE FUNCTION after_rebuild_retention() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE item SET hold_count = held.holds
      FROM (SELECT i.id, count(h.id) AS holds
              FROM item i LEFT JOIN hold_item b ON b.item_id = i.id LEFT JOIN hold h ON h.id = b.hold_id AND h.released_at IS NULL
             GROUP BY i.id) AS held
     WHERE held.id = item.id AND item.hold_count <> held.holds;
    INSERT INTO hold_mirror_due (item_id, look) SELECT id, true FROM item WHERE hold_count > 0;
    UPDATE sweep_run SET state = 'ABORTED', ended_at = clock_timestamp(), taken_by = NULL, taken_until = NULL, cause = 'the database was lost meanwhile'
     WHERE state IN ('PLANNED', 'RUNNING');
END $$;
