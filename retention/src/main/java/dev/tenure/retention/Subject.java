package dev.tenure.retention;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * What of an item rules tell apart.
 *
 * @param host in small letters; null for one that no rule names
 */
public record Subject(ItemKind kind, @Nullable String host) {

    public Subject {
        host = host == null ? null : Selector.inSmallLetters(host);
    }

    public static Subject of(Item item) {
        return new Subject(item.kind(), item.host());
    }
}
