package dev.tenure.objectstore.strict;

import java.util.ArrayList;
import java.util.List;

/** What a server was asked. */
public final class RequestLog {

    /** Status of a request that was never answered. */
    public static final int NO_ANSWER = 0;

    /**
     * A request that is about to be answered, or never will be.
     *
     * @param key a listing's prefix, or empty for a request to a bucket
     * @param status of the answer, or {@link #NO_ANSWER}
     */
    public record Entry(Operation operation, String bucket, String key, int status) {}

    private final List<Entry> entries = new ArrayList<>();
    private int running;
    private int mostAtOnce;

    synchronized void begin() {
        running++;
        mostAtOnce = Math.max(mostAtOnce, running);
    }

    /** Notes what is about to be answered, or will never be. */
    synchronized void note(Entry entry) {
        entries.add(entry);
    }

    synchronized void end() {
        running--;
    }

    /** All so far. A request is here before its client has the answer. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many requests of this operation there were. */
    public synchronized int count(Operation operation) {
        return (int)
                entries.stream().filter(entry -> entry.operation() == operation).count();
    }

    /** The most requests that were being served at one time. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    public synchronized void clear() {
        entries.clear();
        mostAtOnce = running;
    }
}
