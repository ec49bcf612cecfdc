package dev.tenure.objectstore.strict;

import dev.tenure.objectstore.strict.OpenUpload.NamedPart;
import dev.tenure.objectstore.strict.OpenUpload.SentPart;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as S3 documents it: versions, delete markers, tags, locks and open uploads, in memory. What S3 would refuse is thrown as {@link
 * S3Refusal}. Every method is atomic and may be called by many threads.
 */
public final class StrictBucket {

    /** What becomes of an object that is written again. */
    public enum Versioning {
        /** It is replaced. */
        OFF,
        /** It stays as an older version. */
        ENABLED,
        /** Its version {@code null} is replaced, others stay. */
        SUSPENDED
    }

    private final String name;
    private final boolean lockable;
    private final Defects defects;
    private final History history;
    private final Versions versions;
    private final OpenUploads uploads;
    private final Rendezvous writers = new Rendezvous();
    private Versioning versioning;

    /**
     * An empty bucket.
     *
     * @param lockable made with Object Lock, so that versions are kept from the start
     * @param clock decides when a retention ends
     */
    public StrictBucket(String name, boolean lockable, InstantSource clock, Defects defects) {
        this.name = name;
        this.lockable = lockable;
        this.defects = defects;
        this.versioning = lockable ? Versioning.ENABLED : Versioning.OFF;
        this.history = new History(clock, defects);
        this.versions = new Versions(history);
        this.uploads = new OpenUploads(history, defects);
    }

    public String name() {
        return name;
    }

    public boolean lockable() {
        return lockable;
    }

    public synchronized Versioning versioning() {
        return defects.has(Defect.NO_VERSIONS) ? Versioning.OFF : versioning;
    }

    /** Sets what becomes of objects written again. Never {@code OFF}, and not {@code SUSPENDED} where locks are. */
    public synchronized void versioning(Versioning state) {
        if (lockable && state != Versioning.ENABLED) {
            throw new S3Refusal(409, "InvalidBucketState", "An Object Lock configuration is present on this bucket.");
        }
        versioning = state;
    }

    /** Makes the next listing show how the bucket was before the last change. */
    public synchronized void staleListOnce() {
        history.staleListOnce();
    }

    public synchronized boolean isEmpty() {
        return versions.isEmpty();
    }

    /** Writes an object. */
    public StoredVersion put(String key, Content content, Description description, Condition condition) {
        checkLockable(description);
        Condition honoured = honoured(key, condition);
        synchronized (this) {
            honoured.check(current(key));
            return versions.add(key, content, description, false, versioning() == Versioning.ENABLED);
        }
    }

    private Condition honoured(String key, Condition condition) {
        if (condition.absent() && defects.has(Defect.IGNORES_IF_NONE_MATCH)) {
            return new Condition(false, condition.etag());
        }
        if (condition.absent() && defects.has(Defect.RACY_IF_NONE_MATCH)) {
            condition.check(current(key));
            writers.meet(key);
            return new Condition(false, condition.etag());
        }
        return condition;
    }

    private void checkLockable(Description description) {
        if ((description.held() || description.retention() != null) && !lockable) {
            throw Locking.missingConfiguration();
        }
        if (description.retention() != null) {
            Locking.checkFuture(description.retention(), history.now());
        }
    }

    /** The object that a read without a version id finds; empty too where a delete marker hides it. */
    public synchronized Optional<StoredVersion> current(String key) {
        return versions.newest(key).filter(version -> !version.marker());
    }

    /** The object that is read, or the refusal that tells why there is none. */
    public synchronized StoredVersion existing(String key, @Nullable String versionId) {
        StoredVersion found = version(key, versionId);
        if (!found.marker()) {
            return found;
        }
        Map<String, String> headers = Map.of("x-amz-delete-marker", "true", "x-amz-version-id", found.id());
        throw versionId == null
                ? new S3Refusal(404, "NoSuchKey", "A delete marker hides this key.", headers)
                : new S3Refusal(405, "MethodNotAllowed", "The version is a delete marker.", headers);
    }

    private StoredVersion version(String key, @Nullable String versionId) {
        return versionId == null
                ? versions.newest(key).orElseThrow(() -> new S3Refusal(404, "NoSuchKey", "There is no such key."))
                : versions.find(key, versionId)
                        .orElseThrow(() -> new S3Refusal(404, "NoSuchVersion", "There is no such version."));
    }

    /** Deletes without naming a version: a delete marker where versions are kept, which is returned; else the object goes. */
    public synchronized Optional<StoredVersion> hide(String key) {
        Versioning state = versioning();
        if (state == Versioning.OFF) {
            versions.find(key, Versions.NULL).ifPresent(versions::remove);
            return Optional.empty();
        }
        boolean ownId = state == Versioning.ENABLED;
        return Optional.of(versions.add(key, Content.NONE, Description.none(), true, ownId));
    }

