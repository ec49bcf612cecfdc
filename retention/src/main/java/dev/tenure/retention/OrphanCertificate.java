package dev.tenure.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * States that objects which nobody owned are gone from the bucket: which, since when they were known, by which decision they were deleted, and that two
 * whole listings of the bucket had none of them. Unlike a {@link DestructionCertificate} it knows of no item, no rules and no key. Holds no personal data:
 * accounts and object keys appear as hashes.
 *
 * @param accountHash as in certificates of items
 * @param folder the id in their keys below the account, of an item perhaps; null where they lay beside all folders
 * @param decidedAt when it was looked at once more whose they are, and they were nobody's
 * @param deletedAt when the store had deleted them; null where the worker broke down before it noted that
 * @param clock whose clock gave the instants
 * @param method how they were destroyed and how their absence was checked, in words
 * @param executor who decided and deleted, which is not who verified
 * @param tool the program and its build
 * @param residual what outlives the destruction outside our reach, in words
 */
public record OrphanCertificate(
        UUID id,
        String accountHash,
        @Nullable UUID folder,
        String bucket,
        List<Destroyed> orphans,
        Instant decidedAt,
        @Nullable Instant deletedAt,
        String clock,
        String method,
        String executor,
        String tool,
        Listing first,
        Listing second,
        String verifier,
        String residual) {

    /** The schema of the JSON form; changes whenever a field does. */
    public static final String SCHEMA = "tenure-orphan-certificate/1";

    public OrphanCertificate {
        orphans = List.copyOf(orphans);
        DestructionCertificate.requireSha256("accountHash", accountHash);
        if (orphans.isEmpty()) {
            throw new IllegalArgumentException("nothing was destroyed");
        }
        if (deletedAt != null && deletedAt.isBefore(decidedAt)) {
            throw new IllegalArgumentException("it was deleted before it was decided");
        }
        if (!first.beganAt().isAfter(deletedAt == null ? decidedAt : deletedAt)) {
            throw new IllegalArgumentException("absence was listed before the destruction");
        }
        if (!second.beganAt().isAfter(first.endedAt())) {
            throw new IllegalArgumentException("the second listing must begin after the first one ended");
        }
        if (executor.equals(verifier)) {
            throw new IllegalArgumentException("who destroyed has verified it, too");
        }
        for (Destroyed orphan : orphans) {
            if (orphan.firstFoundAt().isAfter(decidedAt)) {
                throw new IllegalArgumentException("an orphan was found after it was decided about");
            }
        }
    }

    /** What one was. */
    public enum Kind {
        VERSION,
        /** Hid an object, and had no bytes. */
        MARKER,
        /** An object whose parts had never become whole. */
        UPLOAD
    }

    /**
     * One that is gone.
     *
     * @param keyHash SHA-256 in hex of the object's key
     * @param id the store's id of the version, marker or upload
     * @param size bytes in the bucket; 0 for uploads, of which stores do not say it
     * @param firstFoundAt when a comparison saw it for the first time
     */
    public record Destroyed(String keyHash, Kind kind, String id, long size, Instant firstFoundAt) {
        public Destroyed {
            DestructionCertificate.requireSha256("keyHash", keyHash);
            if (size < 0) {
                throw new IllegalArgumentException("size must not be negative, but is " + size);
            }
        }
    }

    /**
     * A listing of the whole bucket that had none of them.
     *
     * @param listed how many versions and delete markers the bucket had
     */
    public record Listing(Instant beganAt, Instant endedAt, long listed) {
        public Listing {
            if (endedAt.isBefore(beganAt)) {
                throw new IllegalArgumentException("a listing ended before it began");
            }
            if (listed < 0) {
                throw new IllegalArgumentException("listed must not be negative, but is " + listed);
            }
        }
    }

    /** Stored bytes of all. */
    public long bytes() {
        return orphans.stream().mapToLong(Destroyed::size).sum();
    }
}
