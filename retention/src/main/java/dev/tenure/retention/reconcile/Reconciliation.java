package dev.tenure.retention.reconcile;

import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.reconcile.JdbcPlace.Phase;
import dev.tenure.retention.reconcile.JdbcPlace.Place;
import dev.tenure.retention.reconcile.OrphanDestruction.Tally;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The comparison of catalog and bucket, page by page: each run goes on where the last one left off, on whichever machine that was. For one run at a time;
 * of two that meet, one finds itself overtaken and ends.
 */
public final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** In one run. More at once is another bucket, or none: it is told of a few, and of the others by and by. */
    private static final int MAX_WRONG = 20;

    private final JdbcPlace places;
    private final JdbcInventory inventory;
    private final JdbcOrphans orphans;
    private final Comparison comparison;
    private final OrphanAlarms alarms;
    private final OrphanDestruction destruction;
    private final JdbcOrphanDestructions destructions;
    private final OrphanCertificates certificates;
    private final ObjectStore store;
    private final TransactionOperations transaction;
    private final ReconcileSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanos;

    Reconciliation(
            JdbcPlace places,
            JdbcInventory inventory,
            JdbcOrphans orphans,
            Comparison comparison,
            OrphanAlarms alarms,
            OrphanDestruction destruction,
            JdbcOrphanDestructions destructions,
            OrphanCertificates certificates,
            ObjectStore store,
            TransactionOperations transaction,
            ReconcileSettings settings,
            InstantSource clock,
            LongSupplier nanos) {
        this.places = places;
        this.inventory = inventory;
        this.orphans = orphans;
        this.comparison = comparison;
        this.alarms = alarms;
        this.destruction = destruction;
        this.destructions = destructions;
        this.certificates = certificates;
        this.store = store;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Goes on with the comparison that is under way, or begins the next one when it is time. A store in trouble ends the run; the next one goes on.
     */
    public void goOn() {
        if (settings.paused()) {
            return;
        }
        Place place = places.now();
        if (place.phase() == null && !begin(place)) {
            return;
        }
        long began = nanos.getAsLong();
        try {
            boolean more;
            do {
                more = step();
            } while (more && nanos.getAsLong() - began < settings.run().toNanos());
        } catch (ObjectStoreException trouble) {
            LOG.warn("the comparison of catalog and bucket waits: {}", trouble.getMessage());
            if (trouble.fault() == Fault.REQUEST) {
                // A place in a listing that the store does not know any more.
                places.again(places.now());
            }
        }
    }

    /** How far catalog and bucket agreed when they were last compared. */
    public BucketStanding standing() {
        Place place = places.now();
        JdbcOrphans.Count count = orphans.count();
        return new BucketStanding(place.endedAt(), place.endedListed(), count.orphans(), count.bytes());
    }

    private boolean begin(Place place) {
        Instant now = clock.instant();
        Instant last = place.beganAt();
        // One that began later than now was begun by a clock that was set right since.
        boolean due = last == null
                || last.isAfter(now)
                || !last.plus(settings.every()).isAfter(now);
        return due && places.begin(place, now);
    }

    /** One page, or what comes after the last one; false when there is nothing more to do in this run. */
    private boolean step() {
        Place place = places.now();
        return switch (place.phase()) {
            case VERSIONS -> versions(place);
            case UPLOADS -> uploads(place);
            case ORPHANS -> end(place);
            case null -> false;
        };
    }

    private boolean versions(Place place) {
        Listing<ObjectVersion> page = store.listAll(place.mark());
        List<ObjectVersion> entries = page.entries();
        boolean last = page.next().isEmpty();
        String upTo =
                entries.isEmpty() ? place.lastKey() : entries.getLast().key().value();
        int wrong = comparison.compare(named(entries), place.lastKey(), last ? null : upTo, MAX_WRONG);
        if (wrong >= MAX_WRONG) {
            LOG.error("{} objects are damaged or missing in one run: is this the bucket, and is it whole?", wrong);
            return false;
        }
        List<Found> found = named(entries).stream().map(Found::of).toList();
        return noted(
                place,
                found,
                () -> last
                        ? places.enter(place, Phase.UPLOADS, entries.size())
                        : places.reached(place, page.next().orElseThrow(), upTo, entries.size()));
    }

    private boolean uploads(Place place) {
        if (!uploadsListed()) {
            return places.enter(place, Phase.ORPHANS, 0);
        }
        Listing<MultipartUpload> page = store.listAllUploads(place.mark());
        List<Found> found = page.entries().stream()
                .filter(upload -> storable(upload.key()))
                .map(Found::of)
                .toList();
        return noted(
                place,
                found,
                () -> page.next()
                        .map(next -> places.reached(place, next, next.key(), 0))
                        .orElseGet(() -> places.enter(place, Phase.ORPHANS, 0)));
    }

    private boolean uploadsListed() {
        return store.features().uploads() == UploadListing.BY_PREFIX;
    }

    /** What was seen and where it goes on are one transaction: nothing is passed over, and who was overtaken notes nothing. */
    private boolean noted(Place place, List<Found> found, BooleanSupplier forward) {
        List<Found> unowned = inventory.unowned(found);
        Instant now = clock.instant();
        Instant comparison = Objects.requireNonNull(place.beganAt());
        return Boolean.TRUE.equals(transaction.execute(status -> {
            if (!forward.getAsBoolean()) {
                return false;
            }
            orphans.saw(unowned, comparison, now);
            destructions.saw(found, comparison);
            return true;
        }));
    }

    private boolean end(Place place) {
        Instant now = clock.instant();
        Instant beganAt = Objects.requireNonNull(place.beganAt());
        orphans.forgetUnseen(beganAt, uploadsListed());
        alarms.tell(now.minus(settings.young()), now);
        // By a clock that was set back the comparison ended before it began, and proves nothing.
        if (!now.isBefore(beganAt)) {
            certificates.prove(new OrphanCertificate.Listing(beganAt, now, place.listed()), uploadsListed());
        }
        try {
            if (settings.destroy()) {
                Tally tally = destruction.run(now.minus(settings.keep()), settings.most());
                if (tally.destroyed() > 0 || tally.refused() > 0) {
                    LOG.info("orphans: {} destroyed, {} refused by the store", tally.destroyed(), tally.refused());
                }
            }
        } catch (ObjectStoreException trouble) {
            LOG.warn("orphans stay until the next comparison: {}", trouble.getMessage());
        }
        places.end(place, clock.instant());
        return false;
    }

    private static List<ObjectVersion> named(List<ObjectVersion> entries) {
        return entries.stream().filter(version -> storable(version.key())).toList();
    }

    /** A key that no database takes was not written by us; it is told of each time, and left alone. */
    private static boolean storable(ObjectKey key) {
        boolean storable = key.value().indexOf('\0') < 0;
        if (!storable) {
            LOG.warn("the bucket has an object with an impossible name: {}", key);
        }
        return storable;
    }
}
