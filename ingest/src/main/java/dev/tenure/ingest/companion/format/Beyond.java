package dev.tenure.ingest.companion.format;

/** A file that breaks a limit; its message says which, and is shown to people. */
final class Beyond extends RuntimeException {

    Beyond(String limit) {
        super(limit);
    }
}
