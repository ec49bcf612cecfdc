package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How open uploads can be found, among them one whose key begins like another's. */
final class OpenUploads implements Probe {

    @Override
    public String behaviour() {
        return "open uploads";
    }

    @Override
    public Observation observe(Room room) {
        ObjectStore store = room.store();
        List<MultipartUpload> open = List.of(
                room.begin(store, "one", ObjectTags.none()),
                room.begin(store, "one-more", ObjectTags.none()),
                room.begin(store, "deep/one", ObjectTags.none()));
        Set<MultipartUpload> above = new HashSet<>(store.listUploads(room.folder()));
        List<MultipartUpload> below = store.listUploads(new KeyPrefix(room.folder() + "deep/"));
        boolean byPrefix = above.equals(Set.copyOf(open)) && below.equals(List.of(open.getLast()));
        boolean byKey =
                open.stream().allMatch(upload -> store.listUploads(upload.key()).equals(List.of(upload)));
        open.forEach(store::abortUpload);
        if (!byKey) {
            return never(byPrefix ? "uploads of one key are not listed" : "open uploads are not listed");
        }
        return byPrefix
                ? Observation.good("listed by prefix").with(now -> now.withUploads(UploadListing.BY_PREFIX))
                : Observation.of(
                                Verdict.DIFFERENT,
                                "the listing takes its prefix for one whole key",
                                "open uploads are looked for by every announced key")
                        .with(now -> now.withUploads(UploadListing.BY_KEY));
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        if (why.worthRetrying()) {
            return Probe.super.refused(why);
        }
        return Probe.lacks(why)
                ? never(Probe.reason(why))
                : Observation.of(
                        Verdict.BAD,
                        Probe.reason(why),
                        "no destruction can be proven; allow s3:ListBucketMultipartUploads and s3:AbortMultipartUpload");
    }

    private static Observation never(String seen) {
        return Observation.of(
                        Verdict.MISSING,
                        seen,
                        "open uploads are known by the ids in the catalog only; have the bucket abort stale uploads by itself")
                .with(now -> now.withUploads(UploadListing.NEVER));
    }
}
