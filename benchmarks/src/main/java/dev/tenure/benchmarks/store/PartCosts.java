package dev.tenure.benchmarks.store;

import dev.tenure.benchmarks.Meter;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealBinding;
import java.io.IOException;
import java.io.PrintStream;
import java.security.MessageDigest;

/** What hashing and sealing cost by themselves, on one thread. */
record PartCosts(PrintStream out) {

    private static final int PART = 8 << 20;
    private static final int WARM_UP = 96;
    private static final int MEASURED = 64;

    /** As a server does at its start: Java compiles ciphers after so many calls, not after so many bytes. */
    static void warmUp() throws IOException {
        PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("bench/store/warm-up"));
        byte[] little = Noise.bytes(4096);
        for (int i = 0; i < 4000; i++) {
            seal.open(1, PartSeal.Role.TAIL, seal.seal(1, PartSeal.Role.TAIL, little, little.length));
        }
    }

    void print() throws Exception {
        byte[] part = Noise.bytes(PART);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("bench/store/part"));
        byte[] sealed = seal.seal(1, PartSeal.Role.LAST, part, part.length);
        out.printf("  hash (SHA-256)      %.2f CPU s/GiB%n", perGibibyte(() -> sha256.update(part)));
        out.printf(
                "  seal (AES-256-GCM)  %.2f CPU s/GiB%n",
                perGibibyte(() -> seal.seal(1, PartSeal.Role.LAST, part, PART)));
        out.printf(
                "  open (AES-256-GCM)  %.2f CPU s/GiB%n", perGibibyte(() -> seal.open(1, PartSeal.Role.LAST, sealed)));
    }

    private static double perGibibyte(Meter.Work once) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            once.run();
        }
        Meter.Taken taken = Meter.take(() -> {
            for (int i = 0; i < MEASURED; i++) {
                once.run();
            }
        });
        return taken.cpuSeconds() / (MEASURED * (double) PART / (1 << 30));
    }
}
