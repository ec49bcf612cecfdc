package dev.tenure.catalog.recovery;

import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.recovery.KeptRows.Place;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.RecoveryKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads the ledger out of a bucket: all of it, or not at all, since what is missing may be a hold. */
final class LedgerInBucket {

    private final ObjectStore store;
    private final RecoveryKey key;
    private final Set<String> signers;

    LedgerInBucket(ObjectStore store, RecoveryKey key, Set<String> signers) {
        this.store = store;
        this.key = key;
        this.signers = signers;
    }

    /**
     * What was read.
     *
     * @param objects how many
     * @param newest the highest number in the bucket; 0 for none
     * @param whole whether it tells of everything that was there
     * @param version of the database when its newest object was written
     */
    record Read(long objects, long newest, boolean whole, String version) {}

    /**
     * Reads it in its order.
     *
     * @throws IllegalStateException when an object is missing or cannot be read
     */
    Read each(Consumer<KeptRows> rows) {
        SortedMap<Long, ObjectVersion> objects = objects();
        if (objects.isEmpty()) {
            return new Read(0, 0, false, "");
        }
        long newest = objects.lastKey();
        KeptRows end = open(newest, objects.sequencedValues().getLast());
        Place last = end.inLedger();
        // Once all was told, what lies before is needed no more, and may be sealed to a key that is gone.
        SortedMap<Long, ObjectVersion> needed = last.whole() ? objects.tailMap(last.first()) : objects;
        long before = 0;
        for (var object : needed.entrySet()) {
            KeptRows read = open(object.getKey(), object.getValue());
            long previous = read.inLedger().previous();
            if (previous > before && (before > 0 || previous >= last.first())) {
                throw new IllegalStateException("the ledger's object " + Ledger.key(previous)
                        + " is missing, and what it told with it: look for an older version of it in the bucket");
            }
            before = object.getKey();
            rows.accept(read);
        }
        return new Read(needed.size(), newest, last.whole(), end.version());
    }

    /** The oldest version of each number: what somebody wrote over it later is not ours. */
    private SortedMap<Long, ObjectVersion> objects() {
        SortedMap<Long, ObjectVersion> oldest = new TreeMap<>();
        Optional<ListingMark> mark = Optional.of(ListingMark.before(Ledger.PREFIX));
        while (mark.isPresent()) {
            Listing<ObjectVersion> page = store.listVersions(Ledger.PREFIX, mark.get());
            page.entries().stream()
                    .filter(version -> !version.deleteMarker() && Ledger.number(version.key()) >= 0)
                    .forEach(version -> oldest.put(Ledger.number(version.key()), version));
            mark = page.next();
        }
        return oldest;
    }

    private KeptRows open(long number, ObjectVersion version) {
        String what = Ledger.key(number).value();
        try (InputStream in = store.open(version, new ByteRange(0, version.size()))) {
            return KeptRows.open(key.open(in.readAllBytes(), what), what, signers);
        } catch (IOException e) {
            throw new UncheckedIOException("the object " + what + " broke off", e);
        } catch (KeyUnavailable | MalformedJson e) {
            throw new IllegalStateException("the ledger's object " + what + " cannot be read: " + e.getMessage(), e);
        }
    }
}
