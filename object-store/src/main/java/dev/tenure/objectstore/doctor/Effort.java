package dev.tenure.objectstore.doctor;

/**
 * How hard is tried what only shows now and then. Less finds less; more costs time on a slow server.
 *
 * @param writers how many write one key at once: enough that some are under way together on two cores
 * @param keys how many keys they race for where one winner was not proven before: a server that looks first and writes then may be lucky
 * @param keysIfProven how many where it was
 * @param listings how many writes, and how many deletes, are looked for in a listing at once
 */
record Effort(int writers, int keys, int keysIfProven, int listings) {

    static final Effort FULL = new Effort(16, 16, 4, 20);
}
