package dev.tenure.catalog.recovery;

/** The bucket knows of a later state of the catalog than the database; the message says what to do. */
public final class DatabaseBehind extends RuntimeException {

    DatabaseBehind(String message) {
        super(message);
    }
}
