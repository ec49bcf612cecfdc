package dev.tenure.transcode.job;

import java.util.List;

/**
 * The other workers, as far as chunks are concerned. A hint like every job: whoever asked for chunks works on them itself until none is left, so an
 * offer that is lost only costs help.
 */
public interface Fleet {

    /** Machines beside this one that encode nothing now and would begin a chunk. */
    int free();

    /** Offers chunks to whoever is free, who calls {@link Chunks#encode} with one; offering again does nothing while an offer stands. */
    void offer(List<Long> chunks);

    /** Takes back what nobody has begun. */
    void withdraw(List<Long> chunks);

    /** A machine without others. */
    static Fleet alone() {
        return new Fleet() {
            @Override
            public int free() {
                return 0;
            }

            @Override
            public void offer(List<Long> chunks) {}

            @Override
            public void withdraw(List<Long> chunks) {}
        };
    }
}
