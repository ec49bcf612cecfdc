-- A stretch of a picture that a worker encoded for another: an object of its item from before its first byte, so that a destruction finds it.
ALTER TABLE stored_object DROP CONSTRAINT stored_object_role_check;
ALTER TABLE stored_object ADD CONSTRAINT stored_object_role_check CHECK (role IN
    ('SOURCE', 'RENDITION', 'CHUNK', 'PLAYLIST', 'SEGMENT', 'AUDIO', 'POSTER', 'STORYBOARD', 'CAPTIONS', 'MANIFEST', 'PACKAGE'));

-- Few at any time: what is left of chunks is looked for every few seconds.
CREATE INDEX stored_object_chunk ON stored_object (item_id) WHERE role = 'CHUNK' AND status IN ('ANNOUNCED', 'DROPPED');
