package dev.tenure.storageapi.idempotency;

import java.util.UUID;

/** What came of asking to be the first with a key. */
sealed interface Reserving {

    /** Nobody else works on it: do the work, then keep the answer or give the reservation back. */
    record First(UUID reservation) implements Reserving {}

    /** It was done; this is the sealed answer, in Base64. */
    record Done(String sealed) implements Reserving {}

    /** Somebody works on it just now. */
    record InProgress() implements Reserving {}

    /** The key was used for another request. */
    record Reused() implements Reserving {}
}
