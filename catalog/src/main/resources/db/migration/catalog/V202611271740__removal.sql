-- From when on a single object of an item that lives on may be deleted: decided once, under the item's lock, with the trail's entry.
ALTER TABLE stored_object ADD COLUMN removal_at timestamptz;
