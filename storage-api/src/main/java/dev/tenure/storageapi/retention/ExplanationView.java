package dev.tenure.storageapi.retention;

import dev.tenure.retention.ComingChange;
import dev.tenure.retention.ConsideredRule;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.decision.Outlook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an item goes, and why. Instants are text because they may be {@code never}.
 *
 * @param standing what it means now: DUE, WAITING, HELD, CONFLICTED or KEPT_FOREVER
 * @param goAt when the rules let it go
 * @param destroyAt when its bytes go, the trash considered
 * @param heldUntil until when holds forbid it; absent without holds
 * @param notBefore since when a change of the rules binds it, before which it does not go because of that; absent without such a change
 * @param coming what will rule it later, as far as people decided it by then, the earliest first
 * @param ifReleased what would become of it without one of the things that keep it
 * @param unbounded nothing will ever make it go: keeping without end needs a ground
 */
record ExplanationView(
        Decision.Standing standing,
        Instant askedAt,
        List<String> sentences,
        Instant anchor,
        String zone,
        @Nullable String floor,
        @Nullable String chosen,
        @Nullable String ceiling,
        String goAt,
        String destroyAt,
        @Nullable String heldUntil,
        boolean conflicted,
        boolean unbounded,
        @Nullable Instant notBefore,
        List<RuleView> rules,
        List<ComingView> coming,
        List<ReleasedView> ifReleased) {

    /** What will rule it from an instant on. */
    record ComingView(Instant from, String goAt, String destroyAt, boolean conflicted) {}

    /** When it would go without something: holds, or the rules of a class. */
    record ReleasedView(String what, String goAt, String destroyAt) {}

    static ExplanationView of(Outlook outlook) {
        Explanation explanation = outlook.explanation();
        Decision decision = explanation.decision();
        return new ExplanationView(
                explanation.standing(),
                explanation.askedAt(),
                explanation.sentences(),
                decision.anchor(),
                decision.zone().getId(),
                text(decision.bounds().floor()),
                text(decision.bounds().chosen()),
                text(decision.bounds().ceiling()),
                decision.goAt().toString(),
                decision.destroyAt().toString(),
                text(decision.heldUntil()),
                decision.conflicted(),
                decision.unbounded(),
                decision.notBefore(),
                decision.considered().stream().map(RuleView::of).toList(),
                outlook.coming().stream().map(ExplanationView::coming).toList(),
                outlook.ifReleased().stream().map(ExplanationView::released).toList());
    }

    private static ComingView coming(ComingChange change) {
        Decision then = change.decision();
        return new ComingView(
                change.from(),
                then.goAt().toString(),
                then.earliestDestruction().toString(),
                then.conflicted());
    }

    private static ReleasedView released(Outlook.Released released) {
        Decision without = released.decision();
        return new ReleasedView(
                released.what(),
                without.goAt().toString(),
                without.earliestDestruction().toString());
    }

    private static @Nullable String text(@Nullable Horizon horizon) {
        return horizon == null ? null : horizon.toString();
    }

    /**
     * One rule as it was weighed.
     *
     * @param event the day of the event that the period counts from, "awaited" while it has not come; null where it counts from the recording's end
     */
    record RuleView(
            String ruleClass,
            String scope,
            String source,
            String period,
            @Nullable String event,
            String leadsTo,
            boolean won,
            String why) {

        static RuleView of(ConsideredRule rule) {
            return new RuleView(
                    rule.ruleClass().name(),
                    rule.scope().name(),
                    rule.source(),
                    rule.period().toString(),
                    rule.event() == null ? null : rule.event().toString(),
                    rule.horizon().toString(),
                    rule.won(),
                    rule.why());
        }
    }
}
