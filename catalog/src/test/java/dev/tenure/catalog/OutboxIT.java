package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.ACTOR;
import static dev.tenure.catalog.CatalogWorld.ENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.Outbox.Event;
import dev.tenure.objectstore.sealing.KeyVault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(CatalogWorld.Shared.class)
class OutboxIT {

    private final CatalogWorld world;
    private final Items items;
    private final Outbox outbox;
    private AccountId account;

    OutboxIT(CatalogWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.outbox = world.the(Outbox.class);
        this.account = world.anAccount();
    }

    @BeforeEach
    void takeWhatOthersLeft() {
        account = world.anAccount();
        takeAll();
    }

    private void takeAll() {
        while (!world.inTransaction(() -> outbox.take(1000)).isEmpty()) {
            // Goes on until nothing is left.
        }
    }

    private List<String> told() {
        takeAll();
        return outbox.page(account, null, 100).stream()
                .map(event -> event.type().word())
                .toList();
    }

    private Item readyItem() {
        Item item = world.aReceivingItem(account);
        assertThat(items.move(item.id(), ItemState.RECEIVING, ItemState.STORED, ACTOR, null))
                .isTrue();
        assertThat(items.move(item.id(), ItemState.STORED, ItemState.READY, ACTOR, null))
                .isTrue();
        return item;
    }

