package dev.tenure.transcode.job;

/** What a thread of a killed worker meets. */
final class Killed extends Error {

    Killed() {
        super("killed");
    }
}
