package dev.tenure.retention.brake;

import java.util.Locale;
import java.util.Optional;

/** When much is too much. Pure: the same load is judged the same at any time. */
final class Brakes {

    /** Up to this many times a usual day, even a large share of what an account has is what goes there every day. */
    private static final int LIKE_EVERY_DAY = 2;

    private final BrakeSettings settings;

    Brakes(BrakeSettings settings) {
        this.settings = settings;
    }

    /** Why a person should look first; empty when a sweep may take it all. */
    Optional<String> objection(Load load) {
        if (load.due() <= settings.fewest()) {
            return Optional.empty();
        }
        long day = load.today() + load.due();
        if (load.usual() > 0 && day > load.usual() * settings.timesUsual()) {
            return Optional.of("%d items in a day, more than %d times the usual %s"
                    .formatted(day, settings.timesUsual(), rounded(load.usual())));
        }
        boolean everyDay = load.usual() > 0 && day <= load.usual() * LIKE_EVERY_DAY;
        long had = load.kept() + load.today();
        if (!everyDay && day > had * settings.share()) {
            return Optional.of(
                    "%d of %d items in a day, more than %.0f %%".formatted(day, had, settings.share() * 100));
        }
        return Optional.empty();
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
