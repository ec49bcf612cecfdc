-- Which end of an item a digest told its host of; another end, or none yet, is news.
ALTER TABLE expiry_notice ADD COLUMN digested_end timestamptz;
CREATE INDEX expiry_notice_untold ON expiry_notice (item_id) WHERE digested_end IS DISTINCT FROM destroy_at;

-- Since when an item was in the trash when a digest told its host of it.
CREATE TABLE trash_notice (
    item_id    uuid PRIMARY KEY REFERENCES item,
    trashed_at timestamptz NOT NULL
);

-- The last digest of each person: one a day at most, by the civil day of the account.
CREATE TABLE digest (
    person_id uuid PRIMARY KEY REFERENCES person,
    day       date NOT NULL,
    -- Why the post refused it; absent when it was taken.
    problem   text
);
