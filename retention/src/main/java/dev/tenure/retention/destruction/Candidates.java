package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Decision;
import dev.tenure.retention.rules.Cutoff;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Trashed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Items whose time may have come, class by class: no item is read whose class and anchor say that it stays. */
final class Candidates {

    /** Candidates read at once. */
    private static final int PAGE = 500;

    /** PostgreSQL's dates reach further than ours ever do. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final RetentionClasses classes;
    private final Items items;
    private final Duration skewBound;

    Candidates(RetentionClasses classes, Items items, Duration skewBound) {
        this.classes = classes;
        this.items = items;
        this.skewBound = skewBound;
    }

    /** A class and the facts it stands for. */
    record Ruled(String id, RetentionClass rules) {}

    /** All classes with what rules their items now, by the account whose items they rule. */
    Map<AccountId, List<Ruled>> byAccount(Instant now) {
        Map<AccountId, List<Ruled>> byAccount = new LinkedHashMap<>();
        classes.inForce(now)
                .forEach(known -> byAccount
                        .computeIfAbsent(known.account(), account -> new ArrayList<>())
                        .add(new Ruled(known.id(), RetentionClass.parse(known.factsJson()))));
        return byAccount;
    }

    /**
     * Hands over each candidate of these classes, one that was deleted by a person perhaps twice.
     *
     * @param end asked before each page; true ends it
     */
    void each(List<Ruled> ruled, Instant now, BooleanSupplier end, Consumer<Item> action) {
        for (Ruled one : ruled) {
            bound(one.rules().cutoff(now, skewBound))
                    .ifPresent(
                            anchor -> pages(after -> items.anchoredUpTo(one.id(), anchor, after, PAGE), end, action));
            Instant graceOver =
                    now.minus(skewBound).minus(one.rules().trashGrace().length());
            pages(after -> items.trashedUpTo(one.id(), graceOver, after, PAGE), end, action);
        }
    }

    /** Hands over, once, each candidate that would be destroyed now: by its own row and its class alone, so that counting costs little. */
    void eachDue(List<Ruled> ruled, Instant now, Consumer<Item> action) {
        Set<ItemId> seen = new HashSet<>();
        for (Ruled one : ruled) {
            each(List.of(one), now, () -> false, item -> {
                if (due(item, one.rules(), now) && (item.trashedAt() == null || seen.add(item.id()))) {
                    action.accept(item);
                }
            });
        }
    }

    private boolean due(Item item, RetentionClass rules, Instant now) {
        Instant anchor = item.anchor();
        Instant trashed = item.trashedAt();
        boolean cooling = item.coolOffUntil() != null && item.coolOffUntil().isAfter(now);
        return anchor != null
                && item.holdCount() == 0
                && !cooling
                && rules.decide(anchor, trashed == null ? null : new Trashed(trashed, rules.trashGrace()), List.of())
                                .standingAt(now, skewBound)
                        == Decision.Standing.DUE;
    }

    private static void pages(
            Function<@Nullable ItemId, List<Item>> pages, BooleanSupplier end, Consumer<Item> action) {
        ItemId after = null;
        List<Item> page;
        do {
            if (end.getAsBoolean()) {
                return;
            }
            page = pages.apply(after);
            page.forEach(action);
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
    }

    private static Optional<Instant> bound(Cutoff cutoff) {
        return switch (cutoff) {
            case Cutoff.Nothing() -> Optional.empty();
            case Cutoff.UpTo(Instant anchor) -> Optional.of(anchor);
            case Cutoff.Everything() -> Optional.of(END_OF_TIME);
        };
    }
}
