package dev.tenure.objectstore.strict;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where writers of one key wait for each other between their look and their write, so that a race is lost by all every time. */
final class Rendezvous {

    /** Too short and writers that a busy machine starts late do not meet; a lone writer waits this long for nobody. */
    private static final long PATIENCE_MILLIS = 500;

    private final Map<String, CountDownLatch> waiting = new HashMap<>();

    /** Returns when a second writer of the key has come, or nobody came in time. */
    void meet(String key) {
        CountDownLatch met;
        synchronized (this) {
            CountDownLatch other = waiting.remove(key);
            if (other != null) {
                other.countDown();
                return;
            }
            met = new CountDownLatch(1);
            waiting.put(key, met);
        }
        try {
            if (!met.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                synchronized (this) {
                    waiting.remove(key, met);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
