package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.deletion.PrefixDeletion.Witness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** One deletion: pass after pass, each a full listing, until one finds nothing. */
final class Run {

    /** Where versions can only be deleted one by one, batches are this small, so that they run side by side at least. */
    private static final int ONE_BY_ONE_BATCH = 20;

    private final ObjectStore store;
    private final DeletionLimits limits;
    private final Place place;
    private final Witness witness;
    private final AdaptiveLimit limit;
    private final int batchSize;

    /** What the witness knows already; a version that is listed again is not new. */
    private final Set<ObjectVersion> witnessed = new HashSet<>();

    private final Set<MultipartUpload> aborted = new HashSet<>();
    /** Folders in which the present pass, or the last one, found something. */
    private final Set<KeyPrefix> left = new HashSet<>();

    private long requests;

    Run(ObjectStore store, DeletionLimits limits, Place place, Witness witness) {
        this.store = store;
        this.limits = limits;
        this.place = place;
        this.witness = witness;
        this.limit = new AdaptiveLimit(limits);
        this.batchSize = batchSize(store);
    }

    static int batchSize(ObjectStore store) {
        return store.features().batchDelete() == BatchDelete.ONE_BY_ONE
                ? ONE_BY_ONE_BATCH
                : ObjectStore.MAX_DELETE_BATCH;
    }

    DeletionReport carryOut() {
        Batches last = new Batches(store, limits, limit);
        int idle = 0;
        while (idle < limits.passes()) {
            int known = witnessed.size() + aborted.size();
            left.clear();
            boolean uploads = abortUploads();
            Batches batches = new Batches(store, limits, limit);
            boolean versions = deleteVersions(batches);
            requests += batches.requests();
            last = batches;
            if (!uploads && !versions) {
                return report(List.of(), true);
            }
            if (batches.onlyRefused() && !uploads) {
                break;
            }
            // A pass that found something new is no reason to give up: some servers lose their place in a listing when
            // what they listed is deleted meanwhile, or list a thousand versions of a key and no more.
            idle = witnessed.size() + aborted.size() > known ? 0 : idle + 1;
            if (idle > 0 && idle < limits.passes()) {
                pause();
            }
        }
        return report(last.refused(), false);
    }

    private DeletionReport report(List<Refusal> refused, boolean empty) {
        return new DeletionReport(witnessed.size() - refused.size(), aborted.size(), refused, empty, requests);
    }

    /** True when any was listed. */
    private boolean abortUploads() {
        List<MultipartUpload> open = place.uploads(this::patiently);
        for (MultipartUpload upload : open) {
            left.add(place.folderOf(upload.key()));
            patiently(() -> {
                store.abortUpload(upload);
                return upload;
            });
            aborted.add(upload);
        }
        return !open.isEmpty();
    }

    /** True when any was listed. */
    private boolean deleteVersions(Batches batches) {
        try (batches) {
            Collecting collecting = new Collecting(batches);
            place.versions(this::patiently, collecting::take);
            collecting.flush();
            batches.finish();
            return collecting.any;
        }
    }

    /** Makes full batches out of pages, of which several may be needed for one. */
    private final class Collecting {
        private final Batches batches;
        private List<ObjectVersion> batch = new ArrayList<>();
        private boolean any;

        Collecting(Batches batches) {
            this.batches = batches;
        }

        void take(List<ObjectVersion> found) {
            for (ObjectVersion version : found) {
                any = true;
                left.add(place.folderOf(version.key()));
                batch.add(version);
                if (batch.size() == batchSize) {
                    flush();
                }
            }
        }

        void flush() {
            if (!batch.isEmpty()) {
                tell(batch);
                batches.add(batch);
                batch = new ArrayList<>();
            }
        }
    }

    /** Folders in which the last full listing found something. */
    Set<KeyPrefix> left() {
        return Set.copyOf(left);
    }

    /** Makes a call that may be made again, as often as the limits say. */
    private <T> T patiently(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            requests++;
            try {
                return call.get();
            } catch (ObjectStoreException failure) {
                if (!failure.worthRetrying() || attempt == limits.attempts()) {
                    throw failure;
                }
                pause();
            }
        }
    }

    private void pause() {
        limit.waitOutAPause();
        if (Thread.currentThread().isInterrupted()) {
            throw Batches.interrupted();
        }
    }

    private void tell(List<ObjectVersion> batch) {
        List<ObjectVersion> unknown = batch.stream().filter(witnessed::add).toList();
        if (!unknown.isEmpty()) {
            witness.willDelete(unknown);
        }
    }
}
