package dev.tenure.retention.rules;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.EventRule;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RuleSet.Range;
import dev.tenure.retention.ScopedRule;
import dev.tenure.retention.Selector;
import dev.tenure.retention.Subject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rule sets that tell kinds and hosts apart. */
final class RandomRuleSets {

    private static final List<ItemKind> KINDS = List.of(ItemKind.values());

    static final List<String> HOSTS = List.of("ada@example.org", "eve@example.org");

    private RandomRuleSets() {}

    static RuleSet ruleSet(Random random, int revision, ZoneId zone) {
        while (true) {
            try {
                return new RuleSet(
                        new UUID(0, revision),
                        new UUID(0, 9),
                        revision,
                        zone,
                        range(random),
                        range(random),
                        period(random),
                        Grace.ofDays(random.nextInt(60)),
                        Grace.ofDays(random.nextInt(60)),
                        provisions(random));
            } catch (IllegalArgumentException contradiction) {
                // Another one, then.
            }
        }
    }

    private static Provisions provisions(Random random) {
        List<ScopedRule> scoped = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            scoped.add(new ScopedRule(selector(random), range(random), period(random), false));
        }
        List<EventRule> events = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            events.add(
                    new EventRule("event " + i, selector(random), RandomFacts.period(random), RandomFacts.day(random)));
        }
        return new Provisions(scoped, events, List.of(), List.of(), false);
    }

    private static Selector selector(Random random) {
        return new Selector(
                random.nextBoolean() ? kind(random) : null,
                random.nextBoolean() ? HOSTS.get(random.nextInt(HOSTS.size())) : null);
    }

    private static ItemKind kind(Random random) {
        return KINDS.get(random.nextInt(KINDS.size()));
    }

    private static Range range(Random random) {
        return new Range(period(random), period(random));
    }

    private static @Nullable RetentionPeriod period(Random random) {
        return random.nextBoolean() ? null : RandomFacts.period(random);
    }

    /** Every kind of every host, one that no rule names among them. */
    static List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (ItemKind kind : ItemKind.values()) {
            subjects.add(new Subject(kind, null));
            subjects.add(new Subject(kind, "somebody@example.org"));
            HOSTS.forEach(host -> subjects.add(new Subject(kind, host)));
        }
        return subjects;
    }
}
