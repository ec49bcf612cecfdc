-- What an account wants of its notices in the files themselves; without a row nothing.
CREATE TABLE notice_on_media (
    account_id uuid PRIMARY KEY REFERENCES account,
    visible    text NOT NULL CHECK (visible IN ('NONE', 'LINE', 'CARD')),
    audible    boolean NOT NULL,
    -- Counts changes, so that nobody overwrites what they have not seen.
    revision   bigint NOT NULL DEFAULT 1
);

-- What the files of an item that are published now carry of it, as it was when they were made; without a row nothing.
CREATE TABLE item_notice_on_media (
    item_id   uuid PRIMARY KEY REFERENCES item,
    notice_id uuid NOT NULL REFERENCES notice,
    visible   text NOT NULL CHECK (visible IN ('NONE', 'LINE', 'CARD')),
    audible   boolean NOT NULL,
    words     text NOT NULL
);
