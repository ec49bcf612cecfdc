-- Who read what lately, so that one sitting is one entry of the trail and not one for each range of bytes.
CREATE TABLE item_reading (
    item_id  uuid NOT NULL REFERENCES item,
    reader   text NOT NULL,
    action   text NOT NULL,
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (item_id, reader, action)
);
CREATE INDEX item_reading_by_time ON item_reading (noted_at);
