package dev.tenure.retention.rules;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What rules the items of a class when: its own facts first, then each edition from its instant on. Immutable, and so is every answer about the past:
 * what became known later never changes what was in force by what was known then.
 *
 * @param <F> the facts of a class, or those of them that rule some item
 * @param first the facts that the class was made with
 */
public record Timeline<F>(F first, List<Edition<F>> editions) {

    private static final Comparator<Edition<?>> LATEST =
            Comparator.<Edition<?>, Instant>comparing(Edition::effectiveAt).thenComparingLong(Edition::sequence);

    public Timeline {
        editions = List.copyOf(editions);
    }

    /**
     * Facts that rule the class from an instant on.
     *
     * @param sequence orders those of one instant; the greater rules
     * @param change the change that it may be revoked with; null where it cannot be
     * @param madeAt since when it is known
     * @param revokedAt since when it is known that it never rules; null unless revoked
     */
    public record Edition<F>(
            long sequence,
            @Nullable UUID change,
            Instant madeAt,
            Instant effectiveAt,
            @Nullable Instant revokedAt,
            F facts) {

        private boolean known(Instant at) {
            return !madeAt.isAfter(at) && (revokedAt == null || revokedAt.isAfter(at));
        }
    }

    /**
     * The facts that rule at an instant.
     *
     * @param known by what was known at this instant
     */
    public F inForce(Instant at, Instant known) {
        return editions.stream()
                .filter(edition ->
                        edition.known(known) && !edition.effectiveAt().isAfter(at))
                .max(LATEST)
                .map(Edition::facts)
                .orElse(first);
    }

    /**
     * The instant by which all that was said is known: now, or when the last edition became known, if a clock that was ahead dated that later.
     */
    public Instant next(Instant now) {
        return editions.stream()
                .map(Edition::madeAt)
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    /** What will rule after an instant, by what was known at another: one edition for each instant at which it changes, the earliest first. */
    public List<Edition<F>> pending(Instant at, Instant known) {
        TreeMap<Instant, Edition<F>> byInstant = new TreeMap<>();
        editions.stream()
                .filter(edition -> edition.known(known) && edition.effectiveAt().isAfter(at))
                .sorted(LATEST)
                .forEach(edition -> byInstant.put(edition.effectiveAt(), edition));
        return List.copyOf(byInstant.values());
    }

    /** The same of what comes of each of the facts. */
    public <G> Timeline<G> map(Function<F, G> function) {
        return new Timeline<>(
                function.apply(first),
                editions.stream()
                        .map(edition -> new Edition<>(
                                edition.sequence(),
                                edition.change(),
                                edition.madeAt(),
                                edition.effectiveAt(),
                                edition.revokedAt(),
                                function.apply(edition.facts())))
                        .toList());
    }
}
