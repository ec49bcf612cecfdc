package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.PresignedRead;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoredPart;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link ObjectStore} over the synchronous S3 client, whose own retries (three tries, with back-off) are the only ones. */
final class S3ObjectStore implements ObjectStore {

    private final S3Clients clients;
    private final String bucket;
    private volatile StoreFeatures features = StoreFeatures.assumed();

    S3ObjectStore(S3Clients clients, String bucket) {
        this.clients = clients;
        this.bucket = bucket;
    }

    private Bucket now() {
        StoreFeatures current = features;
        return new Bucket(bucket, clients.speaking(current), current, clients.limits());
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public StoreFeatures features() {
        return features;
    }

    @Override
    public void adapt(StoreFeatures found) {
        features = found;
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        return new S3Writes(now()).put(key, bytes, contentType, tags, Map.of());
    }

    @Override
    public Optional<ObjectVersion> putIfAbsent(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        return new S3ExclusivePut(now()).put(key, bytes, contentType, tags);
    }

    @Override
    public ObjectVersion copy(ObjectVersion source, ObjectKey target, String contentType, ObjectTags tags) {
        return new S3Copy(now()).copy(source, target, contentType, tags);
    }

    @Override
    public MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags tags) {
        return new S3Uploads(now()).begin(key, contentType, tags);
    }

    @Override
    public StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
        return new S3Uploads(now()).part(upload, number, bytes);
    }

    @Override
    public ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
        return new S3Uploads(now()).complete(upload, parts);
    }

    @Override
    public List<StoredPart> listParts(MultipartUpload upload) {
        return new S3Uploads(now()).parts(upload);
    }

    @Override
    public void abortUpload(MultipartUpload upload) {
        new S3Uploads(now()).abort(upload);
    }

    @Override
    public List<MultipartUpload> listUploads(KeyPrefix prefix) {
        // Some servers take no notice of the prefix, and what is listed here is going to be aborted.
        return new S3Uploads(now())
                .under(prefix.value()).stream()
                        .filter(upload -> prefix.covers(upload.key()))
                        .toList();
    }

    @Override
    public List<MultipartUpload> listUploads(ObjectKey key) {
        return new S3Uploads(now())
                .under(key.value()).stream()
                        .filter(upload -> upload.key().equals(key))
                        .toList();
    }

    @Override
    public Optional<ObjectFacts> facts(ObjectKey key) {
        return new S3Reads(now()).facts(key);
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) {
        return new S3Reads(now()).open(key, null, range);
    }

    @Override
    public InputStream open(ObjectVersion version, ByteRange range) {
        Bucket now = now();
        return new S3Reads(now).open(version.key(), now.versionId(version), range);
    }

    @Override
    public ObjectTags tags(ObjectKey key) {
        return new S3Reads(now()).tags(key);
    }

    @Override
    public boolean retag(ObjectKey key, ObjectTags tags) {
        return new S3Writes(now()).retag(key, tags);
    }

    @Override
    public Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
        return new S3Versions(now()).page(prefix, after);
    }

    @Override
    public Listing<ObjectVersion> listAll(ListingMark after) {
        return new S3Versions(now()).page(after);
    }

    @Override
    public Listing<MultipartUpload> listAllUploads(ListingMark after) {
        return new S3Uploads(now()).page("", after);
    }

    @Override
    public DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
        return new S3Versions(now()).delete(versions);
    }

    @Override
    public Optional<ObjectLocks> locks() {
        Bucket now = now();
        return now.features().locks() ? Optional.of(new S3Locks(now)) : Optional.empty();
    }

    @Override
    public ObjectLocks locksRegardless() {
        return new S3Locks(now());
    }

    @Override
    public PresignedRead presign(ObjectKey key, Duration lifetime) {
        return S3Presigning.read(clients, bucket, key, lifetime);
    }

    @Override
    public void ensureBucket() {
        new S3BucketMaking(now()).ensure();
    }

    @Override
    public void close() {
        clients.close();
    }
}
