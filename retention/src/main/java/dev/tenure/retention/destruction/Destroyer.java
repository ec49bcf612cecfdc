package dev.tenure.retention.destruction;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.DestructionCertificate.Listing;
import dev.tenure.retention.policy.RetentionSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes every byte of items whose key is destroyed, and lists until nothing is left, twice. Idempotent: whatever an earlier run did or did
 * not do, the next one goes on from what the bucket shows.
 */
public final class Destroyer {

    private static final Logger LOG = LoggerFactory.getLogger(Destroyer.class);

    private final Items items;
    private final ObjectStore store;
    private final JdbcDestructions destructions;
    private final Certificates certificates;
    private final RetentionSettings settings;
    private final InstantSource clock;

    Destroyer(
            Items items,
            ObjectStore store,
            JdbcDestructions destructions,
            Certificates certificates,
            RetentionSettings settings,
            InstantSource clock) {
        this.items = items;
        this.store = store;
        this.destructions = destructions;
        this.certificates = certificates;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Carries on with items that are being destroyed; returns how many were proven gone. A failure of one item is noted at it, and does not
     * keep the others.
     */
    public int carryOn(int limit) {
        int proven = 0;
        ItemId after = null;
        List<Item> page;
        do {
            page = items.inState(ItemState.DESTROYING, after, limit);
            for (Item item : page) {
                after = item.id();
                try {
                    proven += carryOn(item) ? 1 : 0;
                } catch (RuntimeException failure) {
                    // Whatever it is with this item, it must not keep the others. It stays DESTROYING, without a
                    // certificate.
                    LOG.warn("item {} is not gone yet: {}", item.id(), failure.getMessage());
                    destructions.problem(item.id(), String.valueOf(failure.getMessage()));
                }
            }
        } while (page.size() == limit);
        return proven;
    }

    /** True once the item is proven gone. */
    private boolean carryOn(Item item) {
        Instant lease = item.leaseUntil();
        if (lease != null && lease.isAfter(clock.instant())) {
            // A worker may still have a write under way that it began before the key went. Its lease outlives any such
            // write.
            return false;
        }
        KeyPrefix prefix = StoredObject.prefixOf(item.account(), item.id());
        Instant firstAbsence = destructions.find(item.id()).orElseThrow().firstAbsentAt();
        if (firstAbsence == null) {
            delete(item.id(), prefix);
            firstAbsence = absence(prefix);
            if (firstAbsence == null) {
                // What was in the way is noted already, and stays noted until a listing finds nothing.
                return false;
            }
            destructions.absent(item.id(), firstAbsence);
        }
        if (clock.instant().isBefore(firstAbsence.plus(settings.verifyDelay()))) {
            return false;
        }
        Instant secondAbsence = absence(prefix);
        if (secondAbsence == null || !secondAbsence.isAfter(firstAbsence)) {
            LOG.warn("item {} was gone at {}, and is not any more", item.id(), firstAbsence);
            destructions.doubted(item.id(), "something appeared after a listing at " + firstAbsence + " found nothing");
            return false;
        }
        List<Listing> listings = List.of(new Listing(firstAbsence, 0, 0, 0), new Listing(secondAbsence, 0, 0, 0));
        return certificates.issue(item, listings);
    }

    private void delete(ItemId item, KeyPrefix prefix) {
        for (MultipartUpload upload : store.listUploads(prefix)) {
            store.abortUpload(upload);
        }
        List<ObjectVersion> versions = store.listVersions(prefix);
        for (int from = 0; from < versions.size(); from += ObjectStore.MAX_DELETE_BATCH) {
            List<ObjectVersion> batch =
                    versions.subList(from, Math.min(versions.size(), from + ObjectStore.MAX_DELETE_BATCH));
            destructions.note(item, batch);
            DeleteOutcome outcome = store.deleteVersions(batch);
            for (DeleteOutcome.Refusal refusal : outcome.refused()) {
                LOG.warn("{} of item {} was not deleted: {}", refusal.version(), item, refusal.code());
                destructions.problem(item, refusal.version().key() + ": " + refusal.code());
            }
        }
    }

    /** When a full listing found nothing: no version, no delete marker, no upload. Absent when it found something. */
    private @Nullable Instant absence(KeyPrefix prefix) {
        boolean nothing = store.listVersions(prefix).isEmpty()
                && store.listUploads(prefix).isEmpty();
        return nothing ? clock.instant() : null;
    }
}
