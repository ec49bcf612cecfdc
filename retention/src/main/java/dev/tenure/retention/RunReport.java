package dev.tenure.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a sweep of an account: what it was going to destroy, what it destroyed, with a certificate for each item, and what stays and why. Holds no
 * personal data.
 *
 * @param accountHash as in certificates
 * @param state how it ended: COMPLETED, COMPLETED_WITH_DEFERRALS or ABORTED
 * @param cause why it was aborted; else null
 * @param sweptAt when the last key was destroyed that was going to be
 * @param proven how many items are proven gone
 * @param certificatesDigest over the certificates of all of them, as {@link CertificatesDigest} makes it: it says which they are, however many
 * @param destroyed the first of them in order of their ids, at most {@value #MOST_NAMED}
 * @param deferrals how many items stay or are not proven gone
 * @param deferred the first of those
 */
public record RunReport(
        UUID run,
        String accountHash,
        String state,
        @Nullable String cause,
        Planned planned,
        Instant startedAt,
        Instant sweptAt,
        Instant endedAt,
        long proven,
        String certificatesDigest,
        List<Destroyed> destroyed,
        long deferrals,
        List<Deferred> deferred) {

    /** The schema of the JSON form; changes whenever a field does. */
    public static final String SCHEMA = "tenure-run-report/1";

    /** More items are counted, not named: a report is read as a whole. */
    public static final int MOST_NAMED = 10_000;

    public RunReport {
        destroyed = List.copyOf(destroyed);
        deferred = List.copyOf(deferred);
        if (sweptAt.isBefore(startedAt) || endedAt.isBefore(sweptAt)) {
            throw new IllegalArgumentException("a run starts, destroys and ends in this order");
        }
        if (proven < destroyed.size()) {
            throw new IllegalArgumentException(
                    destroyed.size() + " items are named as proven gone, and " + proven + " are counted");
        }
        if (proven == destroyed.size()
                && !certificatesDigest.equals(CertificatesDigest.of(destroyed).hex())) {
            throw new IllegalArgumentException("the digest of the certificates is not that of those named");
        }
        if (deferrals < deferred.size()) {
            throw new IllegalArgumentException(
                    deferred.size() + " items are deferred, and " + deferrals + " are counted");
        }
        if (state.equals("COMPLETED") && (deferrals > 0 || cause != null)) {
            throw new IllegalArgumentException("a run of which something stays is not complete");
        }
    }

    /**
     * What was found due.
     *
     * @param kept candidates that something kept
     */
    public record Planned(Instant at, long items, long bytes, long kept, List<OfClass> classes) {
        public Planned {
            classes = List.copyOf(classes);
        }
    }

    /**
     * What was due of a retention class.
     *
     * @param anchoredUpTo the last anchor that was due, or {@code everything} or {@code nothing}
     */
    public record OfClass(String retentionClass, String anchoredUpTo, long items, long bytes) {}

    /**
     * An item that is proven gone.
     *
     * @param certificateHash SHA-256 in hex of the certificate as it was signed
     */
    public record Destroyed(UUID item, Instant unreadableSince, UUID certificate, String certificateHash) {}

    /**
     * An item that stays, or is not proven gone.
     *
     * @param unreadable whether its key is destroyed
     * @param cause a word, and the same for people
     */
    public record Deferred(UUID item, boolean unreadable, String cause, String words) {}
}
