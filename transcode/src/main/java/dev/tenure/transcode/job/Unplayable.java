package dev.tenure.transcode.job;

/** The source cannot become playable, however often it is tried; the message says why, fit for its host. */
final class Unplayable extends RuntimeException {

    Unplayable(String reason) {
        super(reason);
    }
}
