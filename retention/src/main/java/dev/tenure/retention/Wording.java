package dev.tenure.retention;

import dev.tenure.retention.Decision.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts a decision into sentences. */
record Wording(Decision decision, Standing standing) {

    private static final DateTimeFormatter TO_THE_MINUTE = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.UK);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm:ss", Locale.UK);

    List<String> sentences(List<ComingChange> coming) {
        var sentences = new ArrayList<String>();
        sentences.add(summary());
        coming.forEach(change -> sentences.add(sentence(change)));
        addDeletion(sentences);
        addHolds(sentences);
        if (decision.notBefore() != null && Horizon.at(decision.notBefore()).equals(decision.destroyAt())) {
            sentences.add(
                    "By its rules alone it would have gone before; a change of the account's rules lets nothing go by them before "
                            + moment(Horizon.at(decision.notBefore())) + ".");
        }
        for (ConsideredRule rule : decision.considered()) {
            sentences.add(sentence(rule));
        }
        addWarnings(sentences);
        return sentences;
    }

    private String summary() {
        return switch (standing) {
            case DUE ->
                "This item was to go " + on(decision.destroyAt()) + " and is due now: the next sweep destroys it.";
            case WAITING ->
                decision.earliestDestruction().isNever()
                        ? "This item does not go before the hold on it is released."
                        : "This item goes " + on(decision.earliestDestruction()) + ".";
            case HELD ->
                "This item was to go " + on(decision.destroyAt()) + ", but a hold protects it "
                        + until(decision.earliestDestruction()) + ".";
            case CONFLICTED ->
                (awaitsEvent()
                                ? "An event that has not come demands keeping this item, and the law forbids keeping it that long"
                                : "The law demands keeping this item and forbids keeping it that long")
                        + ": it is not destroyed until a privacy officer decides.";
            case KEPT_FOREVER ->
                awaitsEvent()
                        ? "This item is kept until an event comes that has not come, and from then on for its time."
                        : "Nothing will make this item go: it is kept until somebody deletes it or a rule changes.";
        };
    }

    /** Whether an event that has not come is all that keeps the item for ever. */
    private boolean awaitsEvent() {
        List<ConsideredRule> endless = decision.considered().stream()
                .filter(rule -> rule.horizon().isNever())
                .toList();
        return !endless.isEmpty()
                && endless.stream()
                        .allMatch(rule -> rule.event() != null && rule.event().isAwaited());
    }

    private void addDeletion(List<String> sentences) {
        if (decision.trashedAt() == null) {
            return;
        }
        String deleted = "It was deleted " + on(Horizon.at(decision.trashedAt()));
        if (decision.goAt().isAfter(decision.destroyAt())) {
            sentences.add(deleted + ", which brings its end forward from " + moment(decision.goAt()) + ".");
        } else {
            sentences.add(deleted + ", which does not change when it goes.");
        }
    }

    private void addHolds(List<String> sentences) {
        if (decision.heldUntil() == null) {
            return;
        }
        boolean delays = decision.heldUntil().isAfter(decision.destroyAt());
        sentences.add("A hold protects it " + until(decision.heldUntil()) + "; "
                + (delays
                        ? "without holds it would go " + on(decision.destroyAt()) + "."
                        : "this does not change when it goes."));
    }

    private String sentence(ComingChange change) {
        Decision then = change.decision();
        return "From " + moment(Horizon.at(change.from()))
                + " on a change of the account's rules binds it, unless that is revoked: then it goes "
                + (then.conflicted() ? "only by a person's decision" : on(then.earliestDestruction())) + ".";
    }

    private static String sentence(ConsideredRule rule) {
        String leads = rule.ruleClass() + " of " + rule.period() + " (" + rule.source() + "), counted from "
                + counts(rule.event()) + ", "
                + (rule.horizon().isNever() ? "never ends" : "leads to " + moment(rule.horizon(), rule.zone()));
        return leads + ": " + (rule.won() ? "it decides, " : "") + rule.why() + ".";
    }

    private static String counts(@Nullable EventDay event) {
        if (event == null) {
            return "the end of the recording";
        }
        LocalDate day = event.on();
        return day == null ? "an event that has not come" : "the event of " + day.format(DAY);
    }

    private void addWarnings(List<String> sentences) {
        if (decision.unbounded() && !awaitsEvent()) {
            sentences.add("Warning: no rule ever ends the keeping of this item.");
        }
        if (decision.keptBeyondLimit() && !decision.conflicted()) {
            sentences.add("Warning: it is kept longer than the account's maximum, because a rule demands it.");
        }
    }

    private String on(Horizon horizon) {
        return horizon.isNever() ? "never" : "on " + moment(horizon);
    }

    private String until(Horizon horizon) {
        return horizon.isNever() ? "until it is released" : "until " + moment(horizon);
    }

    private String moment(Horizon horizon) {
        return moment(horizon, decision.zone());
    }

    private static String moment(Horizon horizon, ZoneId zone) {
        return switch (horizon) {
            case Horizon.Never() -> "never";
            case Horizon.At(Instant instant) -> {
                var local = instant.atZone(zone);
                var format = local.getSecond() == 0 && local.getNano() == 0 ? TO_THE_MINUTE : TO_THE_SECOND;
                yield local.format(format) + " (" + zone.getId() + ")";
            }
        };
    }
}
