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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds what is due, class by class, and destroys it. What it finds is a candidate only: the destruction decides anew under its own lock. */
public final class Sweep {

    /** Candidates read at once. */
    private static final int PAGE = 500;

    /** The most candidates of one plan; what is beyond comes with the next sweep. Bounds the memory of a plan. */
    private static final int MAX_PLAN = 20_000;

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

    /** Items whose time may have come, each with the reasons; changes nothing. */
    public Map<ItemId, Explanation> plan() {
        Instant now = clock.instant();
        Map<ItemId, Explanation> plan = new LinkedHashMap<>();
        for (RetentionClasses.RetentionClass known : classes.all()) {
            RetentionClass retentionClass = RetentionClass.parse(known.factsJson());
            Cutoff reached = retentionClass.cutoff(now, settings.skewBound());
            bound(reached)
                    .ifPresent(anchor -> collect(plan, after -> items.anchoredUpTo(known.id(), anchor, after, PAGE)));
            Instant graceOver = now.minus(settings.skewBound())
                    .minus(retentionClass.trashGrace().length());
            collect(plan, after -> items.trashedUpTo(known.id(), graceOver, after, PAGE));
        }
        return plan;
    }

    private static java.util.Optional<Instant> bound(Cutoff cutoff) {
        return switch (cutoff) {
            case Cutoff.Nothing() -> java.util.Optional.empty();
            case Cutoff.UpTo(Instant anchor) -> java.util.Optional.of(anchor);
            case Cutoff.Everything() -> java.util.Optional.of(END_OF_TIME);
        };
    }

    private void collect(Map<ItemId, Explanation> plan, Function<@Nullable ItemId, List<Item>> page) {
        ItemId after = null;
        List<Item> found;
        do {
            found = page.apply(after);
            for (Item item : found) {
                decisions.explain(item).ifPresent(explanation -> plan.put(item.id(), explanation));
                after = item.id();
            }
        } while (found.size() == PAGE && plan.size() < MAX_PLAN);
    }

    /** Destroys the keys of all items that are due. Their bytes are unreadable when this returns; deleting them follows. */
    public SweepReport run() {
        List<ItemId> destroyed = new ArrayList<>();
        List<SweepReport.Deferral> deferred = new ArrayList<>();
        plan().forEach((item, explanation) -> {
            switch (explanation.standing()) {
                case DUE -> {
                    switch (destruction.begin(item)) {
                        case Destruction.Begun() -> destroyed.add(item);
                        case Destruction.Kept(String cause) -> deferred.add(new SweepReport.Deferral(item, cause));
                    }
                }
                case HELD -> deferred.add(new SweepReport.Deferral(item, "a legal hold, or its cool-off, keeps it"));
                case CONFLICTED ->
                    deferred.add(new SweepReport.Deferral(item, "the law demands both keeping and destroying it"));
                case WAITING, KEPT_FOREVER -> {
                    // Found by a cutoff that looks at the rules alone; its own facts keep it for now.
                }
            }
        });
        return new SweepReport(destroyed, deferred);
    }
}