    @Test
    void tellsOfAWholeLifeInItsOrder() {
        Item item = readyItem();
        items.move(item.id(), ItemState.READY, ItemState.TRASHED, ACTOR, null);
        items.move(item.id(), ItemState.TRASHED, ItemState.READY, ACTOR, null);
        items.move(item.id(), ItemState.READY, ItemState.DESTROYING, ACTOR, null);
        items.move(item.id(), ItemState.DESTROYING, ItemState.PURGED, ACTOR, null);
        assertThat(told())
                .containsExactly("item.stored", "item.ready", "item.trashed", "item.restored", "item.destroyed");
        Event last = outbox.page(account, null, 100).getLast();
        assertThat(last.data())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "item",
                        item.id().toString(),
                        "meeting",
                        item.meeting().toString(),
                        "kind",
                        "RECORDING",
                        "state",
                        "PURGED"));
        assertThat(last.at()).isAfter(item.createdAt());
    }

    @Test
    void tellsWhyAnItemIsQuarantinedOrNotPlayable() {
        Item item = world.aReceivingItem(account);
        items.move(item.id(), ItemState.RECEIVING, ItemState.QUARANTINED, ACTOR, "no end");
        items.move(item.id(), ItemState.QUARANTINED, ItemState.STORED, ACTOR, null);
        items.problem(item.id(), "not a film", ACTOR);
        items.problem(item.id(), null, ACTOR);
        assertThat(told()).containsExactly("item.quarantined", "item.stored", "item.processing_failed");
        assertThat(outbox.page(account, null, 100).stream()
                        .map(event -> event.data().get("problem")))
                .containsExactly("no end", null, "not a film");
    }

    @Test
    void tellsOfTheFirstHoldAndOfTheEndOfTheLast() {
        Item item = readyItem();
        items.raiseHold(item.id());
        items.raiseHold(item.id());
        items.lowerHold(item.id(), ENDED.plusSeconds(9));
        items.lowerHold(item.id(), ENDED.plusSeconds(5));
        assertThat(told()).containsExactly("item.stored", "item.ready", "item.held", "item.released");
        assertThat(outbox.page(account, null, 100).getLast().data())
                .containsEntry("keptUntil", ENDED.plusSeconds(9).toString());
    }

    @Test
    void tellsNothingOfAChangeThatDidNotHappen() {
        Item item = readyItem();
        assertThat(items.move(item.id(), ItemState.STORED, ItemState.READY, ACTOR, null))
                .isFalse();
        assertThatThrownBy(() -> world.the(TransactionTemplate.class).executeWithoutResult(status -> {
                    items.move(item.id(), ItemState.READY, ItemState.TRASHED, ACTOR, null);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(told()).containsExactly("item.stored", "item.ready");
    }

    @Test
    void anEventThatCommitsLateIsNotMissedByWhoeverReadBefore() throws InterruptedException {
        CountDownLatch appended = new CountDownLatch(1);
        CountDownLatch readOn = new CountDownLatch(1);
        List<EventId> late = new ArrayList<>();
        Thread slow = Thread.ofVirtual()
                .start(() -> world.inTransaction(() -> {
                    late.add(outbox.append(EventType.WEBHOOK_TEST, account, Map.of("n", "slow")));
                    appended.countDown();
                    CatalogWorld.await("the others to read on", () -> readOn.getCount() == 0);
                    return late;
                }));
        appended.await();
        EventId quick = outbox.append(EventType.WEBHOOK_TEST, account, Map.of("n", "quick"));
        takeAll();
        assertThat(outbox.page(account, null, 10)).extracting(Event::id).containsExactly(quick);
        readOn.countDown();
        slow.join();
        takeAll();
        assertThat(outbox.page(account, quick, 10)).extracting(Event::id).containsExactlyElementsOf(late);
    }

    @Test
    void isTakenOnceHoweverManyTake() throws Exception {
        List<EventId> appended = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            appended.add(outbox.append(EventType.WEBHOOK_TEST, account, Map.of()));
        }
        List<EventId> taken = new ArrayList<>();
        try (var takers = Executors.newFixedThreadPool(4)) {
            Callable<List<EventId>> take = () -> world.inTransaction(() -> outbox.take(3));
            var each = takers.invokeAll(Collections.nCopies(200, take));
            for (var one : each) {
                taken.addAll(one.get());
            }
        }
        while (taken.size() < appended.size()) {
            List<EventId> more = world.inTransaction(() -> outbox.take(50));
            assertThat(more).isNotEmpty();
            taken.addAll(more);
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(appended);
    }

    @Test
    void takingThatIsRolledBackTookNothing() {
        EventId id = outbox.append(EventType.WEBHOOK_TEST, account, Map.of());
        world.the(TransactionTemplate.class).executeWithoutResult(status -> {
            assertThat(outbox.take(10)).contains(id);
            status.setRollbackOnly();
        });
        assertThat(outbox.find(account, id)).isEmpty();
        assertThat(world.inTransaction(() -> outbox.take(10))).contains(id);
        assertThat(outbox.find(account, id)).isPresent();
        assertThatThrownBy(() -> outbox.take(1)).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void aForeignEventIsNotThere() {
        EventId id = outbox.append(EventType.WEBHOOK_TEST, account, Map.of());
        takeAll();
        AccountId other = world.anAccount();
        assertThat(outbox.find(other, id)).isEmpty();
        outbox.append(EventType.WEBHOOK_TEST, other, Map.of());
        takeAll();
        assertThat(outbox.page(other, id, 10)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outbox.append(EventType.ITEM_READY, new ItemId(UUID.randomUUID()), Map.of()));
    }

    @Test
    void forgetsOnlyWhatIsOldAndTaken() {
        EventId old = outbox.append(EventType.WEBHOOK_TEST, account, Map.of());
        EventId waiting = outbox.append(EventType.WEBHOOK_TEST, account, Map.of());
        EventId recent = outbox.append(EventType.WEBHOOK_TEST, account, Map.of());
        world.database()
                .sql("UPDATE outbox_event SET at = at - interval '1 year' WHERE id IN (:old, :waiting)")
                .param("old", old.value())
                .param("waiting", waiting.value())
                .update();
        world.database()
                .sql("UPDATE outbox_event SET position = nextval('outbox_position') WHERE id IN (:old, :recent)")
                .param("old", old.value())
                .param("recent", recent.value())
                .update();
        Instant aMonthAgo = world.the(java.time.InstantSource.class).instant().minusSeconds(30 * 86400);
        assertThat(outbox.forget(aMonthAgo, 1000)).isEqualTo(1);
        assertThat(outbox.find(account, old)).isEmpty();
        assertThat(outbox.find(account, recent)).isPresent();
        assertThat(told()).hasSize(2);
    }

    @Test
    void sealsSecretsForOnePurposeUnderTheCatalogsOwnKey() {
        Secrets secrets = world.the(Secrets.class);
        byte[] clear = "whsec".getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = secrets.seal("webhook:1", clear);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("whsec");
        assertThat(secrets.open("webhook:1", sealed)).isEqualTo(clear);
        assertThatThrownBy(() -> secrets.open("webhook:2", sealed)).isInstanceOf(IllegalStateException.class);
        Secrets afterARestart = new Secrets(world.the(DataSource.class), world.the(KeyVault.class));
        assertThat(afterARestart.open("webhook:1", sealed)).isEqualTo(clear);
    }
}
