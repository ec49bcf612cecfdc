package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Takes what a run wrote out of the bucket again, whatever state it was left in. */
final class Cleaning {

    /** One does it on a healthy server; the others are for calls that fail and listings that lag. */
    private static final int PASSES = 4;
    /** Above {@link Retentions#RETENTION}: what nobody may bypass is deleted when its time has come. */
    private static final Duration PATIENCE = Retentions.RETENTION.plusSeconds(10);

    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONG = TimeUnit.SECONDS.toNanos(2);

    private final ObjectStore store;
    private final ObjectStore single;

    Cleaning(Examination examination) {
        // Whether locks are enforced or not, what is locked is unlocked in the same way.
        StoreFeatures used = examination.store().features().withLocks(true);
        this.store = examination.open(used);
        this.single = examination.open(used.withBatchDelete(BatchDelete.ONE_BY_ONE));
    }

    /** The runs that somebody left in the bucket, this one's among them as long as it is not cleaned. */
    Set<Scratch> runs() {
        Set<Scratch> runs = new LinkedHashSet<>();
        store.listVersions(Scratch.ALL)
                .forEach(version -> Scratch.of(version.key()).ifPresent(runs::add));
        listed(Scratch.ALL).forEach(upload -> Scratch.of(upload.key()).ifPresent(runs::add));
        return runs;
    }

    /**
     * Deletes everything in the place, and the uploads.
     *
     * @return what stays, in words; empty if nothing does
     */
    String clean(Scratch place, Collection<MultipartUpload> known) {
        long began = System.nanoTime();
        List<ObjectVersion> marks = new ArrayList<>();
        for (int pass = 1; ; pass++) {
            Left left;
            try {
                left = pass(place, known, marks, pass == 1 ? store : single);
            } catch (ObjectStoreException failure) {
                left = new Left(Probe.reason(failure), false);
            }
            boolean timeWillHelp = left.retained && System.nanoTime() - began < PATIENCE.toNanos();
            if (left.words.isEmpty()
                    || (pass >= PASSES && !timeWillHelp)
                    || Thread.currentThread().isInterrupted()) {
                return left.words;
            }
            LockSupport.parkNanos(pass < PASSES ? SHORT : LONG);
        }
    }

    /** @param retained whether it is only what {@link Retentions} locked for a while */
    private record Left(String words, boolean retained) {}

    private Left pass(Scratch place, Collection<MultipartUpload> known, List<ObjectVersion> marks, ObjectStore with) {
        mark(place, marks);
        List<MultipartUpload> open = abort(place, known);
        delete(listed(place.prefix(), place.marker(), false), with);
        List<ObjectVersion> left = there(listed(place.prefix(), place.marker(), false));
        if (!open.isEmpty() || !left.isEmpty()) {
            return new Left(
                    left.size() + " versions and " + open.size() + " uploads stay below " + place.prefix(),
                    open.isEmpty() && left.stream().allMatch(version -> place.retained(version.key())));
        }
        List<ObjectVersion> last = new ArrayList<>(marks);
        last.addAll(listed(place.prefix(), place.marker(), true));
        delete(last.stream().distinct().toList(), with);
        return new Left(there(last).isEmpty() ? "" : "the marker " + place.marker() + " stays", false);
    }

    /** Written anew before each pass: a listing that is one change behind then shows all that matters. */
    private void mark(Scratch place, List<ObjectVersion> marks) {
        try {
            marks.add(store.put(place.marker(), new byte[1], Room.TYPE, ObjectTags.none()));
        } catch (ObjectStoreException failure) {
            // The pass itself will show whether the store is there.
        }
    }

    private List<ObjectVersion> listed(KeyPrefix prefix, ObjectKey marker, boolean marks) {
        return store.listVersions(prefix).stream()
                .filter(version -> version.key().equals(marker) == marks)
                .toList();
    }

    private List<MultipartUpload> abort(Scratch place, Collection<MultipartUpload> known) {
        Set<MultipartUpload> all = new LinkedHashSet<>(known);
        all.addAll(listed(place.prefix()));
        if (store.features().uploads() != UploadListing.BY_PREFIX) {
            place.uploads().forEach(key -> all.addAll(listed(() -> store.listUploads(key))));
        }
        all.forEach(store::abortUpload);
        return all.stream().filter(upload -> !Aborts.gone(store, upload)).toList();
    }

    private List<MultipartUpload> listed(KeyPrefix prefix) {
        return listed(() -> store.listUploads(prefix));
    }

    /** Where uploads may not be listed, those that are known are aborted all the same. */
    private static List<MultipartUpload> listed(Supplier<List<MultipartUpload>> listing) {
        try {
            return listing.get();
        } catch (ObjectStoreException failure) {
            if (failure.worthRetrying()) {
                throw failure;
            }
            return List.of();
        }
    }

    private void delete(List<ObjectVersion> versions, ObjectStore with) {
        for (int from = 0; from < versions.size(); from += ObjectStore.MAX_DELETE_BATCH) {
            int to = Math.min(versions.size(), from + ObjectStore.MAX_DELETE_BATCH);
            with.deleteVersions(versions.subList(from, to)).refused().forEach(refusal -> unlock(refusal.version()));
        }
    }

    private void unlock(ObjectVersion version) {
        ObjectLocks locks = store.locks().orElseThrow();
        for (Runnable step : List.<Runnable>of(() -> locks.release(version), () -> locks.deleteRetained(version))) {
            try {
                step.run();
            } catch (ObjectStoreException refused) {
                // The next listing shows whether it mattered.
            }
        }
    }

    /** Those that are really there: a listing may lag behind what was deleted. */
    private List<ObjectVersion> there(List<ObjectVersion> listed) {
        return listed.stream().filter(this::isThere).toList();
    }

    private boolean isThere(ObjectVersion version) {
        if (version.deleteMarker()) {
            // It has no bytes to ask for: only a listing tells.
            return true;
        }
        try (InputStream body = store.open(version, new ByteRange(0, 1))) {
            return body.read() >= -1;
        } catch (ObjectNotFound gone) {
            return false;
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            // What is empty cannot be read and is there.
            return true;
        } catch (IOException broken) {
            return true;
        }
    }
}
