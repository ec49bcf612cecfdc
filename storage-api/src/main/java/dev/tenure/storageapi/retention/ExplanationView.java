package dev.tenure.storageapi.retention;

import dev.tenure.retention.ConsideredRule;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.Horizon;
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
        List<RuleView> rules) {

    static ExplanationView of(Explanation explanation) {
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
                decision.considered().stream().map(RuleView::of).toList());
    }

    private static @Nullable String text(@Nullable Horizon horizon) {
        return horizon == null ? null : horizon.toString();
    }

    /** One rule as it was weighed. */
    record RuleView(
            String ruleClass, String scope, String source, String period, String leadsTo, boolean won, String why) {

        static RuleView of(ConsideredRule rule) {
            return new RuleView(
                    rule.ruleClass().name(),
                    rule.scope().name(),
                    rule.source(),
                    rule.period().toString(),
                    rule.horizon().toString(),
                    rule.won(),
                    rule.why());
        }
    }
}
