package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

@ExtendWith(CatalogWorld.Shared.class)
class StoredObjectsIT {

    private static final int PART = 8 << 20;
    private static final StoredObject.Facts FACTS =
            new StoredObject.Facts(42, new ContentHash("ab".repeat(32)), "version-1");

    private final CatalogWorld world;
    private final Items items;
    private final StoredObjects objects;
    private final AccountId account;

    StoredObjectsIT(CatalogWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.objects = world.the(StoredObjects.class);
        this.account = world.anAccount();
    }

    @Test
    void announcesAnObjectUnderItsItemsPrefix() {
        Item item = world.aReceivingItem(account);
        StoredObject object = announce(item, "7", "video.mp4").orElseThrow();

        assertThat(object.key()).hasToString(account + "/" + item.id() + "/rendition/7/video.mp4");
        assertThat(StoredObject.prefixOf(account, item.id()).covers(object.key()))
                .isTrue();
        assertThat(object.status()).isEqualTo(StoredObject.Status.ANNOUNCED);
        assertThat(object.facts()).isNull();
        assertThat(object.bucket()).isEqualTo("catalog");
        assertThat(object.binding().value()).isEqualTo(account + "/" + item.id() + "/" + object.id());
        assertThat(objects.find(object.id())).contains(object);
        assertThatIllegalStateException().isThrownBy(object::complete);
    }

    @Test
    void announcesNothingForAnItemThatGoes() {
        for (ItemState state : ItemState.values()) {
            Item item = world.anItemIn(account, state);
            boolean announced = objects.announce(
                            item.id(),
                            EnumSet.of(ItemState.STORED, ItemState.READY),
                            ObjectRole.POSTER,
                            "1",
                            "poster.jpg",
                            PART,
                            "image/jpeg")
                    .isPresent();
            assertThat(announced).isEqualTo(state == ItemState.STORED || state == ItemState.READY);
            assertThat(objects.all(item.id())).hasSize(announced ? 1 : 0);
        }
    }

