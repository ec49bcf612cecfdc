package dev.tenure.retention.hold;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.hold.JdbcHoldMirror.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One pass over the versions of one item. A version is marked before its lock is changed and after, so wherever a pass ends, the next
 * one knows which locks may be ours and which may be missing. A version that the store fails for does not keep the others: the pass goes to its
 * end, notes what it did, and throws the failure then.
 */
final class LockPass {

    /** Versions between two notes. Too small costs queries; too large repeats more calls after an interruption. */
    private static final int BATCH = 100;

    private final JdbcHoldMirror mirror;
    private final Items items;
    private final StoredObjects objects;
    private final ObjectStore store;
    private final ObjectLocks locks;
    private final MirrorLocks.Held alone;
    private final Item item;
    private final boolean look;
    private final VersionFailures failures = new VersionFailures();

    /**
     * A pass.
     *
     * @param look whether to ask the store also about versions that are marked already
     */
    LockPass(
            JdbcHoldMirror mirror,
            Items items,
            StoredObjects objects,
            ObjectStore store,
            ObjectLocks locks,
            MirrorLocks.Held alone,
            Item item,
            boolean look) {
        this.mirror = mirror;
        this.items = items;
        this.objects = objects;
        this.store = store;
        this.locks = locks;
        this.alone = alone;
        this.item = item;
        this.look = look;
    }

    /** The item was held, or released, since the pass began: what it does is not wanted any more. */
    static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Locks every version that the bucket lists.
     *
     * @param claimed whether the item counted as mirrored, so that a version without a mark that is not the catalog's either is a surprise
     * @return how many versions there are
     */
    int lockAll(boolean claimed) throws Overtaken {
        Map<ObjectVersion, Mark> marks = mirror.marks(item.id());
        List<ObjectVersion> versions = versions();
        Predicate<ObjectVersion> unexpected = claimed ? pastTheCatalog() : version -> false;
        for (List<ObjectVersion> batch : batches(versions)) {
            goOn();
            lock(batch, marks, unexpected);
            if (failures.over()) {
                break;
            }
        }
        failures.rethrow();
        versions.forEach(marks::remove);
        for (ObjectVersion unlisted : List.copyOf(marks.keySet())) {
            // A listing may be behind; the version itself says whether it is gone.
            held(unlisted, marks);
            if (failures.over()) {
                break;
            }
        }
        failures.rethrow();
        return versions.size();
    }

    private void lock(List<ObjectVersion> batch, Map<ObjectVersion, Mark> marks, Predicate<ObjectVersion> surprise) {
        List<ObjectVersion> expected = new ArrayList<>();
        List<ObjectVersion> unexpected = new ArrayList<>();
        List<ObjectVersion> cleared = new ArrayList<>();
        List<ObjectVersion> foreign = new ArrayList<>();
        for (ObjectVersion version : batch) {
            if (failures.over()) {
                break;
            }
            switch (marks.get(version)) {
                case null ->
                    held(version, marks)
                            .ifPresent(held ->
                                    (held ? foreign : surprise.test(version) ? unexpected : expected).add(version));
                case CLEARED -> held(version, marks).ifPresent(held -> (held ? foreign : expected).add(version));
                case CHANGING, LOST -> expected.add(version);
                case SET, FOREIGN -> {
                    if (look && !held(version, marks).orElse(true)) {
                        cleared.add(version);
                    }
                }
            }
        }
        mirror.mark(item.id(), foreign, Mark.FOREIGN, MirrorFinding.FOREIGN_LOCK);
        mirror.mark(item.id(), expected, Mark.CHANGING, null);
        mirror.mark(item.id(), unexpected, Mark.CHANGING, MirrorFinding.UNMIRRORED);
        mirror.mark(item.id(), cleared, Mark.CHANGING, MirrorFinding.CLEARED_BY_OTHERS);
        List<ObjectVersion> set = new ArrayList<>();
        for (List<ObjectVersion> some : List.of(expected, unexpected, cleared)) {
            for (ObjectVersion version : some) {
                if (failures.over()) {
                    break;
                }
                alone.require();
                try {
                    locks.hold(version);
                    set.add(version);
                    failures.worked();
                } catch (ObjectNotFound gone) {
                    gone(version, marks);
                } catch (ObjectStoreException failure) {
                    failures.failed(failure);
                }
            }
        }
        mirror.mark(item.id(), set, Mark.SET, null);
    }

