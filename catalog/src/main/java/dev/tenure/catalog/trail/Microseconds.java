package dev.tenure.catalog.trail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants in the one spelling that is hashed: UTC with six digits after the second, {@code 2026-11-26T09:30:00.000000Z}. */
final class Microseconds {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Microseconds() {}

    static String text(Instant instant) {
        return FORMAT.format(instant);
    }

    static Instant parse(String text) {
        Instant instant = FORMAT.parse(text, Instant::from);
        if (!text(instant).equals(text)) {
            throw new IllegalArgumentException("not an instant in UTC with microseconds: " + text);
        }
        return instant;
    }
}
