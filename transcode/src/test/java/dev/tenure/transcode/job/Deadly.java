package dev.tenure.transcode.job;

import java.util.concurrent.atomic.AtomicInteger;

/** Kills at the given call. */
final class Deadly implements Trap {

    private final String call;
    private final int count;
    private final Side side;
    private final AtomicInteger seen = new AtomicInteger();

    Deadly(String call, int count, Side side) {
        this.call = call;
        this.count = count;
        this.side = side;
    }

    @Override
    public void on(Worker worker, String at, Side when) {
        if (at.equals(call) && when == side && seen.incrementAndGet() == count) {
            worker.die();
        }
    }
}