    /**
     * Deletes one version for good.
     *
     * @param bypass goes past a retention in governance mode
     * @return what was deleted; empty where it was gone already
     */
    public synchronized Optional<StoredVersion> delete(String key, String versionId, boolean bypass) {
        Optional<StoredVersion> found = versions.find(key, versionId);
        found.ifPresent(version -> {
            if (!defects.has(Defect.LOCKS_NOT_ENFORCED)) {
                checkDeletable(version, bypass);
            }
            if (!version.marker() || !defects.has(Defect.MARKERS_STAY)) {
                versions.remove(version);
            }
        });
        return found;
    }

    private void checkDeletable(StoredVersion version, boolean bypass) {
        try {
            Locking.checkDeletable(version, bypass, history.now());
        } catch (S3Refusal locked) {
            if (defects.has(Defect.LOCKS_REFUSE_WITH_400)) {
                throw new S3Refusal(400, "InvalidRequest", "Object is WORM protected and cannot be overwritten");
            }
            throw locked;
        }
    }

    /** Replaces the tags of a version, of the current one without a version id. */
    public StoredVersion tag(String key, @Nullable String versionId, Map<String, String> tags) {
        return describe(key, versionId, description -> description.withTags(tags));
    }

    public StoredVersion hold(String key, @Nullable String versionId, boolean on) {
        requireLocks();
        return describe(key, versionId, description -> description.withHold(on));
    }

    /** Sets a retention; one in force can only be made longer, except by a bypass of governance mode. */
    public StoredVersion retain(String key, @Nullable String versionId, Retention retention, boolean bypass) {
        requireLocks();
        Locking.checkFuture(retention, history.now());
        return describe(key, versionId, description -> {
            Locking.checkChange(description.retention(), retention, bypass, history.now());
            return description.withRetention(retention);
        });
    }

    private synchronized StoredVersion describe(
            String key, @Nullable String versionId, UnaryOperator<Description> change) {
        StoredVersion version = existing(key, versionId);
        Description description = change.apply(version.description());
        versions.describe(version, description);
        return version.described(description);
    }

    /** Refuses, as S3 does, where the bucket was made without Object Lock. */
    public void requireLocks() {
        if (!lockable) {
            throw Locking.missingConfiguration();
        }
    }

    /**
     * Versions and delete markers under the prefix that come after a key, or after one version of it: by key, the newest first.
     *
     * @param afterId empty: after all versions of the key
     */
    public synchronized Page<Listed> versions(String prefix, String afterKey, String afterId, int max) {
        long afterBorn = afterId.isEmpty() ? 0 : versions.born(afterId);
        return Page.of(
                versions.listed(prefix, history.shown()).stream()
                        .filter(listed -> {
                            int order =
                                    Versions.KEY_ORDER.compare(listed.version().key(), afterKey);
                            return order > 0 || (order == 0 && listed.version().born() < afterBorn);
                        })
                        .toList(),
                max);
    }

    /** Current objects under the prefix whose keys come after one. */
    public synchronized Page<StoredVersion> objects(String prefix, String afterKey, int max) {
        return Page.of(
                versions.listed(prefix, history.shown()).stream()
                        .filter(listed -> listed.latest() && !listed.version().marker())
                        .map(Listed::version)
                        .filter(version -> Versions.KEY_ORDER.compare(version.key(), afterKey) > 0)
                        .toList(),
                max);
    }

    public synchronized OpenUpload begin(String key, Description description) {
        checkLockable(description);
        return uploads.begin(key, description);
    }

    /** Stores a part; the same number again replaces the earlier one. */
    public synchronized SentPart send(String key, String uploadId, int number, Content content) {
        return uploads.send(key, uploadId, number, content);
    }

    /** An upload that is neither completed nor aborted. */
    public synchronized OpenUpload upload(String key, String uploadId) {
        return uploads.known(key, uploadId);
    }

    /** Makes the object out of the named parts. What was sent and is not named is dropped. */
    public StoredVersion complete(String key, String uploadId, List<NamedPart> parts, Condition condition) {
        Condition honoured = honoured(key, condition);
        synchronized (this) {
            OpenUpload upload = uploads.known(key, uploadId);
            Content whole = OpenUploads.joined(upload, parts);
            honoured.check(current(key));
            boolean ownId = versioning() == Versioning.ENABLED;
            StoredVersion made = versions.add(key, whole, upload.description(), false, ownId);
            uploads.completed(upload, made.born());
            return made;
        }
    }

    public synchronized void abort(String key, String uploadId) {
        OpenUpload upload = uploads.known(key, uploadId);
        if (!defects.has(Defect.ABORT_DOES_NOTHING)) {
            uploads.abort(upload);
        }
    }

    /**
     * Uploads under the prefix that come after a key, or after one upload of it: by key, the oldest first.
     *
     * @param afterId empty: after all uploads of the key
     */
    public synchronized Page<OpenUpload> uploads(String prefix, String afterKey, String afterId, int max) {
        return uploads.listed(prefix, afterKey, afterId, max);
    }
}
