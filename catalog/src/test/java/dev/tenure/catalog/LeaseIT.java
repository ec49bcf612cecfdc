package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CatalogWorld.Shared.class)
class LeaseIT {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Items items;
    private final CatalogWorld world;
    private final Item item;

    LeaseIT(CatalogWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.item = world.anItemIn(world.anAccount(), ItemState.STORED);
    }

    @Test
    void goesToOneOfManyWorkers() throws InterruptedException, ExecutionException {
        int workers = 8;
        for (int round = 0; round < 25; round++) {
            items.evictLease(item.id());
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> taken = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
                for (int i = 0; i < workers; i++) {
                    String owner = "worker-" + i;
                    taken.add(threads.submit(() -> {
                        start.await();
                        return items.lease(item.id(), owner, LONG);
                    }));
                }
                start.countDown();
                int winners = 0;
                for (Future<Boolean> one : taken) {
                    winners += one.get() ? 1 : 0;
                }
                assertThat(winners).isOne();
            }
        }
    }

    @Test
    void isRenewedByItsOwnerAndByNobodyElse() {
        assertThat(items.lease(item.id(), "a", LONG)).isTrue();
        assertThat(items.lease(item.id(), "a", LONG.multipliedBy(2))).isTrue();
        assertThat(items.lease(item.id(), "b", LONG)).isFalse();
    }

    @Test
    void isFreeForAllOnceItIsOver() {
        assertThat(items.lease(item.id(), "a", Duration.ZERO)).isTrue();
        assertThat(items.lease(item.id(), "b", LONG)).isTrue();
        assertThat(items.lease(item.id(), "a", LONG)).isFalse();
    }

    @Test
    void isGivenBackByItsOwnerOnly() {
        items.lease(item.id(), "a", LONG);
        items.release(item.id(), "b");
        assertThat(items.lease(item.id(), "b", LONG)).isFalse();
        items.release(item.id(), "a");
        assertThat(items.lease(item.id(), "b", LONG)).isTrue();
        items.evictLease(item.id());
        assertThat(items.lease(item.id(), "a", LONG)).isTrue();
    }

    @Test
    void isOnlyForStoredItems() {
        for (ItemState state : ItemState.values()) {
            Item other = world.anItemIn(item.account(), state);
            assertThat(items.lease(other.id(), "a", LONG)).isEqualTo(state == ItemState.STORED);
        }
    }

    @Test
    void endsForAWorkerWhoseItemWentOn() {
        items.lease(item.id(), "a", LONG);
        items.move(item.id(), ItemState.STORED, ItemState.TRASHED, ACTOR, null);

        assertThat(items.lease(item.id(), "a", LONG)).isFalse();
    }

    @Test
    void showsProgressOfItsOwnerOnly() {
        items.lease(item.id(), "a", LONG);
        items.progress(item.id(), "a", "encode", 0.5);
        items.progress(item.id(), "b", "probe", 0.9);

        Item now = items.find(item.id()).orElseThrow();
        assertThat(now.progress()).isEqualTo(0.5);
        assertThat(now.progressStage()).isEqualTo("encode");
        assertThat(now.leaseUntil()).isNotNull();
    }
}
