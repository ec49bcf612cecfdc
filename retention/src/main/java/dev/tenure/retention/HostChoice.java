package dev.tenure.retention;

/** The answer to a host who wants to set a retention period. */
public sealed interface HostChoice {

    /** The period may be set. */
    record Accepted(RetentionPeriod period) implements HostChoice {}

    /**
     * The period may not be set.
     *
     * @param reason a sentence for the host that names the allowed range
     */
    record Refused(String reason) implements HostChoice {}
}
