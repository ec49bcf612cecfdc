package dev.tenure.retention.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.MemoryStore;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.hold.StoreRefusals;
import dev.tenure.retention.policy.RetentionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

@ExtendWith(RetentionWorld.Shared.class)
class DestroyerIT {

    private static final int PAGE = 10;

    private final RetentionWorld world;
    private final MemoryStore store;
    private final Destroyer destroyer;
    private final AccountId account;

    DestroyerIT(RetentionWorld world) {
        this.world = world;
        this.store = world.store();
        this.destroyer = world.the(Destroyer.class);
        this.account = world.anAccount();
    }

    @Test
    void certifiesOnlyAfterTwoEmptyListingsThatLieApart() {
        Item item = aDoomedItem("source/1/talk.webm");
        assertThat(destroyer.carryOn(PAGE)).isZero();
        assertThat(store.listVersions(prefix(item))).isEmpty();

        world.clock().advance(RetentionWorld.VERIFY_DELAY.minusMillis(1));
        assertThat(destroyer.carryOn(PAGE)).isZero();
        assertThat(state(item)).isEqualTo(ItemState.DESTROYING);

        world.clock().advance(Duration.ofMillis(1));
        assertThat(destroyer.carryOn(PAGE)).isEqualTo(1);
        assertThat(state(item)).isEqualTo(ItemState.PURGED);
        List<DestructionCertificate.Listing> listings =
                certificate(item).verification().listings();
        assertThat(Duration.between(listings.getFirst().at(), listings.getLast().at()))
                .isEqualTo(RetentionWorld.VERIFY_DELAY);
    }

    @Test
    void keepsAnItemWhoseVersionsTheBucketRefusesToDeleteUntilItLetsGo() {
        Item item = aDoomedItem("source/1/talk.webm", "poster/1/poster.jpg");
        Item other = aDoomedItem("source/1/talk.webm");
        ObjectKey refused = world.key(item, "poster/1/poster.jpg");
        store.lock(refused);
        carryOnPastTheDelay();
        assertThat(state(other)).isEqualTo(ItemState.PURGED);
        assertThat(state(item)).isEqualTo(ItemState.DESTROYING);
        assertThat(problem(item)).contains(refused.value()).contains("AccessDenied");
        assertThat(world.the(Certificates.class).find(account, item.id())).isEmpty();
        assertThat(store.listVersions(prefix(item)))
                .extracting(version -> version.key())
                .containsExactly(refused);

        store.unlockAll();
        carryOnPastTheDelay();
        assertThat(state(item)).isEqualTo(ItemState.PURGED);
        assertThat(problem(item)).isNull();
        assertThat(certificate(item).objects()).hasSize(2);
    }

    @Test
    void startsTheProofAgainWhenSomethingAppearsBetweenTheListings() {
        Item item = aDoomedItem("source/1/talk.webm");
        destroyer.carryOn(PAGE);
        String late = put(world.key(item, "rendition/1/video.mp4"));
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        assertThat(destroyer.carryOn(PAGE)).isZero();
        assertThat(problem(item)).contains("appeared");

        assertThat(destroyer.carryOn(PAGE)).isZero();
        assertThat(store.listVersions(prefix(item))).isEmpty();
        assertThat(destroyer.carryOn(PAGE)).as("no delay passed").isZero();
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        assertThat(destroyer.carryOn(PAGE)).isEqualTo(1);
        assertThat(versions(certificate(item))).contains(late);
    }

    @Test
    void aClockThatWentBackOnlyDelaysTheProof() {
        Item item = aDoomedItem("source/1/talk.webm");
        world.clock().advance(Duration.ofHours(-1));
        carryOnPastTheDelay();
        assertThat(state(item)).isEqualTo(ItemState.DESTROYING);
        world.clock().advance(Duration.ofHours(1));
        carryOnPastTheDelay();
        assertThat(state(item)).isEqualTo(ItemState.PURGED);
        DestructionCertificate certificate = certificate(item);
        assertThat(certificate.verification().listings().getFirst().at())
                .isAfterOrEqualTo(certificate.execution().committedAt());
    }

    /** Before the destruction waits for locks, and behind them. */
    @Test
    void aClockThatGoesBackDuringTheDestructionLeavesACertificateAllTheSame() {
        Item item = anItemWith("source/1/talk.webm");
        Instant late = world.clock().instant();
        Iterator<Instant> readings = List.of(late.plusSeconds(20), late).iterator();
        Destruction destruction = new Destruction(
                world.the(Endings.class),
                world.the(RetentionClasses.class),
                world.the(ItemDecisions.class),
                new JdbcDestructions(world.database()),
                world.the(RetentionSettings.class),
                readings::next,
                world.the(TransactionOperations.class));
        assertThat(destruction.begin(item.id())).isInstanceOf(Destruction.Begun.class);
        carryOnPastTheDelay();
        assertThat(state(item)).isEqualTo(ItemState.PURGED);
        assertThat(certificate(item).execution().startedAt()).isEqualTo(late);
    }

