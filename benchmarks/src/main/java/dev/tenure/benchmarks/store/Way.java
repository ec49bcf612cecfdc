package dev.tenure.benchmarks.store;

/** One way of moving bytes, to be measured beside others. Objects are named by the benchmark; each name is written once. */
interface Way {

    String name();

    /** Writes one large object from a stream. */
    void putLarge(String key, long size) throws Exception;

    /** Reads all of a large object that it wrote. */
    void getLarge(String key, long size) throws Exception;

    /** Writes one object that fits into one request. */
    void putSmall(String key, int size) throws Exception;

    /** Reads all of a small object that it wrote. */
    void getSmall(String key, int size) throws Exception;
}
