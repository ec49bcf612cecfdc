package dev.tenure.retention.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.policy.Choices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionTemplate;

/** What is kept of a meeting beside its recordings goes when they go, whichever came first, and is hidden and shown with them. */
@ExtendWith(RetentionWorld.Shared.class)
class KinshipIT {

    private static final Instant ENDED = RetentionWorld.ENDED;
    private static final Instant EARLIER = ENDED.minus(Duration.ofDays(1));
    private static final Instant LATER = ENDED.plus(Duration.ofDays(1));
    private static final int ROUNDS = 100;

    private final RetentionWorld world;
    private final Items items;
    private final Trash trash;
    private final AccountId account;
    private final MeetingId meeting;

    KinshipIT(RetentionWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.trash = world.the(Trash.class);
        this.account = world.anAccount();
        this.meeting = world.aMeeting(account);
    }

    private ItemId announced(
            AccountId whose, MeetingId of, ItemKind kind, @Nullable Instant end, String period, FreshKey key) {
        if (!(world.the(Choices.class).choose(whose, period, ENDED) instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused: " + period);
        }
        NewItem wish = new NewItem(whose, of, kind, end, chosen.retentionClass(), null, null, "a");
        return world.the(TransactionTemplate.class)
                .execute(status ->
                        items.announce(wish, key, RetentionWorld.ACTOR).id());
    }

    private ItemId announced(AccountId whose, MeetingId of, ItemKind kind, Instant end, String period) {
        return announced(whose, of, kind, end, period, items.freshKey(whose));
    }

    private ItemId announced(ItemKind kind, @Nullable Instant end, String period) {
        return announced(account, meeting, kind, end, period, items.freshKey(account));
    }

    private ItemId ready(ItemKind kind) {
        ItemId id = announced(kind, ENDED, "P30D");
        world.force(id, ItemState.READY);
        return id;
    }

    private boolean deleted(ItemId id) {
        return trash.put(world.the(id), RetentionWorld.ACTOR);
    }

    private boolean restored(ItemId id) {
        return trash.restore(world.the(id), RetentionWorld.ACTOR);
    }

    private ItemState state(ItemId id) {
        return world.the(id).state();
    }

    private void follows(ItemId companion, ItemId recording) {
        assertThat(world.the(companion).anchor()).isEqualTo(world.the(recording).anchor());
        assertThat(world.the(companion).retentionClass())
                .isEqualTo(world.the(recording).retentionClass());
    }

    private List<String> actions(ItemId id) {
        return world.the(Trail.class).of(account, id).stream()
                .map(Trail.Entry::action)
                .toList();
    }

    @Test
    void whatCameBeforeItsRecordingFollowsIt() {
        ItemId chat = announced(ItemKind.CHAT, ENDED, "P10D");
        ItemId transcript = announced(ItemKind.TRANSCRIPT, ENDED, "P60D");

        ItemId recording = announced(ItemKind.RECORDING, EARLIER, "P30D");

        for (ItemId companion : List.of(chat, transcript)) {
            follows(companion, recording);
            assertThat(actions(companion)).containsOnlyOnce("item.follows-recording");
        }
        assertThat(world.the(recording).anchor()).isEqualTo(EARLIER);
    }

    @Test
    void aChoiceForARecordingLocksWhatFollowsItInOrder() throws Exception {
        ItemId companion = ready(ItemKind.CHAT);
        ItemId recording = ready(ItemKind.RECORDING);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> choosing = world.the(TransactionTemplate.class).execute(status -> {
                items.lock(companion);
                Future<?> begun = thread.submit(
                        () -> world.the(Choices.class).change(account, recording, "P90D", RetentionWorld.ACTOR));
                awaitWaiting();
                // As a hold on both does; who chooses has not locked it yet.
                items.lock(recording);
                return begun;
            });
            assertThat(choosing).isNotNull();
            choosing.get();
        }
        follows(companion, recording);
        assertThat(actions(companion)).contains("item.classified");
    }

    /** Until somebody waits for the transaction of this thread. */
    private void awaitWaiting() {
        long began = System.nanoTime();
        while (!world.database()
                .sql(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
                .query(Boolean.class)
                .single()) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void aRecordingWithoutAnEndLeadsOnceAPersonPutsItRight() {
        ItemId before = announced(ItemKind.CHAT, ENDED, "P30D");
        ItemId recording = announced(ItemKind.RECORDING, null, "P30D");
        assertThat(world.the(before).anchor()).isEqualTo(ENDED);
        ItemId after = announced(ItemKind.CHAT, ENDED, "P30D");
        assertThat(world.the(after).anchor()).isNull();

        assertThat(world.the(ItemFacts.class).anchor(recording, LATER, "calendar", RetentionWorld.ACTOR))
                .isTrue();

        follows(after, recording);
        assertThat(actions(after)).contains("item.follows-recording");
    }

    @Test
    void aLaterRecordingLeadsWhatIsRuledLikeTheFormer() {
        ItemId first = announced(ItemKind.RECORDING, ENDED, "P30D");
        ItemId chat = announced(ItemKind.CHAT, ENDED, "P30D");
        ItemId own = announced(ItemKind.FILE, ENDED, "P30D");
        world.force(own, ItemState.READY);
        world.the(Choices.class).change(account, own, "P10D", RetentionWorld.ACTOR);

        announced(ItemKind.RECORDING, EARLIER, "P60D");
        follows(chat, first);
        ItemId last = announced(ItemKind.RECORDING, LATER, "P60D");

        follows(chat, last);
        assertThat(world.the(own).anchor()).isEqualTo(ENDED);
        assertThat(actions(own)).doesNotContain("item.follows-recording");
    }

    @Test
    void nothingThatMustBeKeptBecomesShorter() {
        AccountId obliged = world.anAccount(RetentionWorld.range("P90D", null), RuleSet.Range.OPEN, Grace.ofDays(30));
        MeetingId of = world.aMeeting(obliged);
        ItemId chat = announced(obliged, of, ItemKind.CHAT, ENDED, "P90D");
        Item before = world.the(chat);

        announced(obliged, of, ItemKind.RECORDING, EARLIER, "P120D");
        assertThat(world.the(chat).anchor()).isEqualTo(ENDED);
        assertThat(world.the(chat).retentionClass()).isEqualTo(before.retentionClass());

        MeetingId other = world.aMeeting(obliged);
        ItemId file = announced(obliged, other, ItemKind.FILE, ENDED, "P90D");
        follows(file, announced(obliged, other, ItemKind.RECORDING, LATER, "P120D"));
    }

    @Test
    void whoeverComesFirstTheyEndTogether() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MeetingId of = world.aMeeting(account);
            FreshKey chat = items.freshKey(account);
            FreshKey recording = items.freshKey(account);
            both(
                    () -> announced(account, of, ItemKind.CHAT, ENDED, "P10D", chat),
                    () -> announced(account, of, ItemKind.RECORDING, EARLIER, "P30D", recording));
            follows(chat.item(), recording.item());
        }
    }

