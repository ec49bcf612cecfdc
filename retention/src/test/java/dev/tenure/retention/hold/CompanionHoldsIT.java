package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.policy.Choices;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionTemplate;

/** A hold on a recording holds what else was kept of its meeting, whichever came first. */
@ExtendWith(RetentionWorld.Shared.class)
class CompanionHoldsIT {

    private static final Matter MATTER = new Matter("Case", "Court 1/26", "evidence");
    private static final int ROUNDS = 150;

    private final RetentionWorld world;
    private final Holds holds;
    private final AccountId account;

    CompanionHoldsIT(RetentionWorld world) {
        this.world = world;
        this.holds = world.the(Holds.class);
        this.account = world.anAccount();
    }

    @Test
    void aLateCompanionIsUnderTheHoldsOfItsRecording() {
        Item recording = world.anItem(account, "P30D");
        HoldId first = place(recording);
        HoldId second = place(recording);
        HoldId over = place(recording);
        holds.release(account, over, "settled", RetentionWorld.ACTOR);

        ItemId late = companion(recording);

        assertThat(world.the(late).holdCount()).isEqualTo(2);
        assertThat(holds.items(account, first, null, 9)).containsExactlyInAnyOrder(recording.id(), late);
        assertThat(world.the(Trail.class).of(account, late))
                .extracting(Trail.Entry::action)
                .contains("item.held");

        holds.release(account, first, "settled", RetentionWorld.ACTOR);
        holds.release(account, second, "settled", RetentionWorld.ACTOR);
        assertThat(world.the(late).holdCount()).isZero();
        assertThat(world.the(late).coolOffUntil())
                .isEqualTo(world.the(recording.id()).coolOffUntil())
                .isNotNull();
    }

    @Test
    void aHoldOnARecordingReachesItsCompanionsAndNothingElse() {
        Item recording = world.anItem(account, "P30D");
        Item other = world.anItem(account, "P30D");
        ItemId companion = companion(recording);
        ItemId foreign = companion(other);

        Placement placed = holds.place(account, MATTER, List.of(recording.id()), RetentionWorld.ACTOR);

        assertThat(placed.preserved().first()).containsExactlyInAnyOrder(recording.id(), companion);
        assertThat(world.the(companion).holdCount()).isEqualTo(1);
        assertThat(world.the(foreign).holdCount()).isZero();
        assertThat(holds.place(account, MATTER, List.of(companion), RetentionWorld.ACTOR)
                        .preserved()
                        .first())
                .containsExactly(companion);
    }

    @Test
    void whoeverComesFirstTheCompanionIsHeld() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Item recording = world.anItem(account, "P30D");
            FreshKey key = world.the(Items.class).freshKey(account);
            both(() -> companion(recording, key), () -> place(recording));
            assertThat(world.the(key.item()).holdCount()).isEqualTo(1);
        }
    }

    @Test
    void aReleaseLeavesNoCompanionBehind() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Item recording = world.anItem(account, "P30D");
            HoldId hold = place(recording);
            FreshKey key = world.the(Items.class).freshKey(account);
            both(() -> companion(recording, key), () -> holds.release(account, hold, "settled", RetentionWorld.ACTOR));
            assertThat(world.the(key.item()).holdCount()).isZero();
            assertThat(world.the(recording.id()).holdCount()).isZero();
        }
    }

    @Test
    void aChoiceForARecordingTakesItsCompanionsAlong() {
        Item recording = world.anItem(account, "P30D");
        ItemId companion = companion(recording);
        ItemId ownChoice = companion(recording);
        world.force(companion, ItemState.READY);
        world.force(ownChoice, ItemState.READY);
        Choices choices = world.the(Choices.class);
        choices.change(account, ownChoice, "P10D", RetentionWorld.ACTOR);

        choices.change(account, recording.id(), "P90D", RetentionWorld.ACTOR);

        Item after = world.the(recording.id());
        assertThat(after.retentionClass()).isNotEqualTo(recording.retentionClass());
        assertThat(world.the(companion).retentionClass()).isEqualTo(after.retentionClass());
        assertThat(world.the(ownChoice).retentionClass()).isNotEqualTo(after.retentionClass());
    }

    private static void both(Callable<?> one, Callable<?> other) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            Future<?> first = workers.submit(one);
            Future<?> second = workers.submit(other);
            first.get();
            second.get();
        }
    }

    private HoldId place(Item recording) {
        return holds.place(account, MATTER, List.of(recording.id()), RetentionWorld.ACTOR)
                .hold();
    }

    private ItemId companion(Item recording) {
        return companion(recording, world.the(Items.class).freshKey(account));
    }

    private ItemId companion(Item recording, FreshKey key) {
        NewItem wish = new NewItem(
                account,
                recording.meeting(),
                ItemKind.CHAT,
                RetentionWorld.ENDED,
                recording.retentionClass(),
                null,
                null,
                "chat.txt");
        return world.the(TransactionTemplate.class)
                .execute(status -> world.the(Items.class)
                        .announce(wish, key, RetentionWorld.ACTOR)
                        .id());
    }
}
