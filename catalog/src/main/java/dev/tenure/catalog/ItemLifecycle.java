package dev.tenure.catalog;

import static dev.tenure.catalog.ItemState.DESTROYING;
import static dev.tenure.catalog.ItemState.PURGED;
import static dev.tenure.catalog.ItemState.QUARANTINED;
import static dev.tenure.catalog.ItemState.READY;
import static dev.tenure.catalog.ItemState.RECEIVING;
import static dev.tenure.catalog.ItemState.REJECTED;
import static dev.tenure.catalog.ItemState.STORED;
import static dev.tenure.catalog.ItemState.TRASHED;

import java.util.EnumSet;
import java.util.Set;

/** Every legal change of an item's state. What is not here cannot happen. */
public final class ItemLifecycle {

    private ItemLifecycle() {}

    public static Set<ItemState> successors(ItemState from) {
        return switch (from) {
            case RECEIVING -> EnumSet.of(STORED, QUARANTINED, REJECTED);
            case STORED -> EnumSet.of(READY, TRASHED, DESTROYING);
            case QUARANTINED -> EnumSet.of(STORED, REJECTED, TRASHED);
            case READY -> EnumSet.of(TRASHED, DESTROYING);
            case TRASHED -> EnumSet.of(STORED, QUARANTINED, READY, DESTROYING);
            case DESTROYING -> EnumSet.of(PURGED);
            case REJECTED, PURGED -> EnumSet.noneOf(ItemState.class);
        };
    }

    public static boolean allows(ItemState from, ItemState to) {
        return successors(from).contains(to);
    }

    /** States from which a sweep may destroy an item. Quarantined items wait for a person. */
    public static Set<ItemState> destructible() {
        return EnumSet.of(STORED, READY, TRASHED);
    }

    /** States in which people may see the bytes. */
    public static boolean readable(ItemState state) {
        return switch (state) {
            case STORED, READY -> true;
            case RECEIVING, QUARANTINED, REJECTED, TRASHED, DESTROYING, PURGED -> false;
        };
    }
}
