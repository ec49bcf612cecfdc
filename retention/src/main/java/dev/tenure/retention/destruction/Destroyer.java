package dev.tenure.retention.destruction;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.deletion.DeletionReport;
import dev.tenure.objectstore.deletion.PrefixDeletion;
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
    private final StoredObjects objects;
    private final PrefixDeletion deletion;
    private final JdbcDestructions destructions;
    private final Certificates certificates;
    private final DestructionProblems problems;
    private final RetentionSettings settings;
    private final InstantSource clock;

    Destroyer(
            Items items,
            StoredObjects objects,
            PrefixDeletion deletion,
            JdbcDestructions destructions,
            Certificates certificates,
            DestructionProblems problems,
            RetentionSettings settings,
            InstantSource clock) {
        this.items = items;
        this.objects = objects;
        this.deletion = deletion;
        this.destructions = destructions;
        this.certificates = certificates;
        this.problems = problems;
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
                    problems.note(item.id(), String.valueOf(failure.getMessage()));
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
        Instant firstAbsence = destructions.find(item.id()).orElseThrow().firstAbsentAt();
        if (firstAbsence == null) {
            firstAbsence = delete(item);
            if (firstAbsence == null) {
                // What was in the way is noted already, and stays noted until a listing finds nothing.
                return false;
            }
            destructions.absent(item.id(), firstAbsence);
        }
        if (clock.instant().isBefore(firstAbsence.plus(settings.verifyDelay()))) {
            return false;
        }
        Instant secondAbsence = absence(item);
        if (secondAbsence == null || !secondAbsence.isAfter(firstAbsence)) {
            LOG.warn("item {} was gone at {}, and is not any more", item.id(), firstAbsence);
            problems.doubted(item.id(), "something appeared after a listing at " + firstAbsence + " found nothing");
            return false;
        }
        List<Listing> listings = List.of(new Listing(firstAbsence, 0, 0, 0), new Listing(secondAbsence, 0, 0, 0));
        return certificates.issue(item, listings);
    }

    /** Deletes everything; answers when a full listing found nothing any more, or null when something is left. */
    private @Nullable Instant delete(Item item) {
        DeletionReport report =
                deletion.delete(prefix(item), announced(item), versions -> destructions.note(item.id(), versions));
        for (DeleteOutcome.Refusal refusal : report.refused()) {
            LOG.warn("{} of item {} was not deleted: {}", refusal.version(), item.id(), refusal.code());
            problems.note(item.id(), refusal);
        }
        return report.empty() ? clock.instant() : null;
    }

    /** When a full listing found nothing: no version, no delete marker, no upload. Absent when it found something. */
    private @Nullable Instant absence(Item item) {
        return deletion.absent(prefix(item), announced(item)) ? clock.instant() : null;
    }

    private static KeyPrefix prefix(Item item) {
        return StoredObject.prefixOf(item.account(), item.id());
    }

    /** Keys that may have an upload: every object is announced before its first byte. */
    private List<ObjectKey> announced(Item item) {
        return objects.all(item.id()).stream().map(StoredObject::key).toList();
    }
}
