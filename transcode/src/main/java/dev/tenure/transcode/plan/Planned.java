package dev.tenure.transcode.plan;

/** The outcome of planning. */
public sealed interface Planned {

    /** The source can become playable. */
    record Accepted(TranscodePlan plan) implements Planned {}

    /** The source cannot; {@code reason} is fit for its host. */
    record Refused(String reason) implements Planned {}
}
