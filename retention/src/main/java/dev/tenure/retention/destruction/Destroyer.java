package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.deletion.Folder;
import dev.tenure.objectstore.deletion.FolderDeletion;
import dev.tenure.retention.DestructionCertificate.Listing;
import dev.tenure.retention.policy.RetentionSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes every byte of items whose key is destroyed, and lists until nothing is left, twice. Items of an account go together, so that small ones share
 * the pages of a listing and the batches of a deletion; what is true of each is noted, listed and judged item by item. Idempotent: whatever an earlier
 * run did or did not do, the next one goes on from what the bucket shows.
 */
public final class Destroyer {

    private static final Logger LOG = LoggerFactory.getLogger(Destroyer.class);

    /** Objects of items that go together, as far as the catalog knows of them. More need more memory, fewer more requests. */
    private static final int MAX_OBJECTS_TOGETHER = 20_000;

    private final Items items;
    private final StoredObjects objects;
    private final FolderDeletion deletion;
    private final JdbcDestructions destructions;
    private final Certificates certificates;
    private final DestructionProblems problems;
    private final RetentionSettings settings;
    private final InstantSource clock;

    Destroyer(
            Items items,
            StoredObjects objects,
            FolderDeletion deletion,
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
     *
     * @param limit items read at once; the most that go together
     */
    public int carryOn(int limit) {
        int proven = 0;
        ItemId after = null;
        List<Item> page;
        do {
            page = items.inState(ItemState.DESTROYING, after, limit);
            for (List<Item> group : groups(page)) {
                proven += carryOn(group);
            }
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == limit);
        return proven;
    }

    /** Items of one account each, not too much at once. What a worker may still write to waits: its lease outlives any such write. */
    private List<List<Item>> groups(List<Item> page) {
        Instant now = clock.instant();
        Map<AccountId, List<Item>> byAccount = page.stream()
                .filter(item -> item.leaseUntil() == null || !item.leaseUntil().isAfter(now))
                .collect(Collectors.groupingBy(Item::account, LinkedHashMap::new, Collectors.toList()));
        List<List<Item>> groups = new ArrayList<>();
        byAccount.values().forEach(all -> {
            Map<ItemId, Integer> sizes =
                    objects.count(all.stream().map(Item::id).toList());
            List<Item> group = new ArrayList<>();
            int size = 0;
            for (Item item : all) {
                int objectsOfItem = sizes.getOrDefault(item.id(), 0);
                if (!group.isEmpty() && size + objectsOfItem > MAX_OBJECTS_TOGETHER) {
                    groups.add(group);
                    group = new ArrayList<>();
                    size = 0;
                }
                group.add(item);
                size += objectsOfItem;
            }
            groups.add(group);
        });
        return groups;
    }

    /** How many were proven gone. */
    private int carryOn(List<Item> group) {
        try {
            return carryOnTogether(group);
        } catch (RuntimeException failure) {
            if (group.size() > 1) {
                LOG.warn("{} items could not go together, and go one by one: {}", group.size(), failure.getMessage());
                return group.stream().map(List::of).mapToInt(this::carryOn).sum();
            }
            // Whatever it is with this item, it must not keep the others. It stays DESTROYING, without a certificate.
            ItemId item = group.getFirst().id();
            LOG.warn("item {} is not gone yet: {}", item, failure.getMessage());
            problems.note(item, String.valueOf(failure.getMessage()));
            return 0;
        }
    }

    private int carryOnTogether(List<Item> group) {
        Instant now = clock.instant();
        Map<ItemId, Instant> committed = new HashMap<>();
        Map<ItemId, Instant> firstAbsence = new HashMap<>();
        destructions.find(group.stream().map(Item::id).toList()).forEach((item, row) -> {
            committed.put(item, row.committedAt());
            Instant absent = row.firstAbsentAt();
            // A clock that was moved since then says nothing by it: no certificate could tell of such a listing.
            if (absent != null && !absent.isBefore(row.committedAt()) && !absent.isAfter(now)) {
                firstAbsence.put(item, absent);
            }
        });
        List<Item> there = group.stream()
                .filter(item -> !firstAbsence.containsKey(item.id()))
                .toList();
        if (!there.isEmpty()) {
            firstAbsence.putAll(delete(there, committed));
        }
        Instant listedBefore = clock.instant().minus(settings.verifyDelay());
        List<Item> waited = group.stream()
                .filter(item -> firstAbsence.containsKey(item.id()))
                .filter(item -> !listedBefore.isBefore(Objects.requireNonNull(firstAbsence.get(item.id()))))
                .toList();
        return waited.isEmpty() ? 0 : prove(waited, firstAbsence);
    }

    /**
     * Deletes everything; answers when a full listing found nothing any more, for those of which that is true. As long as the clock is behind the
     * destruction itself, that is of none.
     */
    private Map<ItemId, Instant> delete(List<Item> group, Map<ItemId, Instant> committed) {
        Map<KeyPrefix, ItemId> byFolder = group.stream().collect(Collectors.toMap(Destroyer::prefix, Item::id));
        FolderDeletion.Report report = deletion.delete(
                folders(group),
                versions -> destructions.note(versions.stream()
                        .map(version -> new JdbcDestructions.Noted(
                                Objects.requireNonNull(byFolder.get(version.folder())), version.version()))
                        .toList()));
        for (FolderDeletion.Kept kept : report.refused()) {
            DeleteOutcome.Refusal refusal = kept.refusal();
            ItemId item = Objects.requireNonNull(byFolder.get(kept.folder()));
            LOG.warn("{} of item {} was not deleted: {}", refusal.version(), item, refusal.code());
            problems.note(item, refusal);
        }
        Instant absentSince = clock.instant();
        // What is in the way of the others is noted already, and stays noted until a listing finds nothing.
        List<ItemId> absent = group.stream()
                .filter(item -> !report.left().contains(prefix(item)))
                .map(Item::id)
                .filter(item -> !absentSince.isBefore(committed.getOrDefault(item, absentSince)))
                .toList();
        if (!absent.isEmpty()) {
            destructions.absent(absent, absentSince);
        }
        return absent.stream().collect(Collectors.toMap(Function.identity(), item -> absentSince));
    }

    /** Lists once more, and certifies those of which nothing is found again. */
    private int prove(List<Item> group, Map<ItemId, Instant> firstAbsence) {
        Set<KeyPrefix> occupied = deletion.occupied(folders(group));
        Instant secondAbsence = clock.instant();
        Map<Item, List<Listing>> proven = new LinkedHashMap<>();
        for (Item item : group) {
            Instant first = Objects.requireNonNull(firstAbsence.get(item.id()));
            if (occupied.contains(prefix(item)) || !secondAbsence.isAfter(first)) {
                LOG.warn("item {} was gone at {}, and is not any more", item.id(), first);
                problems.doubted(item.id(), "something appeared after a listing at " + first + " found nothing");
            } else {
                proven.put(item, List.of(new Listing(first, 0, 0, 0), new Listing(secondAbsence, 0, 0, 0)));
            }
        }
        return certificates.issue(proven);
    }

    private static KeyPrefix prefix(Item item) {
        return StoredObject.prefixOf(item.account(), item.id());
    }

    /** With the keys that may have an upload, where the store has to be asked for each: every object is announced before its first byte. */
    private List<Folder> folders(List<Item> group) {
        Map<ItemId, List<StoredObject>> announced = deletion.asksForEachKey()
                ? objects.all(group.stream().map(Item::id).toList())
                : Map.of();
        return group.stream()
                .map(item -> new Folder(
                        prefix(item),
                        announced.getOrDefault(item.id(), List.of()).stream()
                                .map(StoredObject::key)
                                .toList()))
                .toList();
    }
}
