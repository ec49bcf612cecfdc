package dev.tenure.retention.paper;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as people read them: in the account's zone, and in UTC. */
record Times(ZoneId zone) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** For instance {@code 28 April 2026, 00:30:00 Europe/Berlin (2026-04-27 22:30:00 UTC)}. */
    String both(Instant at) {
        return local(at) + " (" + UTC.format(at) + " UTC)";
    }

    String local(Instant at) {
        return LOCAL.format(at.atZone(zone)) + " " + zone.getId();
    }

    String utc(Instant at) {
        return UTC.format(at) + " UTC";
    }
}
