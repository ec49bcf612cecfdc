package dev.tenure.model;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.decision.Outlook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks when items go and why, and judges the answers beside what is expected and beside earlier ones. */
final class Answers {

    /** Kept of each item; more would only be asked for again. */
    private static final int REMEMBERED = 12;

    private final Ground ground;
    private final Expectation expectation;

    Answers(Ground ground, Expectation expectation) {
        this.ground = ground;
        this.expectation = expectation;
    }

    List<Violation> of(Kept kept) {
        List<Violation> wrong = new ArrayList<>();
        Item item = ground.the(Items.class).find(kept.id).orElseThrow();
        ItemDecisions decisions = ground.the(ItemDecisions.class);
        Instant at = ground.the(InstantSource.class).instant();
        Optional<Decision> answer = decisions.decide(item, at);
        if (kept.anchor == null) {
            if (answer.isPresent()) {
                wrong.add(new Violation("I11 what has no known end goes never", kept + ": " + answer.get()));
            }
            return wrong;
        }
        Decision decision = answer.orElseThrow();
        if (!decision.equals(decisions.decide(item, at).orElseThrow())) {
            wrong.add(new Violation("I4 the same facts give the same answer", kept.toString()));
        }
        expected(kept, decision, at, wrong);
        held(kept, decision, at, wrong);
        Kept.Answer now = new Kept.Answer(at, decision, kept.events.size(), bound(kept, at));
        if (kept.last != null) {
            compare(kept, kept.last, now, wrong);
        }
        kept.last = now;
        if (kept.answers.size() < REMEMBERED) {
            kept.answers.add(now);
        }
        return wrong;
    }

    private void expected(Kept kept, Decision decision, Instant at, List<Violation> wrong) {
        Terms terms = Expectation.terms(kept, at);
        Horizon floor = floor(decision);
        Horizon goes = horizon(terms.goes());
        String words = "%s: %s, but expected are %s".formatted(kept, words(decision), terms);
        boolean asExpected = floor.equals(horizon(terms.floor()))
                && !decision.goAt().isAfter(horizon(terms.goesAtLatest()))
                && decision.conflicted() == terms.conflicted();
        if (terms.exact() && !asExpected) {
            wrong.add(new Violation("I14 an answer is what the facts come to", words));
        }
        if (goes.isAfter(decision.goAt()) || horizon(terms.floor()).isAfter(floor)) {
            wrong.add(new Violation("I3 no rule lets anything go earlier than it was promised", words));
        }
        if (horizon(terms.destruction(kept.trashedAt)).isAfter(decision.destroyAt())) {
            wrong.add(new Violation("I3 the trash keeps for its whole grace", words));
        }
        if (decision.destroyAt().isAfter(decision.goAt())) {
            wrong.add(new Violation("I9 deleting never makes anything live longer", words));
        }
    }

    private void held(Kept kept, Decision decision, Instant at, List<Violation> wrong) {
        boolean protects = decision.heldUntil() != null && !decision.heldUntil().isReachedAt(at);
        List<HeldCase> holds = expectation.protecting(kept, at);
        if (protects == holds.isEmpty() && !kept.gone()) {
            wrong.add(new Violation(
                    "I14 an answer tells of holds",
                    "%s: %s, but expected are %s".formatted(kept, words(decision), holds)));
        }
    }

    private static void compare(Kept kept, Kept.Answer before, Kept.Answer now, List<Violation> wrong) {
        if (before.bound() != now.bound()) {
            // What two people decided has taken effect since.
            return;
        }
        List<Terms.Event> since = kept.events.subList(before.events(), kept.events.size());
        boolean chosen = since.stream().anyMatch(Terms.Chosen.class::isInstance);
        String words = "%s: %s, and before %s".formatted(kept, words(now.decision()), words(before.decision()));
        if (floor(before.decision()).isAfter(floor(now.decision()))) {
            wrong.add(new Violation("I3 no floor decreases by itself", words));
        }
        if (!chosen && before.decision().goAt().isAfter(now.decision().goAt())) {
            wrong.add(new Violation("I4 what keeps longer lets nothing go earlier", words));
        }
        if (since.isEmpty() && !before.decision().goAt().equals(now.decision().goAt())) {
            wrong.add(new Violation("I9 neither trash nor holds nor time move a date", words));
        }
    }

    /** How many changes that people decided rule the item now. */
    private static long bound(Kept kept, Instant at) {
        return kept.events.stream()
                .filter(event -> event instanceof Terms.Bound bound && bound.inForceAt(at))
                .count();
    }

    /**
     * I14: what was answered is answered again, when the past is asked about. Not where the clock was wrong meanwhile: then what came first is no longer told
     * by it.
     */
    List<Violation> again(Kept kept) {
        if (!ground.clockWasRight()) {
            return List.of();
        }
        List<Violation> wrong = new ArrayList<>();
        Item item = ground.the(Items.class).find(kept.id).orElseThrow();
        for (Kept.Answer answer : kept.answers) {
            Decision replayed = ground.the(ItemDecisions.class)
                    .outlook(item, answer.at())
                    .map(Answers::decision)
                    .orElse(null);
            if (!same(answer.decision(), replayed)) {
                wrong.add(new Violation(
                        "I14 the past is answered as it was",
                        "%s at %s: %s, but then %s"
                                .formatted(
                                        kept,
                                        answer.at(),
                                        replayed == null ? "nothing" : words(replayed),
                                        words(answer.decision()))));
            }
        }
        return wrong;
    }

    private static String words(Decision decision) {
        return "goes %s, floor %s, destruction %s, held until %s, conflicted %s, not before %s"
                .formatted(
                        decision.goAt(),
                        decision.bounds().floor(),
                        decision.destroyAt(),
                        decision.heldUntil(),
                        decision.conflicted(),
                        decision.notBefore());
    }

    private static Decision decision(Outlook outlook) {
        return outlook.explanation().decision();
    }

    private static boolean same(Decision then, @Nullable Decision replayed) {
        return then.equals(replayed);
    }

    private static Horizon floor(Decision decision) {
        Horizon floor = decision.bounds().floor();
        return floor == null ? Horizon.at(Instant.MIN) : floor;
    }

    private static Horizon horizon(Instant instant) {
        return instant.equals(Rules.NEVER) ? Horizon.never() : Horizon.at(instant);
    }
}
