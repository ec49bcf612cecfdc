package dev.tenure.objectstore;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.strict.Condition;
import dev.tenure.objectstore.strict.Content;
import dev.tenure.objectstore.strict.Defects;
import dev.tenure.objectstore.strict.Description;
import dev.tenure.objectstore.strict.Listed;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.Page;
import dev.tenure.objectstore.strict.S3Refusal;
import dev.tenure.objectstore.strict.StoredVersion;
import dev.tenure.objectstore.strict.StrictBucket;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The port right on a {@link StrictBucket} with versions and locks, without a server between them. Can be tampered with, and made to fail for
 * some calls ({@link #faults}) or for good ({@link #defects}).
 */
public class InMemoryObjectStore implements ObjectStore {

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger openStreams = new AtomicInteger();
    private final Defects defects = new Defects();
    private final StoreFaults faults = new StoreFaults();
    private final StrictBucket bucket;
    private final InMemoryUploads uploads;
    private volatile StoreFeatures features = new StoreFeatures(
            true, true, true, true, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED);

    public InMemoryObjectStore() {
        this(InstantSource.system());
    }

    /** With a clock that decides when a retention ends. */
    public InMemoryObjectStore(InstantSource clock) {
        bucket = new StrictBucket("in-memory", true, clock, defects);
        uploads = new InMemoryUploads(bucket, faults);
    }

    /** What is wrong with this store for good; those that only a protocol can have change nothing here. */
    public Defects defects() {
        return defects;
    }

    /** What will go wrong with its next calls. */
    public StoreFaults faults() {
        return faults;
    }

    @Override
    public String bucket() {
        return bucket.name();
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
        return faults.call(Operation.PUT_OBJECT, () -> stored(key, bytes.clone(), contentType, tags, Condition.ALWAYS));
    }

    private ObjectVersion stored(
            ObjectKey key, byte[] bytes, String contentType, ObjectTags tags, Condition condition) {
        Description description = Description.of(contentType, tags.values());
        return version(bucket.put(key.value(), Content.of(bytes), description, condition));
    }

    static ObjectVersion version(StoredVersion stored) {
        return new ObjectVersion(
                ObjectKey.listed(stored.key()), stored.id(), stored.content().size(), stored.marker());
    }

    @Override
    public Optional<ObjectVersion> putIfAbsent(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        return faults.call(Operation.PUT_OBJECT, () -> {
            try {
                return Optional.of(stored(key, bytes.clone(), contentType, tags, Condition.IF_ABSENT));
            } catch (S3Refusal refusal) {
                if (refusal.status() != 412) {
                    throw refusal;
                }
                return Optional.empty();
            }
        });
    }

    @Override
    public ObjectVersion copy(ObjectVersion source, ObjectKey target, String contentType, ObjectTags tags) {
        return faults.call(Operation.COPY_OBJECT, () -> {
            StoredVersion from = bucket.existing(source.key().value(), source.versionId());
            return stored(target, from.content().bytes(), contentType, tags, Condition.ALWAYS);
        });
    }

    @Override
    public MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags tags) {
        return uploads.begin(key, contentType, tags);
    }

    @Override
    public StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
        return uploads.part(upload, number, bytes);
    }

    @Override
    public ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
        return uploads.complete(upload, parts);
    }

    @Override
    public List<StoredPart> listParts(MultipartUpload upload) {
        return uploads.parts(upload);
    }

    @Override
    public void abortUpload(MultipartUpload upload) {
        uploads.abort(upload);
    }

    @Override
    public List<MultipartUpload> listUploads(KeyPrefix prefix) {
        return uploads.under(prefix.value());
    }

    @Override
    public List<MultipartUpload> listUploads(ObjectKey key) {
        return uploads.under(key.value()).stream()
                .filter(upload -> upload.key().equals(key))
                .toList();
    }

    @Override
    public Optional<ObjectFacts> facts(ObjectKey key) {
        return faults.call(
                Operation.HEAD_OBJECT,
                () -> bucket.current(key.value())
                        .map(stored -> new ObjectFacts(
                                key, stored.id(), stored.content().size())));
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) {
        return body(range, () -> bucket.existing(key.value(), null));
    }

    @Override
    public InputStream open(ObjectVersion version, ByteRange range) {
        return body(range, () -> bucket.existing(version.key().value(), version.versionId()));
    }

    private InputStream body(ByteRange range, Supplier<StoredVersion> found) {
        if (range.length() == 0) {
            return InputStream.nullInputStream();
        }
        byte[] bytes =
                faults.call(Operation.GET_OBJECT, () -> found.get().content().bytes());
        requests.incrementAndGet();
        if (range.first() >= bytes.length) {
            throw new ObjectStoreException(Fault.REQUEST, "InvalidRange: " + range, null);
        }
        int first = (int) range.first();
        return new CountedBody(bytes, first, (int) Math.min(bytes.length - first, range.length()), openStreams);
    }

    @Override
    public ObjectTags tags(ObjectKey key) {
        return faults.call(
                Operation.GET_OBJECT_TAGGING,
                () -> ObjectTags.of(
                        bucket.existing(key.value(), null).description().tags()));
    }

    @Override
    public boolean retag(ObjectKey key, ObjectTags tags) {
        if (!features.tags()) {
            return false;
        }
        faults.call(Operation.PUT_OBJECT_TAGGING, () -> bucket.tag(key.value(), null, tags.values()));
        return true;
    }

    @Override
    public Listing<ObjectVersion> listVersions(KeyPrefix prefix, ListingMark after) {
        return versions(prefix.value(), after);
    }

    @Override
    public Listing<ObjectVersion> listAll(ListingMark after) {
        return versions("", after);
    }

    @Override
    public Listing<MultipartUpload> listAllUploads(ListingMark after) {
        return uploads.page("", after);
    }

    private Listing<ObjectVersion> versions(String prefix, ListingMark after) {
        return faults.call(Operation.LIST_OBJECT_VERSIONS, () -> {
            Page<Listed> page = bucket.versions(prefix, after.key(), after.id(), Page.MAX);
            List<ObjectVersion> found = page.entries().stream()
                    .map(listed -> version(listed.version()))
                    .toList();
            return new Listing<>(found, page.truncated() ? Optional.of(mark(found.getLast())) : Optional.empty());
        });
    }

    private static ListingMark mark(ObjectVersion last) {
        return new ListingMark(last.key().value(), last.versionId());
    }

    @Override
    public DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
        if (versions.size() > MAX_DELETE_BATCH) {
            throw new IllegalArgumentException("at most " + MAX_DELETE_BATCH + " versions at once");
        }
        return faults.call(Operation.DELETE_OBJECTS, () -> {
            List<ObjectVersion> gone = new ArrayList<>();
            List<Refusal> kept = new ArrayList<>();
            for (ObjectVersion version : versions) {
                Optional<Refusal> refusal = faults.refusal(version).or(() -> delete(version));
                refusal.ifPresentOrElse(kept::add, () -> gone.add(version));
            }
            return new DeleteOutcome(gone, kept);
        });
    }

    private Optional<Refusal> delete(ObjectVersion version) {
        try {
            bucket.delete(version.key().value(), version.versionId(), false);
            return Optional.empty();
        } catch (S3Refusal refusal) {
            return Optional.of(new Refusal(version, refusal.code(), String.valueOf(refusal.getMessage())));
        }
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return features.locks() ? Optional.of(new InMemoryLocks(bucket, faults)) : Optional.empty();
    }

    @Override
    public ObjectLocks locksRegardless() {
        return new InMemoryLocks(bucket, faults);
    }

    @Override
    public PresignedRead presign(ObjectKey key, Duration lifetime) {
        throw new UnsupportedOperationException("nobody can read from a store in memory by address");
    }

    @Override
    public void ensureBucket() {
        // There is always this one.
    }

    /** Hides the object behind a delete marker, as a person with a console would. */
    public ObjectVersion hide(ObjectKey key) {
        return version(bucket.hide(key.value()).orElseThrow());
    }

    /** A copy of the current bytes. */
    public byte[] bytes(ObjectKey key) {
        return StoreFaults.answered(
                Operation.GET_OBJECT,
                () -> bucket.existing(key.value(), null).content().bytes().clone());
    }

    /** Puts the first bytes of these as the object's current version. */
    public void tamper(ObjectKey key, byte[] bytes, int length) {
        stored(key, Arrays.copyOf(bytes, length), "application/octet-stream", ObjectTags.none(), Condition.ALWAYS);
    }

    /** How many bodies were asked for since the last question. */
    public int takeRequests() {
        return requests.getAndSet(0);
    }

    /** Bodies not closed yet. */
    public int openStreams() {
        return openStreams.get();
    }
}
