package dev.tenure.retention;

/**
 * A name that people put on an item, and how long it is kept because of that: neither shorter nor longer, whatever the account's default and maximum
 * say. What the law, a minimum or a hold demands beyond it still counts.
 *
 * @param keep from the end of the recording
 */
public record Label(String name, RetentionPeriod keep) {

    /** The most of one rule set. */
    public static final int MAX = 100;

    private static final String SOURCE = "label ";

    public Label {
        Names.require("a label", name);
    }

    /** How rules name it as their source. */
    public String source() {
        return SOURCE + name;
    }
}
