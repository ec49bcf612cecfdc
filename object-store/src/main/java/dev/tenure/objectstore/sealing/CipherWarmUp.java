package dev.tenure.objectstore.sealing;

/**
 * Has AES-GCM compiled before the first recording comes.
 *
 * <p>Java uses the processor's AES and carry-less multiplication only in code that it has compiled to the end, and it does that after so many calls,
 * not after so many bytes. Recordings come in calls of a megabyte: the first half gigabyte of a process would cost thirty times its processor time.
 * A few thousand small calls take some tenths of a second instead.
 */
final class CipherWarmUp {

    /** Enough for the last compiler on every machine we saw; more is only wasted. */
    private static final int CALLS = 3000;

    private static final int SIZE = 4096;

    private CipherWarmUp() {}

    /** Begins it beside everything else. It ends with the process at the latest. */
    static void begin() {
        Thread.ofPlatform().daemon().name("cipher-warm-up").start(CipherWarmUp::run);
    }

    private static void run() {
        PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("warm-up"));
        byte[] plaintext = new byte[SIZE];
        try {
            for (int i = 0; i < CALLS; i++) {
                seal.open(1, PartSeal.Role.TAIL, seal.seal(1, PartSeal.Role.TAIL, plaintext, SIZE));
            }
        } catch (SealBroken impossible) {
            throw new IllegalStateException("this Java cannot open what it sealed", impossible);
        }
    }
}