    @Test
    void neverUsesAKeyTwice() {
        Item item = world.anItemIn(account, ItemState.STORED);
        announce(item, "1", "video.mp4");

        assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> announce(item, "1", "video.mp4"));
        assertThat(announce(item, "2", "video.mp4")).isPresent();
    }

    @Test
    void completesAnObjectOnceWithTheSameFacts() {
        StoredObject object = announced("video.mp4");
        objects.complete(object.id(), FACTS);
        StoredObject complete = objects.find(object.id()).orElseThrow();

        assertThat(complete.facts()).isEqualTo(FACTS);
        assertThat(complete.layout().plaintextSize()).isEqualTo(42);
        objects.complete(object.id(), FACTS);
        assertThat(objects.find(object.id())).hasValue(complete);
        objects.publish(List.of(object.id()));
        StoredObject.Facts other = new StoredObject.Facts(43, FACTS.sha256(), "version-2");
        assertThatIllegalStateException().isThrownBy(() -> objects.complete(object.id(), other));
        assertThat(objects.find(object.id()).orElseThrow().facts()).isEqualTo(FACTS);
    }

    @Test
    void publishesAllOrNone() {
        Item item = world.anItemIn(account, ItemState.STORED);
        StoredObject one = announce(item, "1", "video.mp4").orElseThrow();
        StoredObject two = announce(item, "1", "poster.jpg").orElseThrow();
        objects.complete(one.id(), FACTS);

        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> objects.publish(List.of(one.id(), two.id())));
        assertThat(objects.visible(item.id())).isEmpty();

        objects.complete(two.id(), FACTS);
        objects.drop(List.of(two.id()));
        assertThatIllegalStateException().isThrownBy(() -> objects.publish(List.of(one.id(), two.id())));
        assertThat(objects.visible(item.id())).isEmpty();

        objects.publish(List.of(one.id()));
        objects.publish(List.of(one.id()));
        assertThat(objects.visible(item.id())).extracting(StoredObject::id).containsExactly(one.id());
    }

    @Test
    void showsOneObjectOfAName() {
        Item item = world.anItemIn(account, ItemState.STORED);
        StoredObject old = announce(item, "1", "video.mp4").orElseThrow();
        StoredObject fresh = announce(item, "2", "video.mp4").orElseThrow();
        objects.complete(old.id(), FACTS);
        objects.complete(fresh.id(), FACTS);
        objects.publish(List.of(old.id()));
        assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> objects.publish(List.of(fresh.id())));

        objects.drop(List.of(old.id()));
        objects.publish(List.of(fresh.id()));
        assertThat(objects.visible(item.id(), "video.mp4").orElseThrow().id()).isEqualTo(fresh.id());
        assertThat(objects.visible(item.id(), "absent")).isEmpty();
        assertThat(objects.all(item.id())).hasSize(2);
    }

    @Test
    void publishesInOneStepUnderTheTypeThatTheBytesHave() {
        StoredObject object = announced("source");
        objects.publish(object.id(), FACTS, "video/webm");

        StoredObject visible = objects.visible(object.item(), "source").orElseThrow();
        assertThat(visible.mediaType()).isEqualTo("video/webm");
        assertThat(visible.facts()).isEqualTo(FACTS);
        assertThatIllegalStateException()
                .as("not twice")
                .isThrownBy(() -> objects.publish(object.id(), FACTS, "video/webm"));
        StoredObject complete = announced("video.mp4");
        objects.complete(complete.id(), FACTS);
        StoredObject dropped = announced("audio.m4a");
        objects.drop(List.of(dropped.id()));
        for (StoredObject late : List.of(complete, dropped)) {
            assertThatIllegalStateException().isThrownBy(() -> objects.publish(late.id(), FACTS, "video/webm"));
        }
    }

    @Test
    void keepsTombstonesOfWhatIsGone() {
        StoredObject object = announced("video.mp4");
        objects.complete(object.id(), FACTS);
        objects.publish(List.of(object.id()));
        objects.gone(object.item());

        assertThat(objects.visible(object.item())).isEmpty();
        assertThat(objects.all(object.item()))
                .singleElement()
                .satisfies(tombstone -> assertThat(tombstone.status()).isEqualTo(StoredObject.Status.GONE));
        assertThatIllegalStateException().isThrownBy(() -> objects.publish(List.of(object.id())));
    }

    @Test
    void letsADestructionWaitForAnAnnouncementUnderWay() throws InterruptedException, ExecutionException {
        Item item = world.anItemIn(account, ItemState.STORED);
        CountDownLatch announced = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> announcing = threads.submit(() -> world.inTransaction(() -> {
                boolean present = announce(item, "1", "video.mp4").isPresent();
                announced.countDown();
                await(commit);
                return present;
            }));
            announced.await();
            Future<Integer> destroying = threads.submit(() -> destroy(item));
            world.awaitBlockedSession();
            assertThat(destroying.isDone()).isFalse();
            commit.countDown();

            assertThat(announcing.get()).isTrue();
            assertThat(destroying.get())
                    .as("objects that the destruction knows")
                    .isOne();
        }
    }

    @Test
    void refusesAnAnnouncementThatWaitedForADestruction() throws InterruptedException, ExecutionException {
        Item item = world.anItemIn(account, ItemState.STORED);
        CountDownLatch destroyed = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> destroying = threads.submit(() -> world.inTransaction(() -> {
                int known = destroy(item);
                destroyed.countDown();
                await(commit);
                return known;
            }));
            destroyed.await();
            Future<Boolean> announcing =
                    threads.submit(() -> announce(item, "1", "video.mp4").isPresent());
            world.awaitBlockedSession();
            commit.countDown();

            assertThat(destroying.get()).isZero();
            assertThat(announcing.get()).isFalse();
        }
        assertThat(objects.all(item.id())).isEmpty();
    }

    @Test
    void neverAnnouncesWhatADestructionDoesNotKnow() throws InterruptedException, ExecutionException {
        int announcedFirst = 0;
        int rounds = 250;
        Random random = new Random(11);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                Item item = world.anItemIn(account, ItemState.STORED);
                CyclicBarrier start = new CyclicBarrier(2);
                long ahead = random.nextLong(1_500_000);
                boolean announcerWaits = random.nextBoolean();
                Future<Boolean> announcing = threads.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(announcerWaits ? ahead : 0);
                    return announce(item, "1", "video.mp4").isPresent();
                });
                Future<Integer> destroying = threads.submit(() -> {
                    start.await();
                    LockSupport.parkNanos(announcerWaits ? 0 : ahead);
                    return destroy(item);
                });

                boolean announced = announcing.get();
                assertThat(destroying.get()).as("round %d", round).isEqualTo(announced ? 1 : 0);
                assertThat(objects.all(item.id())).hasSize(announced ? 1 : 0);
                announcedFirst += announced ? 1 : 0;
            }
        }
        assertThat(announcedFirst).as("both orders were seen").isStrictlyBetween(0, rounds);
    }

    /** As destruction does it: the item locked, its key gone, its state changed; returns how many objects it knows of. */
    private int destroy(Item item) {
        return world.inTransaction(() -> {
            assertThat(items.lock(item.id())).isPresent();
            int known = objects.all(item.id()).size();
            assertThat(items.destroyKey(item.id())).isPresent();
            assertThat(items.move(item.id(), ItemState.STORED, ItemState.DESTROYING, ACTOR, null))
                    .isTrue();
            return known;
        });
    }

    private StoredObject announced(String name) {
        return announce(world.anItemIn(account, ItemState.STORED), "1", name).orElseThrow();
    }

    private Optional<StoredObject> announce(Item item, String attempt, String name) {
        return objects.announce(
                item.id(),
                EnumSet.of(ItemState.RECEIVING, ItemState.STORED),
                ObjectRole.RENDITION,
                attempt,
                name,
                PART,
                "video/mp4");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
