package dev.tenure.retention.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.retention.MemoryStore;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.OrphanCertificate.Destroyed;
import dev.tenure.retention.OrphanCertificate.Kind;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@ExtendWith(RetentionWorld.Shared.class)
class ReconciliationIT {

    private final RetentionWorld world;
    private final AccountId account;
    private final MemoryStore store = new MemoryStore();
    private final Shelf shelf;

    ReconciliationIT(RetentionWorld world) {
        this.world = world;
        this.account = world.anAccount();
        this.shelf = new Shelf(world, store);
    }

    @Test
    void whatIsOursIsNoOrphanWhateverBecomesOfIt() {
        Item item = world.anItem(account, null);
        shelf.visible(item, "video.mp4");
        StoredObject underWay = shelf.announced(item, "index.m3u8");
        shelf.put(underWay.key());
        shelf.begin(underWay.key());
        shelf.put(world.key(item, "source/1/tail-8388608"));
        StoredObject dropped = shelf.visible(item, "old.mp4");
        world.the(StoredObjects.class).drop(List.of(dropped.id()));
        Item going = world.anItem(account, null);
        world.force(going.id(), ItemState.DESTROYING);
        shelf.put(world.key(going, "anything/1/left"));
        UUID staging = UUID.randomUUID();
        shelf.owner(folders -> folders.contains(staging) ? Set.of(staging) : Set.of());
        KeyPrefix partial = new KeyPrefix(account + "/" + staging + "/source/1/");
        shelf.put(partial.key("tail-5"));
        shelf.begin(partial.key("source"));
        shelf.put(new ObjectKey("doctor/20261127t100000z-00000000/began"));

        shelf.compareUntilOld();
        assertThat(shelf.written()).isEmpty();
        assertThat(shelf.compare().listed()).isEqualTo(7);
        assertThat(shelf.contents()).hasSize(9);
        assertThat(shelf.told(account)).isEmpty();
    }

    @Test
    void anchorsOfTheTrailAreOursAndWhatLiesBesideThemIsToldOfForEver() {
        world.database()
                .sql("INSERT INTO trail_head (size, root, document) VALUES (77, sha256('root'), '{}')")
                .update();
        world.database()
                .sql("INSERT INTO trail_anchor (size, key) VALUES (77, 'trail/heads/2026-11-27/77.json')")
                .update();
        shelf.put(new ObjectKey("trail/heads/2026-11-27/77.json"));
        shelf.put(new ObjectKey("trail/heads/2026-11-27/77.tst"));
        shelf.put(new ObjectKey("trail/heads/2026-11-28/78.json"));
        shelf.compareUntilOld();
        assertThat(shelf.written()).containsExactly("told VERSION trail/heads/2026-11-28/78.json");
        assertThat(shelf.contents()).hasSize(3);
    }

    @Test
    void aComparisonByAClockThatWasAheadDoesNotEndComparisonsUntilThen() {
        Instant right = world.clock().instant();
        world.clock().advance(Duration.ofDays(300));
        shelf.compare();
        world.clock().set(right);
        StoredObject lost = shelf.visible(world.anItem(account, null), "video.mp4");
        store.deleteVersions(List.of(lost.version()));
        shelf.compare();
        shelf.compare();
        assertThat(shelf.told(account)).containsExactly("object.missing");
    }

