package dev.tenure.retention.reconcile;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.fixity.Damage;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.retention.fixity.ObjectAlarms;
import dev.tenure.retention.reconcile.JdbcInventory.Recorded;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for what the catalog names in what a page of the bucket's listing has. Memory is bounded by pages, whatever is missing. */
final class Comparison {

    static final Actor ACTOR = Actor.system("reconcile");

    /** Rows looked up at once. */
    private static final int PAGE = 1000;

    private final JdbcInventory inventory;
    private final StoredObjects objects;
    private final ObjectAlarms alarms;
    private final ObjectStore store;
    private final InstantSource clock;

    Comparison(
            JdbcInventory inventory,
            StoredObjects objects,
            ObjectAlarms alarms,
            ObjectStore store,
            InstantSource clock) {
        this.inventory = inventory;
        this.objects = objects;
        this.alarms = alarms;
        this.store = store;
        this.clock = clock;
    }

    private record Name(String key, String versionId) {}

    /**
     * Tells of objects whose keys are in this stretch and that the page lacks, each after it was asked for by itself: a version may be on the next page,
     * and an object may be younger than the listing.
     *
     * @param after the last key before the stretch
     * @param upTo its last key; absent where it goes to the end
     * @param most after which it ends: there are more, then, but they are told of later
     * @return objects that are damaged or missing
     */
    int compare(List<ObjectVersion> page, String after, @Nullable String upTo, int most) {
        Map<Name, Long> listed = new HashMap<>();
        page.stream()
                .filter(version -> !version.deleteMarker())
                .forEach(version -> listed.put(new Name(version.key().value(), version.versionId()), version.size()));
        int wrong = 0;
        String last = after;
        List<Recorded> rows;
        do {
            rows = inventory.recorded(last, upTo, PAGE);
            for (Recorded row : rows) {
                last = row.key();
                wrong += wrong(row, listed.get(new Name(row.key(), row.versionId()))) ? 1 : 0;
                if (wrong >= most) {
                    return wrong;
                }
            }
        } while (rows.size() == PAGE);
        return wrong;
    }

    private boolean wrong(Recorded row, @Nullable Long size) {
        long sealed = new SealedLayout(row.size(), row.partSize()).sealedSize();
        if (size != null && size == sealed) {
            return false;
        }
        Optional<StoredObject> object = objects.find(row.id());
        if (object.isEmpty() || object.get().facts() == null) {
            return false;
        }
        if (size != null) {
            return alarms.raise(
                    object.get(),
                    Damage.DAMAGED,
                    "the store has " + size + " bytes of " + sealed,
                    ACTOR,
                    clock.instant());
        }
        return missing(object.get().version())
                && alarms.raise(object.get(), Damage.MISSING, "the bucket's listing lacks it", ACTOR, clock.instant());
    }

    private boolean missing(ObjectVersion version) {
        try (InputStream in = store.open(version, new ByteRange(0, 1))) {
            in.read();
            return false;
        } catch (ObjectNotFound gone) {
            return true;
        } catch (IOException broke) {
            throw new ObjectStoreException(
                    ObjectStoreException.Fault.STORE, "the object " + version.key() + " broke off", broke);
        }
    }
}
