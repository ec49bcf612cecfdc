SELECT keep_in_ledger('source', 'hand_over', 'notice_policy', 'notice_chain', 'notice_evidence'),
       keep_with_item('notice_participant', 'EXTERNAL_MEETING', 'meeting'),
       keep_with_item('companion', 'ITEM', 'item_id'),
       keep_with_item('text_extraction', 'ITEM', 'item_id'),
       keep_with_item('item_inspection', 'ITEM', 'item_id'),
       keep_with_item('quarantine', 'ITEM', 'item_id'),
       keep_nowhere('an upload that was under way begins anew', 'upload', 'upload_part');

CREATE FUNCTION after_rebuild_ingest() RETURNS void LANGUAGE sql AS $$
    DELETE FROM notice_participant p USING meeting m
     WHERE m.account_id = p.account_id AND m.external_id = p.meeting AND m.forgotten_at IS NOT NULL
$$;
