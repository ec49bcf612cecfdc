package dev.tenure.retention.change;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.StatutorySchedule;
import dev.tenure.retention.change.Comparison.Direction;
import dev.tenure.retention.change.Comparison.Effect;
import dev.tenure.retention.change.JdbcSimulation.Kept;
import dev.tenure.retention.change.JdbcSimulation.Range;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.rules.ClassFacts;
import dev.tenure.retention.rules.Parts;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shows what rules would do to all that an account has, before anybody decides. Reads only: classes in memory, items as counts of an index. */
public final class Simulator {

    /** Samples of one kind. */
    private static final int OF_EACH = 2;

    private final RetentionClasses classes;
    private final RuleSets ruleSets;
    private final JdbcSimulation rows;
    private final ChangeSettings settings;
    private final InstantSource clock;

    Simulator(
            RetentionClasses classes,
            RuleSets ruleSets,
            JdbcSimulation rows,
            ChangeSettings settings,
            InstantSource clock) {
        this.classes = classes;
        this.ruleSets = ruleSets;
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    /** A stretch of a class's anchors with what it would do, and how many items are in it. */
    private record Part(Comparison comparison, Effect effect, Range range) {

        /** When an item of this anchor goes then, or when it may at the earliest. */
        Horizon loss(Instant anchor) {
            Instant effective = comparison.wholly().notBefore();
            return range.trash() && effective != null ? Horizon.at(effective) : comparison.goesThen(anchor);
        }
    }

    /**
     * Compares what rules an account's items today with what would if these rules were put in force and a proposal let them bind what is there.
     *
     * @throws IllegalArgumentException when the rules contradict themselves, or undo what is locked; the message says how
     */
    public Simulation simulate(AccountId account, RuleSets.Wish wish) {
        RuleSet current = ruleSets.current(account);
        RuleSet wished = wish.as(new UUID(0, 0), account, current.revision() + 1);
        RuleSets.requireKept(current, wished);
        return simulate(account, wished, current.revision());
    }

    Simulation simulate(AccountId account, RuleSet wished, int revision) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant effective = now.plus(delay(account, wished, now));
        List<Part> parts = parts(account, wished, now, effective);
        Sums sums = new Sums(parts, rows.count(parts.stream().map(Part::range).toList()));
        List<Part> sooner = parts.stream()
                .filter(part -> part.effect().direction() == Direction.SOONER)
                .toList();
        List<Range> ranges = sooner.stream().map(Part::range).toList();
        List<Kept> kept = rows.kept(ranges, now);
        long[] bytes = rows.bytes(ranges);
        long all = 0;
        long atOnce = 0;
        for (int i = 0; i < bytes.length; i++) {
            all += bytes[i];
            atOnce += sooner.get(i).effect().atOnce() ? bytes[i] : 0;
        }
        return new Simulation(
                Preview.of(wished, now, sums.items(is(Direction.SOONER)), all, sums.items(Effect::atOnce)),
                revision,
                effective,
                sums.all(),
                sums.items(is(Direction.LATER)),
                atOnce,
                earliestLoss(sooner, kept),
                new Simulation.Kept(
                        sums.items(Effect::floored),
                        kept.stream().mapToLong(Kept::held).sum(),
                        kept.stream().mapToLong(Kept::cooling).sum(),
                        sums.items(Effect::conflicted),
                        rows.quarantined(account)),
                rows.hosts(ranges, Simulation.MAX_HOSTS),
                samples(sooner));
    }

    /**
     * From an approval until the change takes effect. Where a rule goes altogether, what it ruled stays for longer; where an event has come, for no less than
     * what somebody deletes.
     */
    Duration delay(AccountId account, RuleSet wished, Instant now) {
        Duration delay = settings.delay();
        for (ClassFacts today : inForce(account, now).values()) {
            for (Parts.Part<Duration> part : today.parts()
                    .with(today.under(wished, null).parts(), Simulator::wait)
                    .list()) {
                delay = longer(delay, part.says());
            }
        }
        return delay;
    }

