package dev.tenure.objectstore.strict;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The digests that requests carry. */
final class Digests {

    /** Header names of S3's checksums, each with its algorithm. */
    private static final Map<String, Function<byte[], byte[]>> CHECKSUMS = Map.of(
            "x-amz-checksum-crc32", bytes -> crc32(new CRC32(), bytes),
            "x-amz-checksum-crc32c", bytes -> crc32(new CRC32C(), bytes),
            "x-amz-checksum-crc64nvme", Digests::crc64,
            "x-amz-checksum-sha1", bytes -> hash("SHA-1", bytes),
            "x-amz-checksum-sha256", Digests::sha256);

    private Digests() {}

    static byte[] md5(byte[] bytes) {
        return hash("MD5", bytes);
    }

    static byte[] sha256(byte[] bytes) {
        return hash("SHA-256", bytes);
    }

    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    static byte[] hmac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static byte[] crc32(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
        return ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** CRC-64/NVME, reflected, as the NVM Express specification defines it. */
    private static byte[] crc64(byte[] bytes) {
        long crc = -1;
        for (byte one : bytes) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0x9A6C9329AC4BC9B5L : crc >>> 1;
            }
        }
        return ByteBuffer.allocate(Long.BYTES).putLong(~crc).array();
    }

    /** Whether a header's or trailer's name is that of a checksum's value. */
    static boolean isChecksum(String name) {
        return CHECKSUMS.containsKey(name);
    }

    /** Refuses bytes that are not those whose checksum was sent. */
    static void check(String name, String value, byte[] bytes) {
        Function<byte[], byte[]> algorithm = CHECKSUMS.get(name);
        if (algorithm == null) {
            throw new S3Refusal(400, "InvalidRequest", "There is no checksum " + name);
        }
        byte[] computed = algorithm.apply(bytes);
        byte[] sent = base64(value);
        if (sent == null || sent.length != computed.length) {
            throw new S3Refusal(400, "InvalidRequest", "Value for " + name + " header is invalid.");
        }
        if (!MessageDigest.isEqual(sent, computed)) {
            throw new S3Refusal(400, "BadDigest", "The " + name + " you specified did not match what arrived.");
        }
    }

    static void checkMd5(String value, byte[] bytes) {
        byte[] sent = base64(value);
        if (sent == null || sent.length != 16) {
            throw new S3Refusal(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
        }
        if (!MessageDigest.isEqual(sent, md5(bytes))) {
            throw new S3Refusal(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static byte @Nullable [] base64(String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
