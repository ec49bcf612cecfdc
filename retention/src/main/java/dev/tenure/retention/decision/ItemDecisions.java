package dev.tenure.retention.decision;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.PromisedRetention;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.ComingChange;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.Subject;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.policy.ClassEditions;
import dev.tenure.retention.policy.RetentionSettings;
import dev.tenure.retention.rules.ClassFacts;
import dev.tenure.retention.rules.HoldFact;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Rule;
import dev.tenure.retention.rules.Timeline;
import dev.tenure.retention.rules.Trashed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides about items out of the catalog's facts. Reads only; decides nothing itself. */
public final class ItemDecisions implements PromisedRetention {

    private final RetentionClasses classes;
    private final ClassEditions editions;
    private final ItemFacts facts;
    private final Holds holds;
    private final RetentionSettings settings;
    private final InstantSource clock;

    ItemDecisions(
            RetentionClasses classes,
            ClassEditions editions,
            ItemFacts facts,
            Holds holds,
            RetentionSettings settings,
            InstantSource clock) {
        this.classes = classes;
        this.editions = editions;
        this.facts = facts;
        this.holds = holds;
        this.settings = settings;
        this.clock = clock;
    }

    /** The decision of an item by what is in force now; empty while its anchor or class is not known, which keeps it. */
    public Optional<Decision> decide(Item item) {
        return decide(item, clock.instant());
    }

    /** The decision of an item by what is in force at this instant, as far as it is known now. */
    public Optional<Decision> decide(Item item, Instant now) {
        Instant anchor = item.anchor();
        if (anchor == null || item.retentionClass() == null) {
            return Optional.empty();
        }
        return Optional.of(decide(
                factsOf(item.retentionClass(), now).of(Subject.of(item)),
                anchor,
                item.trashedAt(),
                holds.factsOf(item)));
    }

    /**
     * The decision by which an item goes if nothing else changes: the one in force, or that of an edition which will be in force before the item goes
     * by it. Empty like {@link #decide}.
     */
    public Optional<Decision> forecast(Item item, Instant now) {
        Instant anchor = item.anchor();
        if (anchor == null || item.retentionClass() == null) {
            return Optional.empty();
        }
        Timeline<RetentionClass> timeline = editions.timeline(item.retentionClass(), Subject.of(item));
        List<HoldFact> held = holds.factsOf(item);
        Decision ruling = decide(timeline.inForce(now, now), anchor, item.trashedAt(), held);
        for (Timeline.Edition<RetentionClass> coming : timeline.pending(now, now)) {
            if (!ruling.conflicted() && ruling.earliestDestruction().isReachedAt(coming.effectiveAt())) {
                break;
            }
            ruling = decide(coming.facts(), anchor, item.trashedAt(), held);
        }
        return Optional.of(ruling);
    }

    /**
     * What ruled the item at an instant of the past, by all that was known then; or what will at one to come, if nothing else changes. Empty where no
     * anchor or no class was known.
     */
    public Optional<Outlook> outlook(Item item, Instant at) {
        Instant now = clock.instant();
        Instant known = at.isBefore(now) ? at : now;
        ItemFacts.Ruled ruled = facts.ruledAt(item, at);
        Instant anchor = ruled.anchor();
        String retentionClass = ruled.retentionClass();
        if (anchor == null || retentionClass == null) {
            return Optional.empty();
        }
        Instant trashed = ruled.trashedAt() == null || ruled.trashedAt().isAfter(at) ? null : ruled.trashedAt();
        List<HoldFact> held = holds.factsOf(item).stream()
                .flatMap(hold -> hold.asOf(at).stream())
                .toList();
        Timeline<RetentionClass> timeline = editions.timeline(retentionClass, Subject.of(item));
        RetentionClass ruling = timeline.inForce(at, known);
        Decision decision = decide(ruling, anchor, trashed, held);
        List<ComingChange> coming = timeline.pending(at, known).stream()
                .map(edition -> new ComingChange(edition.effectiveAt(), decide(edition.facts(), anchor, trashed, held)))
                .toList();
        List<Outlook.Released> released = new ArrayList<>();
        if (!held.isEmpty()) {
            released.add(new Outlook.Released("HOLDS", decision.withoutHolds()));
        }
        ruling.rules().stream()
                .map(Rule::ruleClass)
                .filter(kind -> kind.effect() == RuleClass.Effect.RETAIN)
                .distinct()
                .forEach(kind -> released.add(
                        new Outlook.Released(kind.name(), decide(ruling.without(kind), anchor, trashed, held))));
        return Optional.of(new Outlook(Explanation.of(decision, coming, at, settings.skewBound()), coming, released));
    }

    private static Decision decide(
            RetentionClass facts, Instant anchor, @Nullable Instant trashedAt, List<HoldFact> holds) {
        return facts.decide(anchor, trashedAt == null ? null : new Trashed(trashedAt, facts.trashGrace()), holds);
    }

    /** By the floors: what nobody obliges the account to keep may follow its recording, to whatever end. */
    @Override
    public boolean kept(Item item, Instant anchor, String retentionClass) {
        Instant own = item.anchor();
        if (own == null || item.retentionClass() == null) {
            return true;
        }
        Instant now = clock.instant();
        Subject subject = Subject.of(item);
        Horizon promised = factsOf(item.retentionClass(), now)
                .of(subject)
                .decide(own, null, List.of())
                .bounds()
                .floor();
        Horizon then = factsOf(retentionClass, now)
                .of(subject)
                .decide(anchor, null, List.of())
                .bounds()
                .floor();
        return promised == null || (then != null && !promised.isAfter(then));
    }

    /** What rules the items of the class at this instant. */
    public ClassFacts factsOf(String id, Instant now) {
        return ClassFacts.parse(classes.inForce(id, now).orElseThrow().factsJson());
    }

    /** When an item goes and why, as it stands now; empty like {@link #decide}. */
    public Optional<Explanation> explain(Item item) {
        return explain(item, clock.instant());
    }

    /** As above, as it stands at this instant by what is known now. */
    public Optional<Explanation> explain(Item item, Instant now) {
        return decide(item, now).map(decision -> Explanation.of(decision, now, settings.skewBound()));
    }
}
