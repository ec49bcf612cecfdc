package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.WrappedKey;

/**
 * A wrapped data key that waits for its item.
 *
 * @param account whose item it is for; the key opens for no other
 * @param item the id that the item will have
 */
public record FreshKey(AccountId account, ItemId item, WrappedKey wrapped) {}
