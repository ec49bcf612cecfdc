package dev.tenure.storageapi.retention;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.Selector;
import dev.tenure.storageapi.problem.Given;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which items a rule is for, as it travels; one of both must be given.
 *
 * @param kind RECORDING, TRANSCRIPT, CHAT, FILE or WHITEBOARD; absent for every kind
 * @param host as the media server names them; absent for every host
 */
record SelectorBody(@Nullable String kind, @Nullable String host) {

    SelectorBody {
        if (host != null) {
            Given.text("host", host);
        }
    }

    static SelectorBody of(Selector selector) {
        ItemKind kind = selector.kind();
        return new SelectorBody(kind == null ? null : kind.name(), selector.host());
    }

    /**
     * The items that this says.
     *
     * @throws IllegalArgumentException when it says none, or all; the message says why
     */
    Selector selector() {
        return new Selector(kind == null ? null : kind(kind), host);
    }

    private static ItemKind kind(String name) {
        return Arrays.stream(ItemKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no kind; kinds are " + Arrays.toString(ItemKind.values())));
    }
}
