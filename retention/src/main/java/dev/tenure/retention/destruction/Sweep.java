package dev.tenure.retention.destruction;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.policy.RetentionSettings;
import dev.tenure.retention.rules.Cutoff;
import dev.tenure.retention.rules.RetentionClass;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what is due, class by class, and destroys it. What it finds is a candidate only: the destruction decides anew under its own lock. */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** Candidates read at once. */
    private static final int PAGE = 500;

    /** The most items that a plan or a report names; it bounds their memory, never the work. */
    static final int MAX_SHOWN = 10_000;

    /** PostgreSQL's dates reach further than ours ever do. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final RetentionClasses classes;
    private final Items items;
    private final ItemDecisions decisions;
    private final Destruction destruction;
    private final RetentionSettings settings;
    private final InstantSource clock;

    Sweep(
            RetentionClasses classes,
            Items items,
            ItemDecisions decisions,
            Destruction destruction,
            RetentionSettings settings,
            InstantSource clock) {
        this.classes = classes;
        this.items = items;
        this.decisions = decisions;
        this.destruction = destruction;
        this.settings = settings;
        this.clock = clock;
    }

    /** Items whose time may have come, each with the reasons; changes nothing. At most {@value #MAX_SHOWN} of them. */
    public Map<ItemId, Explanation> plan() {
        Map<ItemId, Explanation> plan = new LinkedHashMap<>();
        eachCandidate((item, explanation) -> {
            if (plan.size() < MAX_SHOWN) {
                plan.put(item, explanation);
            }
        });
        return plan;
    }

    /**
     * Destroys the keys of all items that are due. Their bytes are unreadable when this returns; deleting them follows. Every candidate is acted
     * on, however many are held; the report names at most {@value #MAX_SHOWN} of those that stay.
     */
    public SweepReport run() {
        List<ItemId> destroyed = new ArrayList<>();
        Map<ItemId, String> deferred = new LinkedHashMap<>();
        eachCandidate((item, explanation) -> causeToStay(item, explanation)
                .ifPresentOrElse(
                        cause -> {
                            if (deferred.size() < MAX_SHOWN) {
                                deferred.put(item, cause);
                            }
                        },
                        () -> destroyed.add(item)));
        return new SweepReport(
                destroyed,
                deferred.entrySet().stream()
                        .map(one -> new SweepReport.Deferral(one.getKey(), one.getValue()))
                        .toList());
    }

    /** Destroys the item if it is due; why it stays where it is not. */
    private Optional<String> causeToStay(ItemId item, Explanation explanation) {
        return switch (explanation.standing()) {
            case DUE ->
                switch (destruction.begin(item)) {
                    case Destruction.Begun() -> Optional.empty();
                    case Destruction.Kept(String cause) -> Optional.of(cause);
                };
            case HELD -> Optional.of("a legal hold, or its cool-off, keeps it");
            case CONFLICTED -> Optional.of("the law demands both keeping and destroying it");
            case WAITING, KEPT_FOREVER ->
                Optional.of("its own facts keep it: " + explanation.sentences().getFirst());
        };
    }

    private void eachCandidate(BiConsumer<ItemId, Explanation> action) {
        Instant now = clock.instant();
        for (RetentionClasses.RetentionClass known : classes.all()) {
            RetentionClass retentionClass = RetentionClass.parse(known.factsJson());
            bound(retentionClass.cutoff(now, settings.skewBound()))
                    .ifPresent(anchor -> eachOf(after -> items.anchoredUpTo(known.id(), anchor, after, PAGE), action));
            Instant graceOver = now.minus(settings.skewBound())
                    .minus(retentionClass.trashGrace().length());
            eachOf(after -> items.trashedUpTo(known.id(), graceOver, after, PAGE), action);
        }
    }

    private static Optional<Instant> bound(Cutoff cutoff) {
        return switch (cutoff) {
            case Cutoff.Nothing() -> Optional.empty();
            case Cutoff.UpTo(Instant anchor) -> Optional.of(anchor);
            case Cutoff.Everything() -> Optional.of(END_OF_TIME);
        };
    }

    private void eachOf(Function<@Nullable ItemId, List<Item>> pages, BiConsumer<ItemId, Explanation> action) {
        ItemId after = null;
        List<Item> page;
        do {
            page = pages.apply(after);
            for (Item item : page) {
                after = item.id();
                try {
                    decisions.explain(item).ifPresent(explanation -> action.accept(item.id(), explanation));
                } catch (RuntimeException failure) {
                    // Whatever it is with this item, what is due behind it must go.
                    LOG.error("item {} could not be judged and stays", item.id(), failure);
                }
            }
        } while (page.size() == PAGE);
    }
}
