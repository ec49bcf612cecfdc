package dev.tenure.retention.reconcile;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.deletion.VersionDeletion;
import dev.tenure.retention.reconcile.Found.Kind;
import dev.tenure.retention.reconcile.JdbcOrphans.Due;
import dev.tenure.retention.reconcile.JdbcOrphans.Folder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Destroys orphans that were told of long ago and are orphans still. Each batch is decided in one transaction, under the lock of the item in whose
 * folder it lies, which notes what goes and tells the trail of it; then exactly what was decided is deleted, and then noted as the store answered. What the
 * next comparisons see nothing of is certified by {@link OrphanCertificates}.
 */
final class OrphanDestruction {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanDestruction.class);

    /** So long a claim keeps other workers away. Below what the deletion of a batch may take two would delete the same, for nothing. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    /** A decision that is older is not acted on: whoever slept so long may not be the only one any more. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final JdbcOrphans orphans;
    private final JdbcOrphanDestructions destructions;
    private final JdbcInventory inventory;
    private final Items items;
    private final ObjectStore store;
    private final VersionDeletion deletion;
    private final Ids ids;
    private final Trail trail;
    private final TransactionOperations transaction;
    private final InstantSource clock;
    private final LongSupplier nanos;

    OrphanDestruction(
            JdbcOrphans orphans,
            JdbcOrphanDestructions destructions,
            JdbcInventory inventory,
            Items items,
            ObjectStore store,
            VersionDeletion deletion,
            Ids ids,
            Trail trail,
            TransactionOperations transaction,
            InstantSource clock,
            LongSupplier nanos) {
        this.orphans = orphans;
        this.destructions = destructions;
        this.inventory = inventory;
        this.items = items;
        this.store = store;
        this.deletion = deletion;
        this.ids = ids;
        this.trail = trail;
        this.transaction = transaction;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** What a run came to. */
    record Tally(int destroyed, int refused) {

        Tally plus(Tally other) {
            return new Tally(destroyed + other.destroyed, refused + other.refused);
        }
    }

    /** What is to be deleted, by a decision that is committed. */
    private record Decided(
            UUID id, List<Found> orphans, @Nullable ItemId item, long madeAt) {}

    /**
     * Destroys what was first seen before this instant.
     *
     * @param most of one account; where there are more nothing of it is destroyed
     * @throws dev.tenure.objectstore.ObjectStoreException when the store is in trouble: the rest waits
     */
    Tally run(Instant seenBefore, int most) {
        Tally tally = new Tally(0, 0);
        for (Due due : orphans.due(seenBefore)) {
            if (due.orphans() > most) {
                LOG.error(
                        "{} orphans below account {} would be destroyed, which is more than tenure.reconcile.most ({}): none is",
                        due.orphans(),
                        due.account(),
                        most);
                continue;
            }
            for (Folder folder : orphans.dueFolders(due.account(), seenBefore, clock.instant())) {
                tally = tally.plus(destroy(due.account(), folder, seenBefore));
            }
        }
        return tally;
    }

    private Tally destroy(AccountId account, Folder folder, Instant seenBefore) {
        Tally tally = new Tally(0, 0);
        for (Optional<Decided> next = decide(account, folder, seenBefore);
                next.isPresent();
                next = decide(account, folder, seenBefore)) {
            tally = tally.plus(carryOut(account, folder, next.get()));
        }
        return tally;
    }

    private Optional<Decided> decide(AccountId account, Folder folder, Instant seenBefore) {
        return transaction.execute(status -> {
            long madeAt = nanos.getAsLong();
            Optional<Item> item = folder.id() == null ? Optional.empty() : items.lock(new ItemId(folder.id()));
            if (item.filter(OrphanDestruction::kept).isPresent()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            List<Found> claimed =
                    orphans.claim(account, folder, seenBefore, now, now.plus(CLAIM), ObjectStore.MAX_DELETE_BATCH);
            if (claimed.isEmpty()) {
                return Optional.empty();
            }
            List<Found> still = inventory.unowned(claimed);
            List<Found> owned = new ArrayList<>(claimed);
            owned.removeAll(still);
            orphans.forget(owned);
            ItemId known = item.filter(one -> one.account().equals(account))
                    .map(Item::id)
                    .orElse(null);
            UUID id = ids.next();
            if (!still.isEmpty()) {
                destructions.decided(id, account, folder.id(), known, now, still);
                trail.append(account, known, Comparison.ACTOR, "orphan.destroying", detail(folder, still));
            }
            return Optional.of(new Decided(id, still, known, madeAt));
        });
    }

    private static boolean kept(Item item) {
        return item.holdCount() > 0 || (item.state() != ItemState.PURGED && item.state() != ItemState.REJECTED);
    }

    private Tally carryOut(AccountId account, Folder folder, Decided decided) {
        if (nanos.getAsLong() - decided.madeAt() > FRESH.toNanos()) {
            LOG.warn(
                    "a decision about orphans of account {} was too old to be carried out; the next run decides",
                    account);
            return new Tally(0, 0);
        }
        Map<Found, String> left = new LinkedHashMap<>(versions(decided.orphans()));
        left.putAll(uploads(decided.orphans()));
        List<Found> gone = new ArrayList<>(decided.orphans());
        gone.removeAll(left.keySet());
        transaction.executeWithoutResult(status -> {
            orphans.forget(gone);
            left.forEach(orphans::problem);
            destructions.deleted(decided.id(), clock.instant(), left.keySet());
            if (!gone.isEmpty()) {
                trail.append(account, decided.item(), Comparison.ACTOR, "orphan.destroyed", detail(folder, gone));
            }
        });
        left.forEach((orphan, problem) -> LOG.warn("the orphan {} was not deleted: {}", orphan.key(), problem));
        return new Tally(gone.size(), left.size());
    }

    /** Deletes them; why which are still there. */
    private Map<Found, String> versions(List<Found> all) {
        Map<ObjectVersion, Found> versions = new LinkedHashMap<>();
        all.stream().filter(one -> one.kind() != Kind.UPLOAD).forEach(one -> versions.put(one.version(), one));
        Map<Found, String> left = new LinkedHashMap<>();
        if (!versions.isEmpty()) {
            for (Refusal refusal : deletion.delete(List.copyOf(versions.keySet()))) {
                Found orphan = versions.get(refusal.version());
                if (orphan != null) {
                    left.put(orphan, refusal.code());
                }
            }
        }
        return left;
    }

    private Map<Found, String> uploads(List<Found> all) {
        Map<Found, String> left = new LinkedHashMap<>();
        Set<Found> uploads = new HashSet<>();
        all.stream().filter(one -> one.kind() == Kind.UPLOAD).forEach(uploads::add);
        for (Found upload : uploads) {
            store.abortUpload(upload.upload());
            if (store.listUploads(upload.key()).contains(upload.upload())) {
                left.put(upload, "the upload is listed still");
            }
        }
        return left;
    }

    private static Map<String, String> detail(Folder folder, List<Found> what) {
        Map<String, String> detail = new HashMap<>();
        for (Kind kind : Kind.values()) {
            long count = what.stream().filter(one -> one.kind() == kind).count();
            detail.put(kind.name().toLowerCase(java.util.Locale.ROOT) + "s", Long.toString(count));
        }
        detail.put("bytes", Long.toString(what.stream().mapToLong(Found::size).sum()));
        if (folder.id() != null) {
            detail.put("folder", folder.id().toString());
        }
        return detail;
    }
}
