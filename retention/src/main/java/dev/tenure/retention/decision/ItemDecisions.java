package dev.tenure.retention.decision;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.PromisedRetention;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.policy.RetentionSettings;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Trashed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Decides about items out of the catalog's facts. Reads only; decides nothing itself. */
public final class ItemDecisions implements PromisedRetention {

    private final RetentionClasses classes;
    private final Holds holds;
    private final RetentionSettings settings;
    private final InstantSource clock;

    ItemDecisions(RetentionClasses classes, Holds holds, RetentionSettings settings, InstantSource clock) {
        this.classes = classes;
        this.holds = holds;
        this.settings = settings;
        this.clock = clock;
    }

    /** The decision of an item; empty while its anchor or class is not known, which keeps it. */
    public Optional<Decision> decide(Item item) {
        Instant anchor = item.anchor();
        if (anchor == null || item.retentionClass() == null) {
            return Optional.empty();
        }
        RetentionClass retentionClass = classOf(item.retentionClass());
        Instant at = item.trashedAt();
        Trashed trashed = at == null ? null : new Trashed(at, retentionClass.trashGrace());
        return Optional.of(retentionClass.decide(anchor, trashed, holds.factsOf(item)));
    }

    /** By the floors: what nobody obliges the account to keep may follow its recording, to whatever end. */
    @Override
    public boolean kept(Item item, Instant anchor, String retentionClass) {
        Instant own = item.anchor();
        if (own == null || item.retentionClass() == null) {
            return true;
        }
        Horizon promised = classOf(item.retentionClass())
                .decide(own, null, List.of())
                .bounds()
                .floor();
        Horizon then =
                classOf(retentionClass).decide(anchor, null, List.of()).bounds().floor();
        return promised == null || (then != null && !promised.isAfter(then));
    }

    /** The class, as the rules understand it. */
    public RetentionClass classOf(String id) {
        return RetentionClass.parse(classes.find(id).orElseThrow().factsJson());
    }

    /** When an item goes and why, as it stands now; empty like {@link #decide}. */
    public Optional<Explanation> explain(Item item) {
        return decide(item).map(decision -> Explanation.of(decision, clock.instant(), settings.skewBound()));
    }
}
