package dev.tenure.ingest.companion.format;

/** What became of the attempt to understand a file. */
public sealed interface Reading {

    /** It is of a known format; what of it was not understood is listed in it. */
    record Understood(Words words) implements Reading {}

    /** It is of none that we know, or breaks a limit. */
    record NotUnderstood(String reason) implements Reading {}
}
