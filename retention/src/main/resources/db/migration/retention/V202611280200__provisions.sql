-- What a revision says of some items, beside what it says of all; absent in those that were made before there was such a thing.
ALTER TABLE rule_set ADD COLUMN provisions jsonb;
