package dev.tenure.catalog.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of a leaf, of an inner node, or of the empty tree. Leaves and nodes are hashed behind different first bytes, so that neither can pass for
 * the other.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record TreeHash(String hex) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    /** The root of a tree without entries: SHA-256 of nothing. */
    public static final TreeHash EMPTY = new TreeHash(hex(sha256()));

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    public TreeHash {
        if (!SHAPE.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + hex);
        }
    }

    public static TreeHash of(byte[] digest) {
        return new TreeHash(hex(digest));
    }

    /** SHA-256(0x00 || entry). */
    public static TreeHash ofLeaf(byte[] entry) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        sha256.update(entry);
        return new TreeHash(hex(sha256));
    }

    /** SHA-256(0x01 || left || right). */
    public static TreeHash ofNode(TreeHash left, TreeHash right) {
        MessageDigest sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left.bytes());
        sha256.update(right.bytes());
        return new TreeHash(hex(sha256));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static String hex(MessageDigest sha256) {
        return hex(sha256.digest());
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
