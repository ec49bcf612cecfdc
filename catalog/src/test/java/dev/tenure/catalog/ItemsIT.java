package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.ACTOR;
import static dev.tenure.catalog.CatalogWorld.ENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.objectstore.sealing.KeyUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(CatalogWorld.Shared.class)
class ItemsIT {

    private final CatalogWorld world;
    private final Items items;
    private final Trail trail;
    private AccountId account;

    ItemsIT(CatalogWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.trail = world.the(Trail.class);
        this.account = world.anAccount();
    }

    @BeforeEach
    void takeAFreshAccount() {
        account = world.anAccount();
    }

    @ParameterizedTest
    @EnumSource(ItemState.class)
    void movesAlongTheLifecycleAndNowhereElse(ItemState from) {
        for (ItemState to : ItemState.values()) {
            Item item = world.anItemIn(account, from);
            int before = trail.of(account, item.id()).size();
            if (ItemLifecycle.allows(from, to)) {
                assertThat(items.move(item.id(), from, to, ACTOR, "because")).isTrue();
                Item moved = items.find(item.id()).orElseThrow();
                assertThat(moved.state()).isEqualTo(to);
                assertThat(moved.problem()).isEqualTo("because");
                assertThat(moved.stateSince()).isAfter(item.stateSince());
                List<Trail.Entry> entries = trail.of(account, item.id());
                assertThat(entries).hasSize(before + 1);
                assertThat(entries.getLast().action())
                        .isEqualTo("item." + to.name().toLowerCase(Locale.ROOT));
                assertThat(entries.getLast().actor()).isEqualTo(ACTOR);
                assertThat(entries.getLast().detail())
                        .containsExactlyInAnyOrderEntriesOf(Map.of("from", from.name(), "problem", "because"));
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> items.move(item.id(), from, to, ACTOR, null));
                assertThat(items.find(item.id())).contains(item);
                assertThat(trail.of(account, item.id())).hasSize(before);
            }
        }
    }

    /** What moves by itself is no change: people's changes must not fail because of it. */
    @Test
    void countsChangesOfWhatIsShownAndOfNothingElse() {
        Item item = world.anItemIn(account, ItemState.STORED);
        assertThat(items.lease(item.id(), "worker", Duration.ofMinutes(1))).isTrue();
        items.progress(item.id(), "worker", "encode", 0.5);
        items.staleTags(1000).forEach(items::tagged);
        items.release(item.id(), "worker");
        assertThat(revision(item)).isEqualTo(item.revision());

        items.problem(item.id(), "no luck", ACTOR);
        assertThat(revision(item)).isEqualTo(item.revision() + 1);
        items.problem(item.id(), "no luck", ACTOR);
        assertThat(revision(item)).isEqualTo(item.revision() + 1);
        assertThat(items.raiseHold(item.id())).isTrue();
        items.lowerHold(item.id(), ENDED);
        assertThat(revision(item)).isEqualTo(item.revision() + 3);
        assertThat(items.move(item.id(), ItemState.STORED, ItemState.READY, ACTOR, null))
                .isTrue();
        assertThat(revision(item)).isEqualTo(item.revision() + 4);
    }

    private long revision(Item item) {
        return items.find(item.id()).orElseThrow().revision();
    }

    @Test
    void losesARaceWithoutATrace() {
        Item item = world.anItemIn(account, ItemState.READY);

        assertThat(items.move(item.id(), ItemState.STORED, ItemState.READY, ACTOR, null))
                .isFalse();
        assertThat(items.find(item.id())).contains(item);
        assertThat(trail.of(account, item.id())).hasSize(1);
    }

    @Test
    void leavesNoEntryOfWhatWasRolledBack() {
        Item item = world.anItemIn(account, ItemState.STORED);
        world.the(TransactionTemplate.class).executeWithoutResult(status -> {
            assertThat(items.move(item.id(), ItemState.STORED, ItemState.READY, ACTOR, null))
                    .isTrue();
            assertThat(trail.of(account, item.id())).hasSize(2);
            status.setRollbackOnly();
        });

        assertThat(items.find(item.id())).contains(item);
        assertThat(trail.of(account, item.id())).hasSize(1);
    }

    @Test
    void announcesAnItemWithItsKeyAndOneEntryOrNothingAtAll() {
        Item item = world.aReceivingItem(account);
        assertThat(item.state()).isEqualTo(ItemState.RECEIVING);
        assertThat(item.anchor()).isEqualTo(ENDED);
        assertThat(items.key(item.id())).isPresent();
        assertThat(trail.of(account, item.id()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("item.receiving"));

        MeetingId nowhere = new MeetingId(item.id().value());
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> world.aReceivingItem(account, nowhere, null));
        assertThat(items.page(account, null, null, 10)).containsExactly(item);
    }

    @Test
    void remembersWhenAnItemWasTrashedAndForgetsItWhenItIsRestored() {
        Item item = world.anItemIn(account, ItemState.READY);
        items.move(item.id(), ItemState.READY, ItemState.TRASHED, ACTOR, null);
        assertThat(items.find(item.id()).orElseThrow().trashedAt()).isNotNull();

        items.move(item.id(), ItemState.TRASHED, ItemState.READY, ACTOR, null);
        assertThat(items.find(item.id()).orElseThrow().trashedAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = ItemState.class,
            names = {"STORED", "QUARANTINED", "READY"})
    void remembersWhereARestoreReturnsTo(ItemState before) {
        Item item = world.anItemIn(account, before);
        items.move(item.id(), before, ItemState.TRASHED, ACTOR, null);
        assertThat(items.find(item.id()).orElseThrow().trashedFrom()).isEqualTo(before);

        assertThat(items.move(item.id(), ItemState.TRASHED, before, ACTOR, null))
                .isTrue();
        assertThat(items.find(item.id()).orElseThrow().trashedFrom()).isNull();
    }

    @Test
    void letsNobodyChangeTheTrail() {
        world.aReceivingItem(account);
        for (String statement : List.of(
                "UPDATE trail_entry SET action = 'nothing'",
                "DELETE FROM trail_entry",
                "TRUNCATE trail_entry CASCADE",
                "TRUNCATE account CASCADE",
                "DELETE FROM trail_entry WHERE false",
                "UPDATE trail_detail SET body = '{}'")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(statement)
                    .isThrownBy(() -> world.database().sql(statement).update())
                    .withMessageContaining("append-only");
        }
    }

    @Test
    void showsNothingToAForeignAccount() {
        Item item = world.aReceivingItem(account);
        AccountId stranger = world.anAccount();

        assertThat(items.find(account, item.id())).contains(item);
        assertThat(items.find(stranger, item.id())).isEmpty();
        assertThat(items.page(stranger, null, null, 10)).isEmpty();
        assertThat(trail.of(stranger, item.id())).isEmpty();
        assertThat(world.the(Meetings.class).find(stranger, item.meeting())).isEmpty();
        assertThat(world.the(Meetings.class).find(account, item.meeting())).isPresent();
    }

    @Test
    void keepsADestroyedKeyDestroyed() {
        Item item = world.anItemIn(account, ItemState.STORED);
        StoredObject object = announce(item);
        assertThat(world.the(ItemBytes.class).seal(object)).isNotNull();
        ItemKey key = items.key(item.id()).orElseThrow();

        assertThat(items.destroyKey(item.id())).contains(key);
        assertThat(items.key(item.id())).isEmpty();
        assertThat(items.destroyKey(item.id())).isEmpty();
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> world.the(ItemBytes.class).seal(object))
                .withMessageContaining(item.id().toString());
    }

    @Test
    void keepsTheKeyOfADestructionThatWasRolledBack() {
        Item item = world.anItemIn(account, ItemState.STORED);
        world.the(TransactionTemplate.class).executeWithoutResult(status -> {
            assertThat(items.destroyKey(item.id())).isPresent();
            status.setRollbackOnly();
        });

        assertThat(items.key(item.id())).isPresent();
    }

    @Test
    void locksOnlyInsideATransaction() {
        Item item = world.aReceivingItem(account);

        assertThatExceptionOfType(IllegalTransactionStateException.class).isThrownBy(() -> items.lock(item.id()));
        assertThat(world.inTransaction(() -> items.lock(item.id()))).contains(item);
    }

    @Test
    void countsHoldsUpAndDown() {
        Item item = world.anItemIn(account, ItemState.READY);
        Instant coolOff = ENDED.plus(Duration.ofDays(14));
        assertThat(items.raiseHold(item.id())).isTrue();
        assertThat(items.raiseHold(item.id())).isTrue();
        items.lowerHold(item.id(), coolOff);
        assertThat(items.find(item.id()).orElseThrow().holdCount()).isOne();
        items.lowerHold(item.id(), coolOff.minusSeconds(60));

        Item released = items.find(item.id()).orElseThrow();
        assertThat(released.holdCount()).isZero();
        assertThat(released.coolOffUntil()).isEqualTo(coolOff);
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> items.lowerHold(item.id(), coolOff));
        assertThatIllegalArgumentException().isThrownBy(() -> items.lowerHold(new ItemId(account.value()), coolOff));
    }

    @ParameterizedTest
    @EnumSource(ItemState.class)
    void raisesAHoldUnlessThereIsNothingLeftToHold(ItemState state) {
        Item item = world.anItemIn(account, state);
        boolean tooLate = switch (state) {
            case DESTROYING, PURGED, REJECTED -> true;
            case RECEIVING, STORED, QUARANTINED, READY, TRASHED -> false;
        };

        assertThat(items.raiseHold(item.id())).isEqualTo(!tooLate);
        assertThat(items.find(item.id()).orElseThrow().holdCount()).isEqualTo(tooLate ? 0 : 1);
    }

    @Test
    void pagesThroughAnAccountNewestFirst() {
        List<ItemId> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(world.aReceivingItem(account).id());
        }
        List<ItemId> seen = new ArrayList<>();
        List<Item> page = items.page(account, null, null, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(item -> seen.add(item.id()));
            page = items.page(account, null, page.getLast().id(), 3);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
        assertThat(seen).isSortedAccordingTo((a, b) -> b.toString().compareTo(a.toString()));
    }

    @Test
    void pagesThroughAStateInOrderOfId() {
        Item last = null;
        for (int i = 0; i < 3; i++) {
            last = world.anItemIn(account, ItemState.REJECTED);
        }
        List<ItemId> seen = new ArrayList<>();
        List<Item> page = items.inState(ItemState.REJECTED, null, 2);
        while (!page.isEmpty()) {
            page.forEach(item -> seen.add(item.id()));
            page = items.inState(ItemState.REJECTED, page.getLast().id(), 2);
        }

        assertThat(seen).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
        assertThat(seen).doesNotHaveDuplicates().contains(last == null ? null : last.id());
    }

    @Test
    void classifiesAndNotesProblemsWithAnEntryEach() {
        Item item = world.anItemIn(account, ItemState.STORED);
        String mine = world.aRetentionClass(account);
        items.classify(item.id(), mine, ACTOR);
        items.problem(item.id(), "no sound", ACTOR);
        items.problem(item.id(), null, ACTOR);

        Item now = items.find(item.id()).orElseThrow();
        assertThat(now.retentionClass()).isEqualTo(mine);
        assertThat(now.problem()).isNull();
        assertThat(trail.of(account, item.id()))
                .extracting(Trail.Entry::action)
                .containsExactly("item.receiving", "item.classified", "item.problem", "item.problem");
    }

    @Test
    void listsItemsWhoseTagsAreBehindUntilTheirNewestFactsAreTagged() {
        Item item = world.anItemIn(account, ItemState.READY);
        items.raiseHold(item.id());
        Items.StaleTags first = stale(item);
        items.classify(item.id(), world.aRetentionClass(account), ACTOR);
        items.tagged(first);
        Items.StaleTags second = stale(item);
        assertThat(second.factsVersion()).isGreaterThan(first.factsVersion());

        items.tagged(second);
        items.tagged(first);
        assertThat(items.staleTags(1000)).extracting(Items.StaleTags::item).doesNotContain(item.id());
    }

    private Items.StaleTags stale(Item item) {
        return items.staleTags(1000).stream()
                .filter(stale -> stale.item().equals(item.id()))
                .findAny()
                .orElseThrow();
    }

    @Test
    void readsTheDatabasesClock() {
        InstantSource clock = world.the(InstantSource.class);
        Instant before = clock.instant();
        Item item = world.aReceivingItem(account);

        assertThat(item.createdAt()).isBetween(before, clock.instant());
    }

    private StoredObject announce(Item item) {
        return world.the(StoredObjects.class)
                .announce(
                        item.id(),
                        EnumSet.of(item.state()),
                        ObjectRole.SOURCE,
                        "1",
                        "source",
                        8 << 20,
                        "application/octet-stream")
                .orElseThrow();
    }
}
