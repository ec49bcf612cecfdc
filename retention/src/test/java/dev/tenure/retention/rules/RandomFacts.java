package dev.tenure.retention.rules;

import dev.tenure.retention.EventDay;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.RuleScope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts that crowd the corners: clock changes, leap days, days that do not exist or exist twice. */
final class RandomFacts {

    static final List<RuleClass> RETAINING = List.of(RuleClass.STATUTORY, RuleClass.ACCOUNT_MIN, RuleClass.LOCKED);
    private static final List<RuleClass> DELETING =
            List.of(RuleClass.HOST, RuleClass.ACCOUNT_MAX, RuleClass.STATUTORY_MAX);

    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("UTC"),
            ZoneId.of("America/New_York"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("America/Sao_Paulo"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("Pacific/Kwajalein"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("America/Nuuk"),
            ZoneId.of("Asia/Kathmandu"));

    private static final List<String> PERIODS = List.of(
            "P1D",
            "P2D",
            "P29D",
            "P30D",
            "P90D",
            "P180D",
            "P365D",
            "P366D",
            "P1M",
            "P6M",
            "P1Y",
            "P4Y",
            "P1Y1M1D",
            "P100Y",
            "PT1S",
            "PT20S",
            "PT36H",
            "PT0.000001S",
            "forever");

    private static final List<LocalDate> CORNERS = List.of(
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2023, 2, 28),
            LocalDate.of(2026, 3, 28),
            LocalDate.of(2026, 10, 25),
            LocalDate.of(2006, 10, 29),
            LocalDate.of(2011, 12, 30),
            LocalDate.of(1993, 8, 20),
            LocalDate.of(2018, 2, 17),
            LocalDate.of(2018, 11, 4),
            LocalDate.of(2026, 1, 31),
            LocalDate.of(2099, 12, 31));

    private RandomFacts() {}

    static ZoneId zone(Random random) {
        return oneOf(ZONES, random);
    }

    static Instant anchor(Random random, ZoneId zone) {
        Instant corner = oneOf(CORNERS, random).atStartOfDay(zone).toInstant();
        long micros = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(3) - 1;
            case 2 -> random.nextLong(-2L * 86_400_000_000L, 2L * 86_400_000_000L);
            default -> random.nextLong(-400L * 86_400_000_000L, 400L * 86_400_000_000L);
        };
        return corner.plus(micros, ChronoUnit.MICROS);
    }

    static RetentionPeriod period(Random random) {
        return RetentionPeriod.parse(oneOf(PERIODS, random));
    }

    static Rule retaining(Random random) {
        return new Rule(oneOf(RETAINING, random), scope(random), period(random), "rule " + random.nextInt(3));
    }

    static Rule rule(Random random) {
        if (random.nextInt(8) == 0) {
            return new Rule(
                    random.nextBoolean() ? RuleClass.EVENT : RuleClass.HOST,
                    scope(random),
                    period(random),
                    "event " + random.nextInt(3),
                    day(random));
        }
        return random.nextInt(3) == 0
                ? retaining(random)
                : new Rule(oneOf(DELETING, random), scope(random), period(random), "rule " + random.nextInt(3));
    }

    static EventDay day(Random random) {
        return random.nextInt(4) == 0
                ? EventDay.AWAITED
                : new EventDay(oneOf(CORNERS, random).plusDays(random.nextInt(3) - 1));
    }

    static List<Rule> rules(Random random) {
        var rules = new ArrayList<Rule>();
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            rules.add(rule(random));
        }
        return rules;
    }

    static List<HoldFact> holds(Random random, Instant anchor) {
        var holds = new ArrayList<HoldFact>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Instant placed = anchor.plus(random.nextInt(100), ChronoUnit.DAYS);
            Instant released = random.nextBoolean() ? placed.plus(random.nextInt(50), ChronoUnit.DAYS) : null;
            holds.add(new HoldFact(new UUID(0, random.nextInt(9)), placed, released, Grace.ofDays(random.nextInt(40))));
        }
        return holds;
    }

    static @Nullable Trashed trashed(Random random, Instant anchor) {
        return random.nextBoolean()
                ? null
                : new Trashed(anchor.plus(random.nextInt(400), ChronoUnit.DAYS), Grace.ofDays(random.nextInt(60)));
    }

    static RetentionClass retentionClass(Random random) {
        return new RetentionClass(new UUID(0, 1), 1, zone(random), Grace.ofDays(30), Grace.ofDays(30), rules(random));
    }

    private static RuleScope scope(Random random) {
        return oneOf(List.of(RuleScope.values()), random);
    }

    private static <T> T oneOf(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
