package dev.tenure.catalog;

import static dev.tenure.catalog.CatalogWorld.ENDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which items of a class may have to go. */
@ExtendWith(CatalogWorld.Shared.class)
class ClassItemsIT {

    private final CatalogWorld world;
    private final Items items;
    private AccountId account;
    private MeetingId meeting;
    private String mine;

    ClassItemsIT(CatalogWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
    }

    @BeforeEach
    void takeAFreshClass() {
        account = world.anAccount();
        meeting = world.the(Meetings.class)
                .register(account, CatalogWorld.aMeeting())
                .id();
        mine = world.aRetentionClass(account);
    }

    @Test
    void findsWhatIsAnchoredUpToACutoffInStatesThatMayGo() {
        List<ItemId> expected = new ArrayList<>();
        for (ItemState state : ItemState.values()) {
            Item item = anItem(state);
            if (ItemLifecycle.destructible().contains(state)) {
                expected.add(item.id());
            }
        }
        world.aReceivingItem(account, meeting, world.aRetentionClass(account));

        assertThat(items.anchoredUpTo(mine, ENDED, null, 10))
                .extracting(Item::id)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(items.anchoredUpTo(mine, ENDED.minusMillis(1), null, 10)).isEmpty();
        List<Item> first = items.anchoredUpTo(mine, ENDED, null, 1);
        assertThat(items.anchoredUpTo(mine, ENDED, first.getLast(), 10)).hasSize(expected.size() - 1);
    }

    /** Page by page every item once, in the order of the anchors, also where several have the same. */
    @Test
    void readsWhatIsAnchoredUpToACutoffPageByPage() {
        Set<ItemId> expected = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            Item item = anItem(ItemState.READY);
            world.database()
                    .sql("UPDATE item SET anchor = :anchor WHERE id = :id")
                    .param("anchor", Rows.at(ENDED.minusSeconds(i / 3)))
                    .param("id", item.id().value())
                    .update();
            expected.add(item.id());
        }
        List<Item> seen = new ArrayList<>();
        List<Item> page = items.anchoredUpTo(mine, ENDED, null, 2);
        while (!page.isEmpty()) {
            seen.addAll(page);
            page = items.anchoredUpTo(mine, ENDED, page.getLast(), 2);
        }
        assertThat(seen).hasSize(9).extracting(Item::anchor).isSorted();
        assertThat(seen).extracting(Item::id).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void findsWhatWasTrashedUpToACutoff() {
        Item trashed = anItem(ItemState.TRASHED);
        anItem(ItemState.READY);
        Instant at = trashed.trashedAt();
        assertThat(at).isNotNull();
        if (at != null) {
            assertThat(items.trashedUpTo(mine, at, null, 10)).containsExactly(trashed);
            assertThat(items.trashedUpTo(mine, at.minusMillis(1), null, 10)).isEmpty();
            assertThat(items.trashedUpTo(mine, at, trashed, 10)).isEmpty();
        }
    }

    private Item anItem(ItemState state) {
        return world.force(world.aReceivingItem(account, meeting, mine), state);
    }
}
