package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** ListObjectVersions and DeleteObjects; ListObjectsV2 and DeleteObject for servers that have no better. */
final class S3Versions {

    private final Bucket bucket;

    S3Versions(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Some servers take no notice of a prefix, and what is listed here is going to be deleted. */
    Listing<ObjectVersion> page(KeyPrefix prefix, ListingMark after) {
        Listing<ObjectVersion> page = page(prefix.value(), after);
        return new Listing<>(
                page.entries().stream()
                        .filter(version -> prefix.covers(version.key()))
                        .toList(),
                page.next());
    }

    Listing<ObjectVersion> page(ListingMark after) {
        return page("", after);
    }

    private Listing<ObjectVersion> page(String prefix, ListingMark after) {
        return S3Failures.looking(
                "list versions under",
                prefix.isEmpty() ? bucket.name() : prefix,
                () -> bucket.features().versions() ? versions(prefix, after) : objects(prefix, after));
    }

    private Listing<ObjectVersion> versions(String prefix, ListingMark after) {
        ListObjectVersionsResponse page = bucket.client()
                .listObjectVersions(request -> request.bucket(bucket.name())
                        .prefix(Paging.named(prefix))
                        .encodingType(EncodingType.URL)
                        .keyMarker(Paging.named(after.key()))
                        .versionIdMarker(Paging.named(after.id())));
        List<ObjectVersion> found = new ArrayList<>();
        page.versions()
                .forEach(version -> found.add(new ObjectVersion(
                        ObjectKey.listed(version.key()), Bucket.version(version.versionId()), version.size(), false)));
        page.deleteMarkers()
                .forEach(marker -> found.add(new ObjectVersion(
                        ObjectKey.listed(marker.key()), Bucket.version(marker.versionId()), 0, true)));
        return new Listing<>(
                found,
                Paging.next(prefix, after, page.isTruncated(), page.nextKeyMarker(), page.nextVersionIdMarker()));
    }

    private Listing<ObjectVersion> objects(String prefix, ListingMark after) {
        ListObjectsV2Response page = bucket.client()
                .listObjectsV2(request -> request.bucket(bucket.name())
                        .prefix(Paging.named(prefix))
                        .encodingType(EncodingType.URL)
                        // A place that the store named itself comes with a token; any other is a key.
                        .startAfter(after.id().isEmpty() ? Paging.named(after.key()) : null)
                        .continuationToken(Paging.named(after.id())));
        List<ObjectVersion> found = page.contents().stream()
                .map(object ->
                        new ObjectVersion(ObjectKey.listed(object.key()), Bucket.version(null), object.size(), false))
                .toList();
        return new Listing<>(found, Paging.next(prefix, after, page.isTruncated(), null, page.nextContinuationToken()));
    }

    DeleteOutcome delete(List<ObjectVersion> versions) {
        if (versions.size() > ObjectStore.MAX_DELETE_BATCH) {
            throw new IllegalArgumentException(
                    "at most " + ObjectStore.MAX_DELETE_BATCH + " versions at once: " + versions.size());
        }
        if (versions.isEmpty()) {
            return new DeleteOutcome(List.of(), List.of());
        }
        return bucket.features().batchDelete() == BatchDelete.ONE_BY_ONE ? oneByOne(versions) : batch(versions);
    }

    private DeleteOutcome batch(List<ObjectVersion> versions) {
        List<ObjectIdentifier> names = versions.stream()
                .map(version -> ObjectIdentifier.builder()
                        .key(version.key().value())
                        .versionId(bucket.versionId(version))
                        .build())
                .toList();
        return S3Failures.changing(
                "delete " + versions.size() + " versions, first",
                versions.getFirst().key(),
                () -> {
                    var answer = bucket.client()
                            .deleteObjects(request -> request.bucket(bucket.name())
                                    .delete(batch -> batch.objects(names).quiet(false)));
                    return outcome(versions, answer.deleted(), answer.errors());
                });
    }

    private record Name(String key, String version) {}

    /** A version that the answer names nowhere counts as refused: silence is no proof of deletion. */
    private static DeleteOutcome outcome(List<ObjectVersion> asked, List<DeletedObject> deleted, List<S3Error> errors) {
        Set<Name> confirmed = new HashSet<>();
        deleted.forEach(one -> confirmed.add(new Name(one.key(), Bucket.version(one.versionId()))));
        Map<Name, S3Error> failed = new HashMap<>();
        errors.forEach(one -> failed.put(new Name(one.key(), Bucket.version(one.versionId())), one));

        List<ObjectVersion> gone = new ArrayList<>();
        List<Refusal> kept = new ArrayList<>();
        for (ObjectVersion version : asked) {
            Name name = new Name(version.key().value(), version.versionId());
            S3Error error = failed.get(name);
            if (error == null && confirmed.contains(name)) {
                gone.add(version);
            } else if (error == null) {
                kept.add(new Refusal(version, Refusal.NO_ANSWER, "the store did not name this version"));
            } else {
                kept.add(new Refusal(version, String.valueOf(error.code()), String.valueOf(error.message())));
            }
        }
        return new DeleteOutcome(gone, kept);
    }

    private DeleteOutcome oneByOne(List<ObjectVersion> versions) {
        List<ObjectVersion> gone = new ArrayList<>();
        List<Refusal> kept = new ArrayList<>();
        for (ObjectVersion version : versions) {
            S3Failures.changing("delete", version.key(), () -> {
                try {
                    bucket.client()
                            .deleteObject(request -> request.bucket(bucket.name())
                                    .key(version.key().value())
                                    .versionId(bucket.versionId(version)));
                    return gone.add(version);
                } catch (S3Exception answer) {
                    if (!S3Failures.ofOneKey(answer)) {
                        throw answer;
                    }
                    if (answer.statusCode() == 404) {
                        return gone.add(version);
                    }
                    // Locks are refused with 403 by most, with 400 by some.
                    return kept.add(new Refusal(version, S3Failures.code(answer), String.valueOf(answer.getMessage())));
                }
            });
        }
        return new DeleteOutcome(gone, kept);
    }
}
