package dev.tenure.ingest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What the bytes of one request must have (tus 1.0.0, checksum): against damage on the way, not against an attacker.
 *
 * @param hex the value as the algorithm gives it, in hexadecimal digits; of CRC-32C the highest byte first
 */
public record Checksum(Algorithm algorithm, String hex) {

    public Checksum {
        if (hex.length() != 2 * algorithm.size) {
            throw new IllegalArgumentException(
                    algorithm.word + " has " + algorithm.size + " bytes, not " + hex.length() / 2);
        }
        hex = HexFormat.of().formatHex(HexFormat.of().parseHex(hex));
    }

    /** The checksum of these bytes of value; an {@link IllegalArgumentException} says how many it must have. */
    public static Checksum of(Algorithm algorithm, byte[] value) {
        return new Checksum(algorithm, HexFormat.of().formatHex(value));
    }

    /** The algorithms that are understood. SHA-1 is the one that tus demands of every server. */
    public enum Algorithm {
        SHA1("sha1", 20),
        SHA256("sha256", 32),
        CRC32C("crc32c", 4);

        private final String word;
        private final int size;

        Algorithm(String word, int size) {
            this.word = word;
            this.size = size;
        }

        /** Its name in the protocol. */
        public String word() {
            return word;
        }
    }

    /** Begins to check bytes against it. */
    Check check() {
        byte[] value = HexFormat.of().parseHex(hex);
        return switch (algorithm) {
            case SHA1 -> new DigestCheck("SHA-1", value);
            case SHA256 -> new DigestCheck("SHA-256", value);
            case CRC32C -> new CrcCheck(value);
        };
    }

    /** Takes the bytes as they come, then says whether they were the right ones. */
    interface Check {
        void update(byte[] bytes, int offset, int length);

        boolean matches();
    }

    private static final class DigestCheck implements Check {

        private final MessageDigest digest;
        private final byte[] expected;

        DigestCheck(String algorithm, byte[] expected) {
            try {
                this.digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + algorithm, e);
            }
            this.expected = expected;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public boolean matches() {
            return MessageDigest.isEqual(digest.digest(), expected);
        }
    }

    private static final class CrcCheck implements Check {

        private final CRC32C crc = new CRC32C();
        private final byte[] expected;

        CrcCheck(byte[] expected) {
            this.expected = expected;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            crc.update(bytes, offset, length);
        }

        @Override
        public boolean matches() {
            return ByteBuffer.wrap(expected).getInt() == (int) crc.getValue();
        }
    }
}
