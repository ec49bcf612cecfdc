package dev.tenure.retention;

import java.util.regex.Pattern;

/**
 * A name that people put on an item, and how long it is kept because of that: neither shorter nor longer, whatever the account's default and maximum
 * say. What the law, a minimum or a hold demands beyond it still counts.
 *
 * @param keep from the end of the recording
 */
public record Label(String name, RetentionPeriod keep) {

    /** The most of one rule set. */
    public static final int MAX = 100;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}");

    private static final String SOURCE = "label ";

    public Label {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a label's name has 1 to 60 letters, digits, spaces, dots, dashes and underscores");
        }
    }

    /** How rules name it as their source. */
    public String source() {
        return SOURCE + name;
    }
}
