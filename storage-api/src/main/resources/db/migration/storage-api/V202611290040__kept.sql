SELECT keep_in_ledger('webhook'),
       keep_nowhere('what was under way is lost', 'webhook_delivery', 'webhook_attempt', 'playback_ticket', 'idempotent_request', 'rate_bucket'),
       keep_nowhere('a reading may be noted once more', 'item_reading');
