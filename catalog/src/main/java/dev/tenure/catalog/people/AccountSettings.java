package dev.tenure.catalog.people;

import dev.tenure.catalog.PersonId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an account wants for its people. What cannot be is an {@link IllegalArgumentException} that says so.
 *
 * @param steward who takes over the items of whoever leaves; absent means that each leaving names one
 * @param locale a BCP 47 tag, for what is shown to people
 * @param zone where instants are shown; retention counts in the zone of its own rules
 * @param sessionLifetime after it everybody signs in again; 5 minutes to 30 days
 * @param sessionIdle a session that is not used for so long ends; 5 minutes up to the lifetime. Sessions that run keep what they began with
 */
public record AccountSettings(
        @Nullable PersonId steward, Locale locale, ZoneId zone, Duration sessionLifetime, Duration sessionIdle) {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** What holds until an account says otherwise: a working day, and an hour's absence. */
    public static final AccountSettings DEFAULT =
            new AccountSettings(null, Locale.ENGLISH, ZoneId.of("UTC"), Duration.ofHours(12), Duration.ofHours(1));

    public AccountSettings {
        if (sessionLifetime.compareTo(SHORTEST) < 0 || sessionLifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'sessionLifetime' must be from " + SHORTEST + " to " + LONGEST);
        }
        if (sessionIdle.compareTo(SHORTEST) < 0 || sessionIdle.compareTo(sessionLifetime) > 0) {
            throw new IllegalArgumentException("'sessionIdle' must be from " + SHORTEST + " to the session's lifetime");
        }
    }

    /** Reads a language tag strictly. */
    public static Locale locale(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException("'locale' is no language tag such as en-GB", e);
        }
        throw new IllegalArgumentException("'locale' is no language tag such as en-GB");
    }
}
