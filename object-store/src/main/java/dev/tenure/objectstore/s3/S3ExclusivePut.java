package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.OutcomeUnknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One writer of many: by a condition where the server keeps it, else by the order of versions. */
final class S3ExclusivePut {

    /** Tells our own write from another's, when an answer was lost and the SDK tried again. */
    private static final String WRITE = "write";

    private final Bucket bucket;
    private final S3Writes writes;

    S3ExclusivePut(Bucket bucket) {
        this.bucket = bucket;
        this.writes = new S3Writes(bucket);
    }

    Optional<ObjectVersion> put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        if (bucket.features().exclusivePut()) {
            return conditionally(key, bytes, contentType, tags);
        }
        if (bucket.features().versions()) {
            return byOrderOfVersions(key, bytes, contentType, tags);
        }
        throw new ObjectStoreException(
                Fault.CONFIGURATION,
                "put " + key + " once: this server has neither conditional writes nor versions; use one that has",
                null);
    }

    private Optional<ObjectVersion> conditionally(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        String write = UUID.randomUUID().toString();
        var request = writes.request(key, contentType, tags, Map.of(WRITE, write))
                .ifNoneMatch("*")
                .overrideConfiguration(bucket.limits().sending(bytes.length))
                .build();
        return S3Failures.changing("put once", key, () -> {
            try {
                var stored = bucket.client().putObject(request, S3Writes.body(bytes));
                return Optional.of(new ObjectVersion(key, Bucket.version(stored.versionId()), bytes.length, false));
            } catch (S3Exception refused) {
                // 409: another writer is at it at this very moment; whether it succeeds is not known yet.
                if (refused.statusCode() == 409) {
                    throw new OutcomeUnknown("put " + key + " once: another write is under way", refused);
                }
                if (refused.statusCode() != 412) {
                    throw refused;
                }
                return ours(key, write, bytes.length);
            }
        });
    }

    /** A try whose answer was lost may be the very object that the next try met. */
    private Optional<ObjectVersion> ours(ObjectKey key, String write, long size) {
        HeadObjectResponse there = bucket.client()
                .headObject(request -> request.bucket(bucket.name()).key(key.value()));
        return write.equals(there.metadata().get(WRITE))
                ? Optional.of(new ObjectVersion(key, Bucket.version(there.versionId()), size, false))
                : Optional.empty();
    }

    private Optional<ObjectVersion> byOrderOfVersions(
            ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        Versions before = versions(key);
        if (before.visible()) {
            return Optional.empty();
        }
        String write = UUID.randomUUID().toString();
        ObjectVersion mine = writes.put(key, bytes, contentType, tags, Map.of(WRITE, write));
        List<String> rivals = versions(key).newestFirst();
        rivals.removeAll(before.newestFirst());
        if (!rivals.contains(mine.versionId())) {
            throw new OutcomeUnknown("put " + key + " once: the server does not list what it stored", null);
        }
        // Where an answer was lost, the SDK's next try has made another version of the same write.
        List<ObjectVersion> ours = rivals.stream()
                .filter(rival -> rival.equals(mine.versionId()) || isOurs(key, rival, write))
                .map(rival -> new ObjectVersion(key, rival, bytes.length, false))
                .toList();
        boolean first = ours.getLast().versionId().equals(rivals.getLast());
        withdraw(key, first ? ours.subList(0, ours.size() - 1) : ours);
        return first ? Optional.of(ours.getLast()) : Optional.empty();
    }

    private boolean isOurs(ObjectKey key, String version, String write) {
        try {
            return write.equals(S3Failures.looking(
                            "look at",
                            key,
                            () -> bucket.client()
                                    .headObject(request -> request.bucket(bucket.name())
                                            .key(key.value())
                                            .versionId(version)))
                    .metadata()
                    .get(WRITE));
        } catch (ObjectNotFound withdrawn) {
            return false;
        }
    }

    private void withdraw(ObjectKey key, List<ObjectVersion> versions) {
        DeleteOutcome withdrawn = new S3Versions(bucket).delete(versions);
        if (!withdrawn.refused().isEmpty()) {
            throw new OutcomeUnknown("put " + key + " once: a version too many could not be withdrawn", null);
        }
    }

    /**
     * The versions of exactly one key.
     *
     * @param hidden whether a delete marker is the newest of all: then there is no object, and who writes next may have the key
     */
    private record Versions(List<String> newestFirst, boolean hidden) {

        boolean visible() {
            return !hidden && !newestFirst.isEmpty();
        }
    }

    private Versions versions(ObjectKey key) {
        return S3Failures.looking("list versions of", key, () -> {
            List<String> found = new ArrayList<>();
            boolean hidden = false;
            for (ListObjectVersionsResponse page : bucket.client()
                    .listObjectVersionsPaginator(
                            request -> request.bucket(bucket.name()).prefix(key.value()))) {
                boolean others = false;
                for (var version : page.versions()) {
                    if (version.key().equals(key.value())) {
                        found.add(Bucket.version(version.versionId()));
                    } else {
                        others = true;
                    }
                }
                for (var marker : page.deleteMarkers()) {
                    hidden |= marker.key().equals(key.value()) && Boolean.TRUE.equals(marker.isLatest());
                }
                // Keys are listed in their order, and this one comes before all that it begins.
                if (others) {
                    break;
                }
            }
            return new Versions(found, hidden);
        });
    }
}
