package dev.tenure.retention.reconcile;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.FolderOwner;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.deletion.DeletionLimits;
import dev.tenure.objectstore.deletion.VersionDeletion;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.OrphanCertificateVerifier;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.fixity.ObjectAlarms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionOperations;

/** A bucket of its own beside the catalog of a world, and comparisons of the two. */
final class Shelf {

    static final Duration YOUNG = Duration.ofHours(24);
    static final Duration KEEP = Duration.ofDays(30);
    static final FolderOwner NOBODY = folders -> Set.of();

    private static final String TYPE = "application/octet-stream";
    /** No second tries, so that every failure is met. */
    private static final DeletionLimits DELETION = new DeletionLimits(1, Duration.ofNanos(1), 1, 2);

    private final RetentionWorld world;
    private final ObjectStore store;
    private FolderOwner owner = NOBODY;

    /** Forgets what earlier comparisons saw. */
    Shelf(RetentionWorld world, ObjectStore store) {
        this.world = world;
        this.store = store;
        for (String table : List.of("orphan", "orphan_destroyed", "orphan_destruction")) {
            world.database().sql("DELETE FROM " + table).update();
        }
        world.database()
                .sql("UPDATE reconciliation SET began_at = NULL, phase = NULL, ended_at = NULL")
                .update();
    }

    void owner(FolderOwner keeper) {
        owner = keeper;
    }

    static ReconcileSettings settings(int most, Duration run) {
        return new ReconcileSettings(Duration.ofHours(24), YOUNG, KEEP, most, run, true, false);
    }

    /** As a process of its own would have it. */
    Reconciliation reconciliation(ObjectStore through, ReconcileSettings settings, LongSupplier nanos) {
        JdbcInventory inventory = new JdbcInventory(world.database(), List.of(folders -> owner.keeps(folders)));
        JdbcOrphans orphans = new JdbcOrphans(world.database());
        JdbcOrphanDestructions destructions = new JdbcOrphanDestructions(world.database());
        TransactionOperations transaction = world.the(TransactionOperations.class);
        InstantSource clock = world.the(InstantSource.class);
        return new Reconciliation(
                new JdbcPlace(world.database()),
                inventory,
                orphans,
                new Comparison(
                        inventory, world.the(StoredObjects.class), world.the(ObjectAlarms.class), through, clock),
                new OrphanAlarms(orphans, world.the(Trail.class), transaction),
                new OrphanDestruction(
                        orphans,
                        destructions,
                        inventory,
                        world.the(Items.class),
                        through,
                        new VersionDeletion(through, DELETION),
                        world.the(Ids.class),
                        world.the(Trail.class),
                        transaction,
                        clock,
                        nanos),
                destructions,
                new OrphanCertificates(
                        destructions,
                        through,
                        world.the(CertificateSigner.class),
                        world.the(Ids.class),
                        world.the(Trail.class),
                        transaction),
                through,
                transaction,
                settings,
                clock,
                nanos);
    }

    /** One whole comparison, a day after the last one. */
    BucketStanding compare() {
        return compare(settings(1000, Duration.ofHours(1)));
    }

    BucketStanding compare(ReconcileSettings settings) {
        world.clock().advance(YOUNG.plusSeconds(1));
        Reconciliation reconciliation = reconciliation(store, settings, () -> 0);
        reconciliation.goOn();
        return reconciliation.standing();
    }

    /** First seen, told of, and as old as what is destroyed. */
    void compareUntilOld() {
        compare();
        compare();
        world.clock().advance(KEEP);
        compare();
    }

    /** A visible object of the item, with as many bytes as it says. */
    StoredObject visible(Item item, String name) {
        StoredObject announced = announced(item, name);
        SealedLayout layout = SealedLayout.of(10);
        ObjectVersion version =
                store.put(announced.key(), new byte[(int) layout.sealedSize()], TYPE, ObjectTags.none());
        StoredObjects objects = world.the(StoredObjects.class);
        objects.complete(announced.id(), new StoredObject.Facts(10, ContentHash.of(new byte[32]), version.versionId()));
        objects.publish(List.of(announced.id()));
        return objects.find(announced.id()).orElseThrow();
    }

    StoredObject announced(Item item, String name) {
        return world.the(StoredObjects.class)
                .announce(
                        item.id(),
                        Set.of(ItemState.values()),
                        ObjectRole.RENDITION,
                        "1",
                        name,
                        SealedLayout.partSizeFor(10),
                        "video/mp4")
                .orElseThrow();
    }

    ObjectVersion put(ObjectKey key) {
        return store.put(key, new byte[7], TYPE, ObjectTags.none());
    }

    MultipartUpload begin(ObjectKey key) {
        MultipartUpload upload = store.beginUpload(key, TYPE, ObjectTags.none());
        store.uploadPart(upload, 1, new byte[9]);
        return upload;
    }

    /** Everything that the bucket has, uploads too. */
    List<String> contents() {
        return Stream.concat(
                        store.listAll(ListingMark.START).entries().stream()
                                .map(version -> version.key() + " " + version.versionId()),
                        store.listAllUploads(ListingMark.START).entries().stream()
                                .map(upload -> upload.key() + " " + upload.uploadId()))
                .toList();
    }

    /** Orphans as they are written down: whether told of, and where. */
    List<String> written() {
        return world.database()
                .sql("SELECT CASE WHEN told_at IS NULL THEN 'new ' ELSE 'told ' END || kind || ' ' || key FROM orphan"
                        + " ORDER BY key, kind, id")
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** What the account's trail has of orphans and objects, in order. */
    List<String> told(AccountId account) {
        return world.the(Trail.class).page(account, null, 10_000).stream()
                .map(Trail.Entry::action)
                .filter(action -> action.startsWith("orphan.") || action.startsWith("object."))
                .toList();
    }

    /** What was certified of the account's orphans, the oldest first; each by a signature that holds. */
    List<OrphanCertificate> certificates(AccountId account) {
        OrphanCertificates issued = world.the(OrphanCertificates.class);
        return issued.page(account, null, 10_000).reversed().stream()
                .map(one -> issued.find(account, one.id()).orElseThrow())
                .map(document -> OrphanCertificateVerifier.ofKey(
                                world.the(CertificateSigner.class).keyId())
                        .verify(document.getBytes(StandardCharsets.UTF_8)))
                .map(verdict -> ((OrphanCertificateVerifier.Verdict.Valid) verdict).certificate())
                .toList();
    }

    List<Trail.Entry> entries(AccountId account, String action) {
        return world.the(Trail.class).page(account, null, 10_000).stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }
}