    @Test
    void aClockThatWasAheadDoesNotDelayTheProofUntilThen() {
        Item item = aDoomedItem("source/1/talk.webm");
        world.clock().advance(Duration.ofDays(1000));
        assertThat(destroyer.carryOn(PAGE)).isZero();
        world.clock().advance(Duration.ofDays(-1000));
        carryOnPastTheDelay();
        assertThat(state(item)).isEqualTo(ItemState.PURGED);
    }

    @Test
    void startsTheProofAgainWhenAnUploadAppearsBetweenTheListings() {
        Item item = aDoomedItem("source/1/talk.webm");
        destroyer.carryOn(PAGE);
        store.beginUpload(world.key(item, "rendition/1/video.mp4"), "video/mp4", ObjectTags.none());
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        assertThat(destroyer.carryOn(PAGE)).isZero();
        carryOnPastTheDelay();
        assertThat(state(item)).isEqualTo(ItemState.PURGED);
        assertThat(store.listUploads(prefix(item))).isEmpty();
    }

    @Test
    void waitsWithTheBytesButNotWithTheKeyForAWorkerThatMayStillWrite() {
        Item item = anItemWith("source/1/talk.webm");
        world.database()
                .sql("UPDATE item SET lease_owner = 'worker', lease_until = CAST(:until AS timestamptz) WHERE id = :id")
                .param("until", world.clock().instant().plusSeconds(30).toString())
                .param("id", item.id().value())
                .update();
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Begun.class);
        assertThat(world.hasKey(item.id())).isFalse();

