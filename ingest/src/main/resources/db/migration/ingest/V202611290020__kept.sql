SELECT keep_in_ledger('source', 'hand_over', 'notice_policy', 'notice_chain', 'notice_evidence'),
       keep_with_item('notice_participant', 'EXTERNAL_MEETING', 'meeting'),
       keep_with_item('companion', 'ITEM', 'item_id'),
       keep_with_item('text_extraction', 'ITEM', 'item_id'),
       keep_with_item('item_inspection', 'ITEM', 'item_id'),
       keep_with_item('quarantine', 'ITEM', 'item_id'),
       keep_nowhere('an upload that was under way begins anew', 'upload', 'upload_part');
