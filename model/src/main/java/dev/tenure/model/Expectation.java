package dev.tenure.model;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is expected of an account: its items, its holds and its rules, by what was done and when it took effect. */
final class Expectation {

    final AccountId account;
    private final Map<Integer, Kept> items = new LinkedHashMap<>();
    private final Map<ItemId, Kept> byId = new LinkedHashMap<>();
    private final Map<Integer, HeldCase> holds = new LinkedHashMap<>();

    /** Those in force for what arrives. */
    Rules rules;

    int revision;

    /** The last change that two people decided. */
    Terms.@Nullable Change change;

    Expectation(AccountId account, Rules rules, int revision) {
        this.account = account;
        this.rules = rules;
        this.revision = revision;
    }

    List<Kept> items() {
        return List.copyOf(items.values());
    }

    List<HeldCase> holds() {
        return List.copyOf(holds.values());
    }

    Optional<Kept> item(int label) {
        return Optional.ofNullable(items.get(label));
    }

    Optional<Kept> item(ItemId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<HeldCase> hold(int label) {
        return Optional.ofNullable(holds.get(label));
    }

    void add(Kept item) {
        items.put(item.label, item);
        byId.put(item.id, item);
    }

    void add(HeldCase hold) {
        holds.put(hold.label, hold);
    }

    /** To all that live: what rules them is another thing from now on. */
    void tellAll(Terms.Event event) {
        items.values().stream().filter(item -> !item.gone()).forEach(item -> item.events.add(event));
    }

    /** The holds that forbid to destroy the item at this instant. */
    List<HeldCase> protecting(Kept item, Instant now) {
        return new ArrayList<>(holds.values().stream()
                .filter(hold -> hold.asksFor(item) && hold.protectsAt(now))
                .toList());
    }

    static Terms terms(Kept item, Instant now) {
        return Terms.at(now, Objects.requireNonNull(item.anchor), item.events);
    }
}
