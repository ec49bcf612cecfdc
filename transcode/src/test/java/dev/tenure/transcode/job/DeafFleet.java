package dev.tenure.transcode.job;

import java.util.List;

/** A fleet in which somebody is free, and nobody comes. */
final class DeafFleet implements Fleet {

    @Override
    public int free() {
        return 1;
    }

    @Override
    public void offer(List<Long> chunks) {}

    @Override
    public void withdraw(List<Long> chunks) {}
}