    @Test
    void whatNobodyOwnsIsToldOfAfterADayAndDestroyedAfterThirty() {
        Item purged = world.anItem(account, null);
        world.force(purged.id(), ItemState.PURGED);
        ObjectKey key = world.key(purged, "rendition/1/video.mp4");
        shelf.put(key);
        shelf.put(key);
        store.hide(key);
        shelf.begin(world.key(purged, "audio/1/audio.m4a"));

        shelf.compare();
        assertThat(shelf.written()).hasSize(4).allMatch(one -> one.startsWith("new"));
        assertThat(shelf.told(account)).isEmpty();

        BucketStanding standing = shelf.compare();
        assertThat(standing.orphans()).isEqualTo(4);
        assertThat(standing.orphanBytes()).isEqualTo(14);
        assertThat(shelf.told(account)).containsExactly("orphan.found");
        Trail.Entry found = shelf.entries(account, "orphan.found").getFirst();
        assertThat(found.item()).isEqualTo(purged.id());
        assertThat(found.detail()).containsEntry("orphans", "4").containsEntry("state", "PURGED");

        world.clock().advance(Duration.ofDays(27));
        shelf.compare();
        assertThat(shelf.contents()).hasSize(4);

        List<List<String>> before = new ArrayList<>();
        store.beforeLoss(() -> before.add(shelf.told(account)));
        world.clock().advance(Duration.ofDays(2));
        shelf.compare();
        assertThat(shelf.contents()).isEmpty();
        assertThat(shelf.written()).isEmpty();
        assertThat(before)
                .isNotEmpty()
                .allSatisfy(told -> assertThat(told).containsExactly("orphan.found", "orphan.destroying"));
        assertThat(shelf.told(account)).containsExactly("orphan.found", "orphan.destroying", "orphan.destroyed");
        assertThat(shelf.entries(account, "orphan.destroyed").getFirst().detail())
                .isEqualTo(Map.of(
                        "versions", "2",
                        "markers", "1",
                        "uploads", "1",
                        "bytes", "14",
                        "folder", purged.id().toString()));
        assertThat(shelf.compare().orphans()).isZero();
    }

    @Test
    void whatTwoComparisonsSawNothingOfIsCertified() {
        Item purged = world.anItem(account, null);
        world.force(purged.id(), ItemState.PURGED);
        ObjectKey key = world.key(purged, "rendition/1/video.mp4");
        ObjectVersion version = shelf.put(key);
        store.hide(key);
        Instant found = world.clock().instant().plus(Shelf.YOUNG).plusSeconds(1);
        shelf.compareUntilOld();
        Instant deleted = world.clock().instant();
        assertThat(shelf.certificates(account)).isEmpty();
        shelf.compare();
        assertThat(shelf.certificates(account)).as("listed once").isEmpty();
        Instant first = world.clock().instant();

        shelf.compare();

        OrphanCertificate certificate = shelf.certificates(account).getFirst();
        assertThat(certificate.folder()).isEqualTo(purged.id().value());
        assertThat(certificate.bucket()).isEqualTo(store.bucket());
        assertThat(certificate.orphans())
                .extracting(Destroyed::kind, Destroyed::size)
                .containsExactlyInAnyOrder(tuple(Kind.VERSION, 7L), tuple(Kind.MARKER, 0L));
        assertThat(certificate.orphans()).allSatisfy(orphan -> {
            assertThat(orphan.keyHash())
                    .isEqualTo(ContentHash.sha256(key.value().getBytes(StandardCharsets.UTF_8))
                            .hex());
            assertThat(orphan.firstFoundAt()).isEqualTo(found);
        });
        assertThat(certificate.orphans()).extracting(Destroyed::id).contains(version.versionId());
        assertThat(certificate.decidedAt()).isEqualTo(deleted);
        assertThat(certificate.deletedAt()).isEqualTo(deleted);
        assertThat(certificate.first().beganAt()).isEqualTo(first);
        assertThat(certificate.second().beganAt()).isEqualTo(world.clock().instant());
        Trail.Entry told = shelf.entries(account, "orphan.certified").getFirst();
        assertThat(told.item()).isEqualTo(purged.id());
        String document = world.the(OrphanCertificates.class)
                .find(account, certificate.id())
                .orElseThrow();
        assertThat(told.detail())
                .containsEntry(
                        "sha256",
                        ContentHash.sha256(document.getBytes(StandardCharsets.UTF_8))
                                .hex());
        assertThat(world.the(OrphanCertificates.class).find(world.anAccount(), certificate.id()))
                .isEmpty();
        shelf.compare();
        assertThat(shelf.certificates(account)).hasSize(1);
    }

    @Test
    void whatTheStoreOnlySaysIsGoneIsNotCertified() {
        ObjectVersion version = shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        shelf.compare();
        shelf.compare();
        world.clock().advance(Shelf.KEEP.plusDays(1));
        ObjectStore lying = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> method.getName().equals("deleteVersions")
                        ? new DeleteOutcome(List.of(version), List.of())
                        : method.invoke(store, arguments));
        shelf.reconciliation(lying, Shelf.settings(10, Duration.ofHours(1)), () -> 0)
                .goOn();
        assertThat(shelf.told(account)).endsWith("orphan.destroyed");
        shelf.compare();
        shelf.compare();
        shelf.compare();
        assertThat(shelf.contents()).hasSize(1);
        assertThat(shelf.certificates(account)).isEmpty();

