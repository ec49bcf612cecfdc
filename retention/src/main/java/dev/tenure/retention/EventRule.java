package dev.tenure.retention;

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

    private static final String SOURCE = "event ";

    public EventRule {
        Names.require("an event", name);
    }

    /** How rules name it as their source, whenever it comes. */
    public String source() {
        return SOURCE + name;
    }
}
