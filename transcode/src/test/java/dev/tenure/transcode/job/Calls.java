package dev.tenure.transcode.job;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a call was made. */
final class Calls implements Trap {

    private final String call;
    private final AtomicInteger count = new AtomicInteger();

    Calls(String call) {
        this.call = call;
    }

    @Override
    public void on(Worker worker, String at, Side side) {
        if (at.equals(call) && side == Side.BEFORE) {
            count.incrementAndGet();
        }
    }

    int count() {
        return count.get();
    }
}
