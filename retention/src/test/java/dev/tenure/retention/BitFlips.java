package dev.tenure.retention;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.ObjIntConsumer;

/** Texts of which one bit was changed. */
final class BitFlips {

    private BitFlips() {}

    /**
     * Changes a bit of each byte in turn, always the same ones.
     *
     * @param look takes a changed text, and at which byte it was changed
     */
    static void inEachByteOf(String text, ObjIntConsumer<byte[]> look) {
        byte[] original = text.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(42);
        for (int position = 0; position < original.length; position++) {
            byte[] changed = original.clone();
            changed[position] ^= (byte) (1 << random.nextInt(8));
            look.accept(changed, position);
        }
    }
}
