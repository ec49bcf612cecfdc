package dev.tenure.transcode.job;

import java.util.concurrent.CountDownLatch;

/** An item's place among those that this process works on. */
final class Ticket {

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopAsked;
    private volatile boolean interrupted;

    void askToStop() {
        stopAsked = true;
    }

    boolean stopAsked() {
        return stopAsked;
    }

    /** Notes that the thread was interrupted, which counts as asking. */
    void interrupted() {
        stopAsked = true;
        interrupted = true;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    CountDownLatch ended() {
        return ended;
    }
}