    /**
     * Whether a version is not the catalog's. To be asked after the listing: objects are announced before they are written, so whatever was listed
     * and is ours is known by then.
     */
    private Predicate<ObjectVersion> pastTheCatalog() {
        List<StoredObject> known = objects.all(item.id());
        return version -> known.stream()
                .noneMatch(object -> object.facts() == null
                        ? folder(object.key()).equals(folder(version.key()))
                        : object.key().equals(version.key())
                                && object.facts().versionId().equals(version.versionId()));
    }

    /** What is being written for an object that is not complete lies in the object's folder. */
    private static String folder(ObjectKey key) {
        return key.value().substring(0, key.value().lastIndexOf('/') + 1);
    }

    /** Whether the version has a lock; empty when it is gone or the store does not say, either of which is noted. */
    private Optional<Boolean> held(ObjectVersion version, Map<ObjectVersion, Mark> marks) {
        try {
            boolean held = locks.held(version);
            failures.worked();
            return Optional.of(held);
        } catch (ObjectNotFound gone) {
            gone(version, marks);
            return Optional.empty();
        } catch (ObjectStoreException failure) {
            failures.failed(failure);
            return Optional.empty();
        }
    }

    private void gone(ObjectVersion version, Map<ObjectVersion, Mark> marks) {
        if (marks.get(version) == Mark.SET) {
            mirror.mark(item.id(), List.of(version), Mark.LOST, MirrorFinding.VERSION_LOST);
        } else {
            mirror.unmark(item.id(), version);
        }
    }

    /** Clears every lock that is ours, and no other; false when there was none. */
    boolean clearAll() throws Overtaken {
        Map<ObjectVersion, Mark> marks = mirror.marks(item.id());
        List<ObjectVersion> ours = marks.entrySet().stream()
                .filter(entry -> entry.getValue() == Mark.SET || entry.getValue() == Mark.CHANGING)
                .map(Map.Entry::getKey)
                .toList();
        for (List<ObjectVersion> batch : batches(ours)) {
            goOn();
            clear(batch);
            if (failures.over()) {
                break;
            }
        }
        failures.rethrow();
        if (look) {
            noteForeign(marks);
        }
        return !ours.isEmpty();
    }

    private void clear(List<ObjectVersion> batch) {
        mirror.mark(item.id(), batch, Mark.CHANGING, null);
        List<ObjectVersion> cleared = new ArrayList<>();
        for (ObjectVersion version : batch) {
            if (failures.over()) {
                break;
            }
            alone.require();
            try {
                locks.release(version);
                cleared.add(version);
                failures.worked();
            } catch (ObjectNotFound destroyedMeanwhile) {
                // There is nothing left to clear.
                cleared.add(version);
            } catch (ObjectStoreException failure) {
                failures.failed(failure);
            }
        }
        mirror.mark(item.id(), cleared, Mark.CLEARED, null);
    }

    private void noteForeign(Map<ObjectVersion, Mark> marks) throws Overtaken {
        List<ObjectVersion> others = versions().stream()
                .filter(version -> marks.get(version) != Mark.FOREIGN)
                .toList();
        for (List<ObjectVersion> batch : batches(others)) {
            goOn();
            mirror.mark(
                    item.id(), batch.stream().filter(this::isHeld).toList(), Mark.FOREIGN, MirrorFinding.FOREIGN_LOCK);
        }
    }

    private boolean isHeld(ObjectVersion version) {
        try {
            return locks.held(version);
        } catch (ObjectNotFound destroyedMeanwhile) {
            return false;
        }
    }

    /** Delete markers cannot be locked, and hide nothing from a listing of versions. Some servers list a version twice where pages meet. */
    private List<ObjectVersion> versions() {
        return store.listVersions(StoredObject.prefixOf(item.account(), item.id())).stream()
                .filter(version -> !version.deleteMarker())
                .distinct()
                .toList();
    }

    private static List<List<ObjectVersion>> batches(List<ObjectVersion> versions) {
        List<List<ObjectVersion>> batches = new ArrayList<>();
        for (int from = 0; from < versions.size(); from += BATCH) {
            batches.add(versions.subList(from, Math.min(versions.size(), from + BATCH)));
        }
        return batches;
    }

    private void goOn() throws Overtaken {
        alone.require();
        if (items.find(item.id()).orElseThrow().holdCount() > 0 != item.holdCount() > 0) {
            throw new Overtaken();
        }
    }
}