    private static Duration wait(RetentionClass today, RetentionClass then) {
        Duration removal = removes(today, then) ? ChangeSettings.AFTER_REMOVAL : Duration.ZERO;
        return dates(today, then)
                ? longer(
                        removal,
                        longer(today.trashGrace().length(), then.trashGrace().length()))
                : removal;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Whether something counts from an event's day that did not count so. */
    private static boolean dates(RetentionClass today, RetentionClass then) {
        return then.rules().stream()
                .filter(rule -> rule.event() != null && !rule.event().isAwaited())
                .anyMatch(rule -> today.rules().stream().noneMatch(rule::saysLike));
    }

    private static boolean removes(RetentionClass today, RetentionClass then) {
        return today.rules().stream()
                .filter(rule -> !rule.isOwn())
                .anyMatch(rule -> then.rules().stream()
                        .noneMatch(other -> other.ruleClass() == rule.ruleClass()
                                && other.scope() == rule.scope()
                                && saysWhatItSaid(rule, other)));
    }

    /** Of several laws, and of several events, each is a rule of its own. */
    private static boolean saysWhatItSaid(Rule rule, Rule other) {
        return switch (rule.ruleClass()) {
            case STATUTORY, STATUTORY_MAX -> StatutorySchedule.isSameEntry(rule.source(), other.source());
            case EVENT -> rule.source().equals(other.source());
            default -> true;
        };
    }

    private Map<String, ClassFacts> inForce(AccountId account, Instant now) {
        Map<String, ClassFacts> facts = new HashMap<>();
        classes.inForce(account, now).forEach(known -> facts.put(known.id(), ClassFacts.parse(known.factsJson())));
        return facts;
    }

    private List<Part> parts(AccountId account, RuleSet wished, Instant now, Instant effective) {
        List<Part> parts = new ArrayList<>();
        inForce(account, now)
                .forEach((id, today) -> rows.anchors(id).ifPresent(anchors -> {
                    for (Parts.Part<Comparison> one :
                            compared(today, wished, effective).list()) {
                        one.says()
                                .stretches(anchors.first(), anchors.last())
                                .forEach(stretch -> add(parts, one.says(), one.of(id), stretch));
                    }
                }));
        return parts;
    }

    private static void add(List<Part> parts, Comparison comparison, ClassPart of, Comparison.Stretch stretch) {
        parts.add(new Part(comparison, stretch.effect(), new Range(of, stretch.first(), stretch.last(), false)));
        if (stretch.effect().hurriesTrash()) {
            parts.add(new Part(comparison, Effect.HURRIED, new Range(of, stretch.first(), stretch.last(), true)));
        }
    }

    private static Parts<Comparison> compared(ClassFacts today, RuleSet wished, Instant effective) {
        Parts<RetentionClass> wholly = today.under(wished, effective).parts();
        Parts<RetentionClass> longer = today.lengthenedBy(wished).parts();
        return today.parts()
                .with(longer, Pair::new)
                .with(wholly, (pair, then) -> new Comparison(pair.today(), pair.longer(), then));
    }

    private record Pair(RetentionClass today, RetentionClass longer) {}

    private static Predicate<Effect> is(Direction direction) {
        return effect -> effect.direction() == direction;
    }

    private List<Simulation.Sample> samples(List<Part> sooner) {
        return rows.samples(sooner.stream().map(Part::range).toList(), OF_EACH, Simulation.MAX_SAMPLES).stream()
                .map(found -> {
                    Part part = sooner.get(found.range());
                    return new Simulation.Sample(
                            found.item(),
                            found.host(),
                            found.anchor(),
                            part.comparison().goesToday(found.anchor()),
                            part.loss(found.anchor()));
                })
                .toList();
    }

    private static @Nullable Instant earliestLoss(List<Part> sooner, List<Kept> kept) {
        Horizon earliest = Horizon.never();
        for (Kept one : kept) {
            if (one.earliest() != null) {
                earliest = Horizon.earlier(earliest, sooner.get(one.range()).loss(one.earliest()));
            }
        }
        return switch (earliest) {
            case Horizon.At(Instant at) -> at;
            case Horizon.Never() -> null;
        };
    }

    /**
     * Sums over the parts.
     *
     * @param counts the items of each
     */
    private record Sums(List<Part> parts, List<Long> counts) {

        /** Each once: what is in the trash is in a part of its class as well. */
        long all() {
            return sum(part -> !part.range().trash());
        }

        long items(Predicate<Effect> which) {
            return sum(part -> which.test(part.effect()));
        }

        private long sum(Predicate<Part> which) {
            return IntStream.range(0, counts.size())
                    .filter(i -> which.test(parts.get(i)))
                    .mapToLong(counts::get)
                    .sum();
        }
    }
}
