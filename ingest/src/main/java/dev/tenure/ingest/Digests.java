package dev.tenure.ingest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * SHA-256 of uploads on their way, kept from request to request in this process. Java's digest cannot be stored, so after a restart, or when
 * requests of one upload reach several machines, the digest is missing here and the stored bytes are read once more when the upload finishes.
 */
final class Digests {

    /** Uploads remembered at once; beyond that the one untouched for longest is read again at its end. One costs about 300 bytes. */
    private static final int CAPACITY = 10_000;

    private final Map<UploadId, Running> running = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UploadId, Running> eldest) {
            return size() > CAPACITY;
        }
    };

    /** A digest of the first {@code bytes} bytes. */
    private record Running(MessageDigest digest, long bytes) {}

    /** Takes out the digest of exactly this many bytes; an upload's first byte begins a new one. */
    synchronized Optional<MessageDigest> take(UploadId id, long bytes) {
        if (bytes == 0) {
            return Optional.of(sha256());
        }
        Running known = running.remove(id);
        return known == null || known.bytes != bytes ? Optional.empty() : Optional.of(known.digest);
    }

    synchronized void put(UploadId id, MessageDigest digest, long bytes) {
        running.put(id, new Running(digest, bytes));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
