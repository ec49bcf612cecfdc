package dev.tenure.retention;

import dev.tenure.catalog.trail.TrailLeaf;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * States that an item is gone: what it was, by which authority it was destroyed, how, and how its absence was checked.
 * Follows the fields of NIST SP 800-88 §4.8. It can only be made where the absence was shown; a destruction that is not
 * finished has no certificate. Holds no personal data and no key: accounts and object keys appear as hashes.
 *
 * @param residual what outlives the destruction outside our reach, in words
 * @param exceptions what deviated from the rule, in words; usually empty
 * @param evidence what certificates tell since the second schema; null in one of the first
 */
public record DestructionCertificate(
        UUID id,
        DestroyedItem item,
        List<DestroyedObject> objects,
        Authority authority,
        Execution execution,
        Verification verification,
        String residual,
        List<String> exceptions,
        @Nullable Evidence evidence) {

    /** The schema of the JSON form; changes whenever a field does. */
    public static final String SCHEMA = "tenure-certificate/2";

    /** The schema before there was {@link Evidence}; still read, no longer written. */
    static final String FIRST_SCHEMA = "tenure-certificate/1";

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public DestructionCertificate {
        objects = List.copyOf(objects);
        exceptions = List.copyOf(exceptions);
        Instant firstListing = verification.listings().getFirst().at();
        if (firstListing.isBefore(execution.committedAt())) {
            throw new IllegalArgumentException("absence was listed before the destruction was committed");
        }
        if (evidence != null && evidence.executor().equals(verification.verifier())) {
            throw new IllegalArgumentException("who destroyed has verified it, too");
        }
    }

    /**
     * The item that is gone.
     *
     * @param accountHash SHA-256 in hex of the account's id with a salt that only the operator has
     * @param meeting the meeting it belonged to; null if it belonged to none
     * @param kind what it was, in the catalog's words
     */
    public record DestroyedItem(
            UUID id, String accountHash, @Nullable String meeting, String kind) {
        public DestroyedItem {
            requireSha256("accountHash", accountHash);
        }
    }

    /**
     * One object that held bytes of the item.
     *
     * @param keyHash SHA-256 in hex of the object's key
     * @param versions the id of every version that was deleted, delete markers included
     * @param size bytes in the bucket
     * @param contentHash SHA-256 in hex of the content; null where the object never became whole
     */
    public record DestroyedObject(
            String bucket,
            String keyHash,
            List<String> versions,
            long size,
            @Nullable String contentHash,
            String role) {
        public DestroyedObject {
            versions = List.copyOf(versions);
            requireSha256("keyHash", keyHash);
            if (contentHash != null) {
                requireSha256("contentHash", contentHash);
            }
            if (size < 0) {
                throw new IllegalArgumentException("size must not be negative, but is " + size);
            }
        }
    }

    /**
     * The grounds.
     *
     * @param ruleClasses the classes of the rules that were considered
     * @param ruleSet the rule set revision, as its {@link RuleSet#reference()}
     * @param explanationDigest the {@link Explanation#digest()} of the decision
     * @param floor null if no rule demanded keeping
     */
    public record Authority(
            Set<RuleClass> ruleClasses,
            String ruleSet,
            String explanationDigest,
            Instant decidedAt,
            Horizon goAt,
            Horizon destroyAt,
            @Nullable Horizon floor) {
        public Authority {
            ruleClasses = Collections.unmodifiableSet(new TreeSet<>(ruleClasses));
            requireSha256("explanationDigest", explanationDigest);
            if (!destroyAt.isReachedAt(decidedAt)) {
                throw new IllegalArgumentException("the decision was taken before the item was due");
            }
            if (floor != null && !floor.isReachedAt(decidedAt)) {
                throw new IllegalArgumentException("the decision was taken before the floor");
            }
        }
    }

    /** How the bytes were made unreadable. */
    public enum Method {
        /** The item's key was destroyed, then every version of every object deleted. */
        CRYPTO_ERASE("crypto-erase + delete of all versions"),
        /** For content that was not sealed: every version of every object deleted. */
        DELETE("delete of all versions");

        private final String words;

        Method(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        static Method of(String words) {
            for (Method method : values()) {
                if (method.words.equals(words)) {
                    return method;
                }
            }
            throw new IllegalArgumentException("\"" + words + "\" is no method of destruction");
        }
    }

    /**
     * The act.
     *
     * @param committedAt from when on nothing could be read or recovered
     * @param clock whose clock gave the instants
     * @param key present exactly for {@link Method#CRYPTO_ERASE}
     * @param tool the program and its build
     */
    public record Execution(
            Instant startedAt,
            Instant committedAt,
            String clock,
            Method method,
            @Nullable KeyDestruction key,
            String tool) {
        public Execution {
            if (committedAt.isBefore(startedAt)) {
                throw new IllegalArgumentException("the destruction was committed before it started");
            }
            if ((method == Method.CRYPTO_ERASE) != (key != null)) {
                throw new IllegalArgumentException("a destroyed key is named exactly where one was destroyed");
            }
        }
    }

    /**
     * The end of the item's key.
     *
     * @param keyId names the wrapped key, without revealing it
     * @param receipt what shows that it is gone, such as the trail entry of the transaction that deleted it
     */
    public record KeyDestruction(String keyId, String receipt, Instant destroyedAt) {}

    /**
     * The proof of absence.
     *
     * @param listings at least two full listings of everything under the item's prefixes, in order, all empty
     * @param verifier who checked, which is not who destroyed
     */
    public record Verification(List<Listing> listings, Instant verifiedAt, String verifier) {
        public Verification {
            listings = List.copyOf(listings);
            if (listings.size() < 2) {
                throw new IllegalArgumentException("absence must be listed at least twice");
            }
            Instant last = Instant.MIN;
            for (Listing listing : listings) {
                if (!listing.at().isAfter(last)) {
                    throw new IllegalArgumentException("each listing must be later than the one before");
                }
                last = listing.at();
            }
            if (verifiedAt.isBefore(last)) {
                throw new IllegalArgumentException("verified before the last listing");
            }
        }
    }

    /** One full listing and what it found, which must be nothing. */
    public record Listing(Instant at, long versions, long deleteMarkers, long uploads) {
        public Listing {
            requireNone("versions", versions);
            requireNone("deleteMarkers", deleteMarkers);
            requireNone("uploads", uploads);
        }

        private static void requireNone(String what, long count) {
            if (count != 0) {
                throw new IllegalArgumentException(what + " must be 0, but is " + count);
            }
        }
    }

    /**
     * By whom, in which run, where the trail tells of it, and what is known of copies.
     *
     * @param run the sweep that destroyed it; null where no sweep did
     * @param executor who destroyed the key
     * @param method how the absence was checked, in words
     * @param trail the trail's entry of the destruction; null where it had no leaf yet
     * @param copies what is known of copies outside the bucket
     */
    public record Evidence(
            @Nullable UUID run,
            String executor,
            String method,
            @Nullable TrailLeaf trail,
            Copies copies) {}

    /**
     * What is known of copies that others made.
     *
     * @param downloads how often a download was noted in the trail: once an hour for each reader
     * @param backupsUntil when the last backup of the database goes that holds the wrapped key; null where nobody has said how long backups are kept
     */
    public record Copies(long downloads, @Nullable Instant backupsUntil) {
        public Copies {
            if (downloads < 0) {
                throw new IllegalArgumentException("downloads must not be negative, but are " + downloads);
            }
        }
    }

    static void requireSha256(String field, String hex) {
        if (!SHA_256.matcher(hex).matches()) {
            throw new IllegalArgumentException(field + " is not a SHA-256 in lower-case hex");
        }
    }
}
