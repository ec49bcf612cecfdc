package dev.tenure.ingest.handover.work;

import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;

/** In a bucket of the source. */
final class BucketPlace implements Place {

    private final ForeignBucket bucket;
    private final String key;

    BucketPlace(ForeignBucket bucket, String key) {
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public Facts look() throws IOException {
        try {
            ForeignBucket.Facts found = bucket.facts(key)
                    .orElseThrow(() -> new IOException("there is no such object in the source's bucket"));
            return new Facts(found.size(), found.etag(), found.versionId());
        } catch (ObjectStoreException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public InputStream open(Facts facts, long from) throws IOException {
        try {
            return bucket.open(key, theirs(facts), from);
        } catch (ObjectStoreException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public boolean delete(Facts facts) throws IOException {
        try {
            return bucket.delete(key, theirs(facts));
        } catch (ObjectStoreException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static ForeignBucket.Facts theirs(Facts facts) {
        return new ForeignBucket.Facts(facts.size(), facts.version(), facts.storeVersion());
    }

    @Override
    public void close() {
        bucket.close();
    }
}
