package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.retention.RetentionWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class PagesOfHoldsIT {

    private static final Matter MATTER = new Matter("Case", "Court", "Inquiry");

    private final Holds holds;
    private final AccountId account;
    private final List<ItemId> items;

    PagesOfHoldsIT(RetentionWorld world) {
        this.holds = world.the(Holds.class);
        this.account = world.anAccount();
        this.items = Stream.generate(() -> world.anItem(account, "P30D").id())
                .limit(5)
                .toList();
    }

    @Test
    void showsEachHoldOnceTheNewestFirst() {
        List<HoldId> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.addFirst(place(items.subList(0, i)));
        }
        holds.release(account, placed.get(2), "over", RetentionWorld.ACTOR);
        List<HoldId> shown = new ArrayList<>();
        List<Hold> page = holds.page(account, null, 2);
        while (!page.isEmpty()) {
            page.forEach(hold -> shown.add(hold.id()));
            page = holds.page(account, shown.getLast(), 2);
        }
        assertThat(shown).isEqualTo(placed);
        assertThat(holds.page(account, null, 9)).extracting(Hold::items).containsExactly(4, 3, 2, 1, 0);
    }

    @Test
    void showsEachItemOfAHoldOnceAlsoAfterItsRelease() {
        HoldId hold = place(items);
        HoldId other = place(items.subList(0, 1));
        holds.release(account, hold, "over", RetentionWorld.ACTOR);
        List<ItemId> first = holds.items(account, hold, null, 3);
        List<ItemId> rest = holds.items(account, hold, first.getLast(), 3);
        assertThat(first).isEqualTo(items.subList(0, 3));
        assertThat(rest).isEqualTo(items.subList(3, 5));
        assertThat(holds.items(account, hold, rest.getLast(), 3)).isEmpty();
        assertThat(holds.items(account, other, null, 3)).isEqualTo(items.subList(0, 1));
    }

    @Test
    void showsNothingOfOthers(RetentionWorld world) {
        HoldId hold = place(items);
        AccountId stranger = world.anAccount();
        assertThat(holds.page(stranger, null, 9)).isEmpty();
        assertThat(holds.page(stranger, hold, 9)).isEmpty();
        assertThat(holds.items(stranger, hold, null, 9)).isEmpty();
        assertThat(holds.find(stranger, hold)).isEmpty();
    }

    private HoldId place(List<ItemId> on) {
        return holds.place(account, MATTER, on, RetentionWorld.ACTOR).hold();
    }
}