        world.clock().advance(Shelf.KEEP);
        shelf.compare();
        Instant deleted = world.clock().instant();
        shelf.compare();
        shelf.compare();
        assertThat(shelf.contents()).isEmpty();
        assertThat(shelf.certificates(account))
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.deletedAt()).isEqualTo(deleted));
    }

    @Test
    void whatIsThereAgainBetweenTheTwoBeginsAnew() {
        ObjectKey key = new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source");
        ObjectVersion version = shelf.put(key);
        shelf.compareUntilOld();
        shelf.compare();
        ObjectStore restored = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> method.getName().equals("listAll")
                        ? new Listing<>(List.of(version), Optional.empty())
                        : method.invoke(store, arguments));
        world.clock().advance(Shelf.YOUNG.plusSeconds(1));
        shelf.reconciliation(restored, Shelf.settings(10, Duration.ofHours(1)), () -> 0)
                .goOn();
        shelf.compare();
        assertThat(shelf.certificates(account)).as("a first listing again").isEmpty();
        shelf.compare();
        assertThat(shelf.certificates(account)).hasSize(1);
    }

    @Test
    void aFolderThatNoRowEverNamedIsDestroyedToo() {
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        shelf.put(new ObjectKey(account + "/notes.txt"));
        shelf.compareUntilOld();
        assertThat(shelf.contents()).isEmpty();
        assertThat(shelf.entries(account, "orphan.destroyed")).hasSize(2);
    }

    @Test
    void whatIsSomebodysByTheNextDayWasNeverOne() {
        Item item = world.anItem(account, null);
        ObjectVersion early = shelf.put(world.key(item, "poster/1/poster.jpg"));
        shelf.compare();
        assertThat(shelf.written()).hasSize(1);
        store.deleteVersions(List.of(early));
        shelf.compare();
        assertThat(shelf.written()).isEmpty();
        assertThat(shelf.told(account)).isEmpty();
    }

    @Test
    void strayObjectsOfAnItemUnderHoldAreToldOfAndNeverTouched() {
        Item item = world.anItem(account, null);
        world.the(Holds.class)
                .place(account, new Matter("Case", "Court", "evidence"), List.of(item.id()), RetentionWorld.ACTOR);
        shelf.put(world.key(item, "stray/1/stray"));
        store.beforeLoss(() -> {
            throw new AssertionError("something was about to be lost");
        });
        shelf.compareUntilOld();
        shelf.compare();
        assertThat(shelf.contents()).hasSize(1);
        assertThat(shelf.told(account)).containsExactly("orphan.found");
        assertThat(shelf.entries(account, "orphan.found").getFirst().detail()).containsEntry("state", "READY");
    }

    @Test
    void aHoldKeepsEvenWhatLiesInTheFolderOfWhatIsGone() {
        Item item = world.anItem(account, null);
        world.force(item.id(), ItemState.PURGED);
        world.database()
                .sql("UPDATE item SET hold_count = 1 WHERE id = :id")
                .param("id", item.id().value())
                .update();
        shelf.put(world.key(item, "stray/1/stray"));
        shelf.compareUntilOld();
        assertThat(shelf.contents()).hasSize(1);
    }

    @Test
    void newerVersionsAndMarkersOverAnObjectAreToldOfAndStay() {
        Item item = world.anItem(account, null);
        StoredObject object = shelf.visible(item, "video.mp4");
        shelf.put(object.key());
        store.hide(object.key());
        shelf.compareUntilOld();
        assertThat(shelf.written()).containsExactly("told MARKER " + object.key(), "told VERSION " + object.key());
        assertThat(shelf.contents()).hasSize(3);
        assertThat(shelf.told(account)).as("the object itself is there").containsExactly("orphan.found");
    }

    @Test
    void whatLiesBelowNoAccountOfOursMayBeAnotherInstallations() {
        shelf.put(new ObjectKey(UUID.randomUUID() + "/" + UUID.randomUUID() + "/source/1/source"));
        store.put(ObjectKey.listed("Holiday photos/ä.jpg"), new byte[1], "image/jpeg", ObjectTags.none());
        shelf.compareUntilOld();
        assertThat(shelf.contents()).hasSize(2);
        assertThat(shelf.compare().orphans()).isEqualTo(2);
    }

    @Test
    void whoseItIsIsLookedAtAgainInTheStepThatDecides() {
        UUID folder = UUID.randomUUID();
        shelf.put(new ObjectKey(account + "/" + folder + "/source/1/source"));
        shelf.owner(
                folders -> TransactionSynchronizationManager.isActualTransactionActive() ? Set.of(folder) : Set.of());
        shelf.compareUntilOld();
        assertThat(shelf.contents()).hasSize(1);
        assertThat(shelf.written()).isEmpty();
        assertThat(shelf.told(account)).containsExactly("orphan.found");
    }

    @Test
    void farMoreThanMeantIsLookedAtByAPersonFirst() {
        UUID folder = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            shelf.put(new ObjectKey(account + "/" + folder + "/source/1/part" + i));
        }
        shelf.compare();
        shelf.compare();
        world.clock().advance(Shelf.KEEP);
        shelf.compare(Shelf.settings(4, Duration.ofHours(1)));
        assertThat(shelf.contents()).hasSize(5);
        shelf.compare(Shelf.settings(5, Duration.ofHours(1)));
        assertThat(shelf.contents()).isEmpty();
    }

    @Test
    void aVersionThatTheStoreKeepsIsNotedAndDoesNotKeepTheOthers() {
        UUID folder = UUID.randomUUID();
        ObjectKey locked = new ObjectKey(account + "/" + folder + "/source/1/locked");
        shelf.put(locked);
        shelf.put(new ObjectKey(account + "/" + folder + "/source/1/free"));
        store.lock(locked);
        shelf.compareUntilOld();
        assertThat(shelf.contents()).singleElement().asString().startsWith(locked.value());
        assertThat(world.database()
                        .sql("SELECT problem FROM orphan")
                        .query(String.class)
                        .single())
                .isEqualTo("AccessDenied");
        store.unlockAll();
        shelf.compare();
        assertThat(shelf.contents()).isEmpty();
    }

    @Test
    void batchesHaveAThousandVersionsAtMost() {
        UUID folder = UUID.randomUUID();
        for (int i = 0; i < 1500; i++) {
            shelf.put(new ObjectKey(account + "/" + folder + "/source/1/part" + i));
        }
        store.batches();
        ReconcileSettings settings = Shelf.settings(10_000, Duration.ofHours(1));
        shelf.compare(settings);
        shelf.compare(settings);
        world.clock().advance(Shelf.KEEP);
        shelf.compare(settings);
        assertThat(store.batches()).containsExactly(1000, 500);
        assertThat(shelf.contents()).isEmpty();
    }

    @Test
    void whatTheBucketLacksIsToldOfOnce() {
        Item item = world.anItem(account, null);
        StoredObject lost = shelf.visible(item, "video.mp4");
        shelf.visible(item, "poster.jpg");
        store.deleteVersions(List.of(lost.version()));
        shelf.compare();
        shelf.compare();
        assertThat(shelf.told(account)).containsExactly("object.missing");
        assertThat(shelf.entries(account, "object.missing").getFirst().detail()).containsEntry("name", "video.mp4");
    }

    @Test
    void anObjectOfAnotherSizeIsDamaged() {
        Item item = world.anItem(account, null);
        StoredObject object = shelf.visible(item, "video.mp4");
        world.database()
                .sql("UPDATE stored_object SET size = 11 WHERE id = :id")
                .param("id", object.id().value())
                .update();
        shelf.compare();
        assertThat(shelf.told(account)).containsExactly("object.fixity-failed");
    }

    @Test
    void whatIsGoneWithItsItemIsNotMissing() {
        Item item = world.anItem(account, null);
        StoredObject object = shelf.visible(item, "video.mp4");
        store.deleteVersions(List.of(object.version()));
        world.force(item.id(), ItemState.DESTROYING);
        shelf.compare();
        assertThat(shelf.told(account)).isEmpty();
    }

    @Test
    void aBucketThatLacksEverythingIsToldOfByAndBy() {
        Item item = world.anItem(account, null);
        for (int i = 0; i < 30; i++) {
            store.deleteVersions(
                    List.of(shelf.visible(item, "poster" + i + ".jpg").version()));
        }
        Reconciliation reconciliation = shelf.reconciliation(store, Shelf.settings(10, Duration.ofHours(1)), () -> 0);
        reconciliation.goOn();
        assertThat(shelf.told(account)).hasSize(20);
        reconciliation.goOn();
        assertThat(shelf.told(account)).hasSize(30);
        assertThat(reconciliation.standing().comparedAt()).isNotNull();
    }

    @Test
    void whereUploadsCannotBeListedNothingIsSaidOfThem() {
        shelf.begin(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        shelf.compare();
        store.adapt(store.features().withUploads(UploadListing.NEVER));
        shelf.compareUntilOld();
        assertThat(shelf.written()).isEmpty();
        assertThat(store.listUploads(new KeyPrefix(account + "/"))).isEmpty();
    }

    @Test
    void itIsComparedOnceADayAndNotWhilePaused() {
        ReconcileSettings daily = Shelf.settings(10, Duration.ofHours(1));
        shelf.compare(daily);
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        shelf.reconciliation(store, daily, () -> 0).goOn();
        assertThat(shelf.written()).isEmpty();
        shelf.compare(new ReconcileSettings(
                daily.every(), daily.young(), daily.keep(), daily.most(), daily.run(), true, true));
        assertThat(shelf.written()).isEmpty();
        shelf.compare(daily);
        assertThat(shelf.written()).hasSize(1);
    }

    @Test
    void whereNothingIsToBeDestroyedOrphansAreToldOfOnly() {
        shelf.put(new ObjectKey(account + "/" + UUID.randomUUID() + "/source/1/source"));
        ReconcileSettings telling = new ReconcileSettings(
                Duration.ofHours(24), Shelf.YOUNG, Shelf.KEEP, 10, Duration.ofHours(1), false, false);
        shelf.compare(telling);
        shelf.compare(telling);
        world.clock().advance(Shelf.KEEP);
        shelf.compare(telling);
        assertThat(shelf.contents()).hasSize(1);
        assertThat(shelf.told(account)).containsExactly("orphan.found");
    }

    @Test
    void comparesARealBucketToo() {
        try (EmbeddedS3 s3 =
                EmbeddedS3.start(EmbeddedDirectories.under(world.directory().resolve("reconcile")))) {
            ObjectStore real = S3Stores.open(new S3Settings(
                    s3.endpoint(),
                    s3.region(),
                    "reconcile",
                    s3.accessKey(),
                    s3.secretKey(),
                    true,
                    null,
                    Duration.ofSeconds(60)));
            real.ensureBucket();
            Shelf there = new Shelf(world, real);
            Item item = world.anItem(account, null);
            StoredObject kept = there.visible(item, "video.mp4");
            StoredObject lost = there.visible(item, "poster.jpg");
            real.deleteVersions(List.of(lost.version()));
            KeyPrefix nobodys = new KeyPrefix(account + "/" + new ItemId(UUID.randomUUID()) + "/");
            there.put(nobodys.key("source/1/source"));
            there.put(nobodys.key("source/1/source"));
            there.begin(nobodys.key("audio/1/audio.m4a"));
            there.compare();
            assertThat(there.written()).hasSize(3);
            there.compareUntilOld();
            assertThat(there.contents())
                    .singleElement()
                    .asString()
                    .startsWith(kept.key().value());
            assertThat(there.told(account))
                    .containsExactly("object.missing", "orphan.found", "orphan.destroying", "orphan.destroyed");
            there.compare();
            there.compare();
            assertThat(there.certificates(account)).singleElement().satisfies(certificate -> {
                assertThat(certificate.bucket()).isEqualTo("reconcile");
                assertThat(certificate.orphans()).hasSize(3);
                assertThat(certificate.second().listed()).isEqualTo(1);
            });
        }
    }
}