    @Test
    void theLastRecordingTakesWhatIsKeptWithItAndBringsBackThat() {
        ItemId chat = ready(ItemKind.CHAT);
        ItemId recording = ready(ItemKind.RECORDING);
        ItemId file = ready(ItemKind.FILE);
        ItemId alone = ready(ItemKind.FILE);
        assertThat(deleted(alone)).isTrue();

        assertThat(deleted(recording)).isTrue();
        assertThat(List.of(chat, recording, file, alone)).allMatch(id -> state(id) == ItemState.TRASHED);
        assertThat(restored(file)).isTrue();
        assertThat(deleted(file)).isTrue();

        assertThat(restored(recording)).isTrue();
        assertThat(state(recording)).isEqualTo(ItemState.READY);
        assertThat(state(chat)).isEqualTo(ItemState.READY);
        assertThat(world.the(chat).anchor()).isEqualTo(ENDED);
        assertThat(state(alone)).as("deleted by itself, before").isEqualTo(ItemState.TRASHED);
        assertThat(state(file)).as("deleted by itself, after").isEqualTo(ItemState.TRASHED);
        assertThat(actions(chat)).contains("item.trashed", "item.ready");
    }

    @Test
    void whatBelongsToAnotherRecordingTooStays() {
        ItemId first = ready(ItemKind.RECORDING);
        ItemId second = ready(ItemKind.RECORDING);
        ItemId chat = ready(ItemKind.CHAT);

        assertThat(deleted(first)).isTrue();
        assertThat(state(chat)).isEqualTo(ItemState.READY);
        assertThat(deleted(second)).isTrue();
        assertThat(state(chat)).isEqualTo(ItemState.TRASHED);
    }

    @Test
    void whicheverRecordingComesBackFirstBringsBackWhatWentWithTheLast() {
        ItemId first = ready(ItemKind.RECORDING);
        ItemId second = ready(ItemKind.RECORDING);
        ItemId chat = ready(ItemKind.CHAT);
        ItemId alone = ready(ItemKind.FILE);
        assertThat(List.of(alone, first, second)).allMatch(this::deleted);
        assertThat(state(chat)).isEqualTo(ItemState.TRASHED);

        assertThat(restored(first)).isTrue();
        assertThat(state(second)).isEqualTo(ItemState.TRASHED);
        assertThat(state(chat)).as("it went with the other").isEqualTo(ItemState.READY);
        assertThat(state(alone)).as("deleted by itself").isEqualTo(ItemState.TRASHED);

        assertThat(deleted(first)).isTrue();
        assertThat(state(chat)).isEqualTo(ItemState.TRASHED);
        assertThat(restored(second)).isTrue();
        assertThat(state(chat)).isEqualTo(ItemState.READY);
    }

    @Test
    void ofTwoRecordingsThatGoAtOnceOneIsTheLast() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MeetingId of = world.aMeeting(account);
            ItemId first = announced(account, of, ItemKind.RECORDING, ENDED, "P30D");
            ItemId chat = announced(account, of, ItemKind.CHAT, ENDED, "P30D");
            ItemId second = announced(account, of, ItemKind.RECORDING, ENDED, "P30D");
            List.of(first, chat, second).forEach(id -> world.force(id, ItemState.READY));

            both(() -> deleted(first), () -> deleted(second));

            assertThat(List.of(first, chat, second)).allMatch(id -> state(id) == ItemState.TRASHED);
        }
    }

    @Test
    void trashAndHoldsNeverWaitForEachOtherInACircle() throws Exception {
        Holds holds = world.the(Holds.class);
        for (int round = 0; round < ROUNDS; round++) {
            MeetingId of = world.aMeeting(account);
            ItemId chat = announced(account, of, ItemKind.CHAT, ENDED, "P30D");
            ItemId recording = announced(account, of, ItemKind.RECORDING, ENDED, "P30D");
            world.force(chat, ItemState.READY);
            world.force(recording, ItemState.READY);
            both(
                    () -> deleted(recording),
                    () -> holds.place(
                            account,
                            new Matter("Case", "Court", "evidence"),
                            List.of(recording),
                            RetentionWorld.ACTOR));
            assertThat(state(chat)).isEqualTo(ItemState.TRASHED);
            assertThat(world.the(chat).holdCount()).isEqualTo(1);
        }
    }

    private static void both(Callable<?> one, Callable<?> other) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            Future<?> first = workers.submit(one);
            Future<?> second = workers.submit(other);
            first.get();
            second.get();
        }
    }
}
