package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.WrappedKey;
import java.util.UUID;

/**
 * The key of one item.
 *
 * @param id names the key in certificates; says nothing about its bytes
 */
public record ItemKey(UUID id, WrappedKey wrapped) {}
