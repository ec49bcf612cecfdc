package dev.tenure.retention;

import java.util.regex.Pattern;

/**
 * Keeps some of an account's items for a time that counts from an event and not from the end of the recording: a contract ends, somebody leaves. For ever
 * while the event has not come; then neither shorter nor longer, whatever the account's default and maximum say. What the law, a minimum, a hold, a narrower
 * default or a choice for a meeting demands beyond it still counts.
 *
 * @param name of the event
 * @param of which items; it rules those that come after the event too
 * @param keep from the end of the event's day
 */
public record EventRule(String name, Selector of, RetentionPeriod keep, EventDay day) {

    /** The most of one rule set. */
    public static final int MAX = 100;

    /** The most of one rule set, where one for a kind counts for each host that a rule names: each class says it of each of them. */
    static final int MOST_SAID = 1_000;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}");

    private static final String SOURCE = "event ";

    public EventRule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an event's name has 1 to 60 letters, digits, spaces, dots, dashes and underscores");
        }
    }

    /** How rules name it as their source, whenever it comes. */
    public String source() {
        return SOURCE + name;
    }
}
