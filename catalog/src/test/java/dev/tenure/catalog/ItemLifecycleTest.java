package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ItemLifecycleTest {

    @Test
    void reachesEveryStateFromTheFirst() {
        Set<ItemState> reached = EnumSet.of(ItemState.RECEIVING);
        while (reached.addAll(reached.stream()
                .flatMap(state -> ItemLifecycle.successors(state).stream())
                .toList())) {
            // Once more round, until nothing new is found.
        }
        assertThat(reached).containsExactlyInAnyOrder(ItemState.values());
    }

    @ParameterizedTest
    @EnumSource(
            value = ItemState.class,
            names = {"PURGED", "REJECTED"})
    void endsWhereNothingFollows(ItemState terminal) {
        assertThat(ItemLifecycle.successors(terminal)).isEmpty();
    }

    @Test
    void hasNoWayBackFromThePointOfNoReturn() {
        assertThat(ItemLifecycle.successors(ItemState.DESTROYING)).containsExactly(ItemState.PURGED);
    }

    @ParameterizedTest
    @EnumSource(ItemState.class)
    void destroysFromExactlyTheStatesThatSweepsMay(ItemState state) {
        assertThat(ItemLifecycle.allows(state, ItemState.DESTROYING))
                .isEqualTo(ItemLifecycle.destructible().contains(state));
    }

    @ParameterizedTest
    @EnumSource(ItemState.class)
    void neverStaysWhereItIs(ItemState state) {
        assertThat(ItemLifecycle.allows(state, state)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ItemState.class)
    void showsBytesOnlyInStatesThatKeepThemForPeople(ItemState state) {
        assertThat(ItemLifecycle.readable(state))
                .isEqualTo(EnumSet.of(ItemState.STORED, ItemState.READY).contains(state));
    }
}
