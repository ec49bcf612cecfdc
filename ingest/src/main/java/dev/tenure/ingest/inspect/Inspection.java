package dev.tenure.ingest.inspect;

/** What a look at the bytes said. */
public sealed interface Inspection {

    /** The type that the content itself shows. */
    String mediaType();

    /** Fit to go on. */
    record Plausible(String mediaType) implements Inspection {}

    /** Not what its kind must be, or damaged; kept for a person to decide. */
    record Suspicious(String mediaType, String reason) implements Inspection {}
}
