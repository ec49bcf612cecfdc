package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.NotSupported;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Versions are kept, listed newest first, read and deleted one by one; a delete marker hides them and can be deleted. */
final class KeptVersions implements Probe {

    /** How S3 spells the version id of an object in a bucket without versions. */
    private static final String NO_VERSION = "null";

    private static final String PERMISSIONS =
            "nothing here can be proven to be gone; allow s3:ListBucketVersions, s3:GetObjectVersion and s3:DeleteObjectVersion";

    @Override
    public String behaviour() {
        return "versions";
    }

    @Override
    public Observation observe(Room room) throws IOException {
        ObjectStore store = room.storeWith(now -> now.withVersions(true).withBatchDelete(BatchDelete.ONE_BY_ONE));
        byte[] first = {1};
        ObjectVersion one = room.put("object", first);
        ObjectVersion two = room.put("object", new byte[] {2, 2});
        ObjectVersion three = room.put("object", new byte[] {3, 3, 3});
        if (one.versionId().equals(NO_VERSION) || one.versionId().equals(two.versionId())) {
            return unnamed(room, store, three);
        }
        try {
            return named(room, store, List.of(three, two, one), first);
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            return bad(Probe.reason(refused), PERMISSIONS);
        }
    }

    /** Versions have names, so that the bucket keeps them, whatever else goes wrong: deleting by key would only hide them. */
    private static Observation named(Room room, ObjectStore store, List<ObjectVersion> put, byte[] first)
            throws IOException {
        ObjectVersion three = put.getFirst();
        ObjectVersion two = put.get(1);
        ObjectVersion one = put.getLast();
        List<ObjectVersion> listed = store.listVersions(room.folder());
        if (!listed.containsAll(List.of(one, two, three))) {
            return bad(
                    "of three versions " + listed.size() + " are listed", "no listing proves that something is gone");
        }
        if (!listed.equals(List.of(three, two, one))) {
            return bad("versions are not listed newest first", "which of several writers was the first cannot be told");
        }
        if (!Arrays.equals(Room.read(store, one), first)) {
            return bad("an older version is read with other bytes", "no version can be trusted");
        }
        store.deleteVersions(List.of(two));
        return store.listVersions(room.folder()).equals(List.of(three, one))
                ? hidden(room, store, List.of(three, one))
                : bad("a version that is deleted by its id stays", "nothing can be destroyed here");
    }

    /** New versions have no names; older ones may be there all the same, where versions were kept once. */
    private static Observation unnamed(Room room, ObjectStore store, ObjectVersion put) {
        hide(room, put.key());
        try {
            return store.listVersions(room.folder()).stream().noneMatch(ObjectVersion::deleteMarker)
                    ? missing("the bucket keeps one version of a key only")
                    : bad(
                            "versioning is suspended: new versions replace each other, older ones and delete markers stay",
                            "deleting by key proves nothing; turn versioning on again");
        } catch (NotSupported | ObjectNotFound none) {
            return missing("the bucket keeps one version of a key only");
        }
    }

    private static Observation hidden(Room room, ObjectStore store, List<ObjectVersion> versions) {
        ObjectKey key = room.key("object");
        hide(room, key);
        boolean hides = store.facts(key).isEmpty();
        List<ObjectVersion> markers = store.listVersions(room.folder()).stream()
                .filter(ObjectVersion::deleteMarker)
                .toList();
        store.deleteVersions(markers);
        boolean back = store.listVersions(room.folder()).equals(versions);
        return hides && markers.size() == 1 && back
                ? Observation.good("kept, listed newest first, read and deleted one by one")
                        .with(now -> now.withVersions(true))
                : Observation.of(
                                Verdict.DIFFERENT,
                                hides
                                        ? "a delete marker is not listed, or cannot be deleted"
                                        : "a delete hides nothing",
                                "Tenure itself makes no delete markers; whoever deletes past it is not undone")
                        .with(now -> now.withVersions(true));
    }

    /** A delete that names no version, which the port only has for buckets without versions. */
    private static void hide(Room room, ObjectKey key) {
        room.storeWith(now -> now.withVersions(false).withBatchDelete(BatchDelete.ONE_BY_ONE))
                .deleteVersions(List.of(new ObjectVersion(key, NO_VERSION, 0, false)));
    }

    @Override
    public Observation refused(ObjectStoreException why) {
        return why.worthRetrying()
                ? Probe.super.refused(why)
                : Observation.of(Verdict.BAD, Probe.reason(why), PERMISSIONS);
    }

    private static Observation missing(String seen) {
        return Observation.of(
                        Verdict.MISSING,
                        seen,
                        "what is deleted or overwritten past Tenure is lost; writes that must happen once need the conditional put")
                .with(now -> now.withVersions(false));
    }

    /** Versions are used all the same: taking them for missing would certify as gone what is only hidden. */
    private static Observation bad(String seen, String consequence) {
        return Observation.of(Verdict.BAD, seen, consequence).with(now -> now.withVersions(true));
    }
}
