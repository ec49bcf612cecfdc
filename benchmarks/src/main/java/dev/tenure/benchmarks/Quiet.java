package dev.tenure.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** A server in which nothing runs by itself, so that only what is measured does. */
public final class Quiet {

    private static final List<String> SETTINGS = List.of(
            "--server.port=0",
            "--management.server.port=0",
            "--tenure.schedule.reconcile=12h",
            "--tenure.schedule.expiry=12h",
            "--tenure.schedule.digests=12h",
            "--tenure.schedule.sweep=12h",
            "--tenure.schedule.webhooks=12h",
            "--tenure.schedule.hand-overs=12h",
            "--tenure.schedule.trail=12h",
            "--tenure.schedule.carry-on=12h",
            "--tenure.schedule.reap=12h");

    private Quiet() {}

    /** Its settings, and those that one measurement needs besides. */
    public static List<String> with(String... more) {
        return Stream.concat(SETTINGS.stream(), Stream.of(more)).toList();
    }
}