        world.clock().advance(Duration.ofSeconds(29));
        destroyer.carryOn(PAGE);
        assertThat(store.listVersions(prefix(item))).hasSize(1);
        world.clock().advance(Duration.ofSeconds(1));
        destroyer.carryOn(PAGE);
        assertThat(store.listVersions(prefix(item))).isEmpty();
    }

    @Test
    void deletesThousandsOfVersionsInBatchesThatTheStoreTakes() {
        Item item = anItemWith();
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            written.add(put(world.key(item, "segment/1/" + i % 700 + ".ts")));
        }
        doom(item);
        carryOnPastTheDelay();
        assertThat(store.batches()).containsExactlyInAnyOrder(1000, 1000, 1);
        assertThat(versions(certificate(item))).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void deletesAndCertifiesWhatAStrangerPutAmongTheItemsObjects() {
        Item item = anItemWith("source/1/talk.webm");
        ObjectKey foreign = ObjectKey.listed(prefix(item) + "Kopie von Müller/x");
        store.put(foreign, new byte[3], "text/plain", ObjectTags.none());
        doom(item);
        carryOnPastTheDelay();

        assertThat(state(item)).isEqualTo(ItemState.PURGED);
        assertThat(store.listVersions(prefix(item))).isEmpty();
        assertThat(certificate(item).objects())
                .extracting(DestructionCertificate.DestroyedObject::role)
                .containsExactlyInAnyOrder("SOURCE", "FOREIGN");
        assertThat(world.the(Certificates.class).find(account, item.id()).orElseThrow())
                .doesNotContain("Müller");
    }

    @Test
    void aCertificateSaysWhatTheStoreCannotList() {
        Item item = anItemWith("source/1/talk.webm");
        StoreFeatures able = store.features();
        store.adapt(new StoreFeatures(
                true, true, false, false, UploadListing.BY_KEY, BatchDelete.CHECKSUM, Checksums.SUPPORTED));
        try {
            doom(item);
            carryOnPastTheDelay();
        } finally {
            store.adapt(able);
        }

        assertThat(certificate(item).residual()).contains("cannot list unfinished uploads");
    }

    @Test
    void nothingIsLostBeforeTheTrailSaysWhoDecided() {
        Item item = anItemWith("source/1/talk.webm");
        store.beginUpload(world.key(item, "rendition/1/video.mp4"), "video/mp4", ObjectTags.none());
        List<String> seen = new ArrayList<>();
        // The observer reads on a connection of its own, so it sees only what is committed.
        store.beforeLoss(() -> seen.addAll(actions(item)));
        destroyer.carryOn(PAGE);
        doom(item);
        assertThat(seen).isEmpty();
        destroyer.carryOn(PAGE);
        assertThat(seen)
                .containsSubsequence("item.destroying", "item.destroying")
                .doesNotContain("item.purged");
        assertThat(world.the(Trail.class).of(account, item.id()).getLast().actor())
                .isEqualTo(Destruction.ACTOR);
    }

    @Test
    void everyVersionIsNotedBeforeItIsDeleted() {
        Item item = aDoomedItem("source/1/talk.webm", "poster/1/poster.jpg");
        List<Long> noted = new ArrayList<>();
        store.beforeLoss(() -> noted.add(world.count("destroyed_version", item.id())));
        destroyer.carryOn(PAGE);
        assertThat(noted).containsExactly(2L);
    }

    @Test
    void forgetsThePeopleOfAMeetingWithItsLastItem() {
        List<ItemId> items = world.items(account, "P30D", 2);
        Item first = world.the(items.getFirst());
        doom(first);
        carryOnPastTheDelay();
        assertThat(world.the(Meetings.class)
                        .find(account, first.meeting())
                        .orElseThrow()
                        .participants())
                .hasSize(1);
        doom(world.the(items.getLast()));
        carryOnPastTheDelay();
        var meeting = world.the(Meetings.class).find(account, first.meeting()).orElseThrow();
        assertThat(meeting.participants()).isEmpty();
        assertThat(meeting.title() + meeting.host()).isEmpty();
    }

    @Test
    void certificatesCannotBeChangedOrTakenAway() {
        Item item = aDoomedItem("source/1/talk.webm");
        carryOnPastTheDelay();
        String before = world.the(Certificates.class).find(account, item.id()).orElseThrow();
        for (String change :
                List.of("UPDATE certificate SET document = ''", "DELETE FROM certificate", "TRUNCATE certificate")) {
            assertThatThrownBy(() -> world.database().sql(change).update())
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
        }
        assertThat(world.the(Certificates.class).find(account, item.id())).contains(before);
        assertThat(world.the(Certificates.class).find(world.anAccount(), item.id()))
                .isEmpty();
    }

    private Item anItemWith(String... objects) {
        Item item = world.anItem(account, "P30D");
        for (String name : objects) {
            put(world.key(item, name));
        }
        return item;
    }

    private Item aDoomedItem(String... objects) {
        Item item = anItemWith(objects);
        doom(item);
        return item;
    }

    private void doom(Item item) {
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Begun.class);
    }

    private void carryOnPastTheDelay() {
        destroyer.carryOn(PAGE);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        destroyer.carryOn(PAGE);
    }

    private String put(ObjectKey key) {
        return store.put(key, new byte[3], "application/octet-stream", ObjectTags.of(Map.of()))
                .versionId();
    }

    private KeyPrefix prefix(Item item) {
        return StoredObject.prefixOf(item.account(), item.id());
    }

    private ItemState state(Item item) {
        return world.the(item.id()).state();
    }

    private List<String> actions(Item item) {
        return world.the(Trail.class).of(account, item.id()).stream()
                .map(Trail.Entry::action)
                .toList();
    }

    @Test
    void tellsTheAccountOfEachProblemOnceAndOfNoMoreThanSome() {
        Item item = world.anItem(world.anAccount(), "P30D");
        DestructionProblems problems = new DestructionProblems(
                new JdbcDestructions(world.database()),
                world.the(StoreRefusals.class),
                world.the(Outbox.class),
                world.the(TransactionOperations.class));
        assertThat(world.the(Destruction.class).begin(item.id())).isInstanceOf(Destruction.Begun.class);
        problems.note(item.id(), "the store is away");
        problems.doubted(item.id(), "something appeared");
        problems.note(item.id(), "the store is away");
        assertThat(told(item)).containsExactly("the store is away", "something appeared");
        for (int i = 0; i < 20; i++) {
            problems.note(item.id(), "version " + i + " is locked");
        }
        assertThat(told(item)).hasSize(JdbcDestructions.MAX_TOLD);
        assertThat(problem(item)).isEqualTo("version 19 is locked");
    }

    private List<String> told(Item item) {
        return world.database()
                .sql("""
                        SELECT data ->> 'problem' FROM outbox_event
                         WHERE item_id = :item AND type = 'item.destruction_failed' ORDER BY at
                        """)
                .param("item", item.id().value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private @Nullable String problem(Item item) {
        return world.database()
                .sql("SELECT problem FROM destruction WHERE item_id = :item")
                .param("item", item.id().value())
                .query((row, number) -> Optional.ofNullable(row.getString("problem")))
                .single()
                .orElse(null);
    }

    private DestructionCertificate certificate(Item item) {
        String text = world.the(Certificates.class).find(account, item.id()).orElseThrow();
        CertificateVerdict verdict = CertificateVerifier.ofKey(
                        world.the(CertificateSigner.class).keyId())
                .verify(text.getBytes(StandardCharsets.UTF_8));
        assertThat(verdict).isInstanceOf(CertificateVerdict.Valid.class);
        return ((CertificateVerdict.Valid) verdict).certificate();
    }

    private static List<String> versions(DestructionCertificate certificate) {
        return certificate.objects().stream()
                .flatMap(object -> object.versions().stream())
                .toList();
    }
}
