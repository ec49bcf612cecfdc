-- The recording with which a companion went to the trash: a restore of that one brings back exactly those, and no other that was there before.
ALTER TABLE item ADD COLUMN trashed_with uuid REFERENCES item;
CREATE INDEX item_trashed_with ON item (trashed_with) WHERE trashed_with IS NOT NULL;
