package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of waiting, of recordings that nobody gets to. */
class TurnsIT {

    private static final Actor TEST = Actor.system("test");

    @TempDir
    static Path shared;

    private static Parts parts;
    private static Worker worker;
    private final AccountId busy = account();
    private final AccountId modest = account();

    @BeforeAll
    static void start() throws Exception {
        parts = new Parts(shared.resolve("data"));
        worker = Worker.start(parts, shared.resolve("scratch"));
    }

    @AfterAll
    static void stop() {
        worker.close();
        parts.close();
    }

    @AfterEach
    void nothingWaits() {
        next(Priority.LOW).forEach(id -> worker.get(Steering.class).cancel(id, Expected.ANY, TEST));
    }

    @Test
    void anAccountOfManyDoesNotKeepAnotherWaiting() {
        List<ItemId> many = Stream.generate(() -> stored(busy)).limit(5).toList();
        ItemId one = stored(modest);

        assertThat(next(Priority.LOW))
                .containsExactly(many.get(0), one, many.get(1), many.get(2), many.get(3), many.get(4));
        assertThat(worker.get(Processings.class).places(List.of(one, many.get(4))))
                .isEqualTo(Map.of(one, 2, many.get(4), 6));
    }

    @Test
    void whatRunsHasHadItsTurn() {
        ItemId running = stored(busy);
        ItemId second = stored(busy);
        ItemId other = stored(modest);
        worker.get(Items.class).lease(running, "somebody", Duration.ofMinutes(1));

        assertThat(next(Priority.LOW)).containsExactly(other, second);
        worker.get(Items.class).release(running, "somebody");
    }

    @Test
    void priorityDecidesWithinAnAccountAndBetweenThoseOfEqualShare() {
        ItemId first = stored(busy);
        ItemId low = stored(busy);
        ItemId high = stored(busy);
        ItemId other = stored(modest);
        prioritise(low, Priority.LOW);
        prioritise(high, Priority.HIGH);

        assertThat(next(Priority.LOW)).containsExactly(high, other, first, low);
        assertThat(next(Priority.NORMAL)).containsExactly(high, other, first);
        assertThat(next(Priority.HIGH)).containsExactly(high);
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeEnded() {
        List<ItemId> all = Stream.generate(() -> stored(busy)).limit(5).toList();
        worker.get(Steering.class).cancel(all.get(2), Expected.ANY, TEST);
        worker.get(Items.class).problem(all.get(3), "It is no film.", TEST);
        stored(modest);

        assertThat(page(EnumSet.of(Phase.WAITING), null, 2)).containsExactly(all.get(4), all.get(1));
        assertThat(page(EnumSet.of(Phase.WAITING), all.get(1), 2)).containsExactly(all.get(0));
        assertThat(page(EnumSet.of(Phase.PARKED), null, 2)).containsExactly(all.get(3));
        assertThat(page(EnumSet.of(Phase.CANCELLED), null, 2)).containsExactly(all.get(2));
        assertThat(page(EnumSet.allOf(Phase.class), null, 10)).hasSize(5);
    }

    private List<ItemId> page(Set<Phase> phases, @Nullable ItemId after, int limit) {
        return worker.get(Processings.class).page(busy, null, phases, after, limit).stream()
                .map(Processing::item)
                .toList();
    }

    private static void prioritise(ItemId item, Priority priority) {
        worker.get(Steering.class).prioritise(item, priority, Expected.ANY, TEST);
    }

    private static List<ItemId> next(Priority least) {
        return worker.get(Processings.class).next(least, 100);
    }

    private static AccountId account() {
        String name = "a-" + UUID.randomUUID();
        Account account = worker.get(Accounts.class).register(name, name);
        return account.id();
    }

    private static ItemId stored(AccountId account) {
        Instant end = Instant.parse("2026-05-04T10:30:00Z");
        NewMeeting meeting = new NewMeeting(
                UUID.randomUUID().toString(), "Planning", end, end, ZoneId.of("Europe/Berlin"), "ada", List.of());
        Items items = worker.get(Items.class);
        Item item = items.announce(
                new NewItem(
                        account,
                        worker.get(Meetings.class).register(account, meeting).id(),
                        ItemKind.RECORDING,
                        end,
                        null,
                        null,
                        null,
                        "recording.mp4"),
                items.freshKey(account),
                TEST);
        assertThat(items.move(item.id(), ItemState.RECEIVING, ItemState.STORED, TEST, null))
                .isTrue();
        return item.id();
    }
}
