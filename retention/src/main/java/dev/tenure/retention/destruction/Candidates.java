package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.rules.ClassFacts;
import dev.tenure.retention.rules.Cutoff;
import dev.tenure.retention.rules.Parts;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Trashed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
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

    /**
     * Items that are ruled alike, and the facts that rule them.
     *
     * @param id of their class, and which part of it they are where it has several
     */
    record Ruled(String id, ClassPart part, RetentionClass rules) {}

    /** The parts of all classes with what rules their items now, by the account whose items they rule. */
    Map<AccountId, List<Ruled>> byAccount(Instant now) {
        Map<AccountId, List<Ruled>> byAccount = new LinkedHashMap<>();
        classes.inForce(now)
                .forEach(known -> byAccount
                        .computeIfAbsent(known.account(), account -> new ArrayList<>())
                        .addAll(parts(known)));
        return byAccount;
    }

    private static List<Ruled> parts(RetentionClasses.RetentionClass known) {
        List<Parts.Part<RetentionClass>> parts =
                ClassFacts.parse(known.factsJson()).parts().list();
        List<Ruled> ruled = new ArrayList<>();
        for (Parts.Part<RetentionClass> part : parts) {
            String id = parts.size() == 1 ? known.id() : known.id() + "/" + (ruled.size() + 1);
            ruled.add(new Ruled(id, part.of(known.id()), part.says()));
        }
        return ruled;
    }

    /**
     * Hands over the candidates of these classes, page by page; one that was deleted by a person perhaps twice.
     *
     * @param end asked before each page; true ends it
     */
    void each(List<Ruled> ruled, Instant now, BooleanSupplier end, BiConsumer<Ruled, List<Item>> action) {
        for (Ruled one : ruled) {
            Consumer<List<Item>> page = items -> action.accept(one, items);
            bound(one.rules().cutoff(now, skewBound))
                    .ifPresent(
                            anchor -> pages(after -> items.anchoredUpTo(one.part(), anchor, after, PAGE), end, page));
            Instant graceOver =
                    now.minus(skewBound).minus(one.rules().trashGrace().length());
            pages(after -> items.trashedUpTo(one.part(), graceOver, after, PAGE), end, page);
        }
    }

    /** Up to which anchor a class is due, for people. */
    String anchoredUpTo(Ruled one, Instant now) {
        return switch (one.rules().cutoff(now, skewBound)) {
            case Cutoff.Nothing() -> "nothing";
            case Cutoff.UpTo(Instant anchor) -> anchor.toString();
            case Cutoff.Everything() -> "everything";
        };
    }

    /** What keeps an item, by its own row and its class alone, so that asking costs little; empty when it would be destroyed now. */
    Optional<Destruction.Kept> kept(Item item, RetentionClass rules, Instant now) {
        Instant anchor = item.anchor();
        if (anchor == null) {
            return Optional.of(Destruction.Kept.unknownFacts());
        }
        Instant at = item.trashedAt();
        Decision decision = rules.decide(anchor, at == null ? null : new Trashed(at, rules.trashGrace()), List.of());
        return switch (decision.standingAt(now, skewBound)) {
            case CONFLICTED -> Optional.of(Destruction.Kept.conflicted());
            case WAITING, KEPT_FOREVER ->
                Optional.of(Destruction.Kept.notDue(Explanation.of(decision, now, skewBound)));
            case DUE, HELD -> Destruction.Kept.held(item, now);
        };
    }

    private static void pages(
            Function<@Nullable Item, List<Item>> pages, BooleanSupplier end, Consumer<List<Item>> action) {
        Item after = null;
        List<Item> page;
        do {
            if (end.getAsBoolean()) {
                return;
            }
            page = pages.apply(after);
            action.accept(page);
            after = page.isEmpty() ? null : page.getLast();
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
