package dev.tenure.transcode.job;

/** Watches the calls of a worker to its catalog, its store and its job repository; may throw, block or kill the worker. */
@FunctionalInterface
interface Trap {

    /** Which side of a call. */
    enum Side {
        BEFORE,
        AFTER
    }

    /** Sets no trap. */
    Trap NONE = (worker, call, side) -> {};

    /**
     * Is told of a call, in the calling thread.
     *
     * @param call type and method, for instance {@code Items.move}
     */
    void on(Worker worker, String call, Side side);
}
