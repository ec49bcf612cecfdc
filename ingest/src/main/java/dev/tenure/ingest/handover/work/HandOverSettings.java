package dev.tenure.ingest.handover.work;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How recordings of media servers are taken over.
 *
 * @param directory below it, each account has a directory by its short name, and sources of files theirs below that; absent means that no source may
 *     read files of this machine
 * @param allowedNetworks in CIDR form, where media servers and buckets may be although these are not public
 * @param slots files that one process fetches at once. Too few let recordings wait, too many take bandwidth from people
 * @param eachSource of those, for one source, so that a slow one does not keep the others
 * @param pullEvery how often a source is looked at; what its calls did not tell is found at most this much later
 * @param giveUpAfter how long a file is tried for. Too small loses those of a server that is away, too large hides what will never come
 * @param keepTold how long names of files that need no more work are shown, and can be tried again. Names may name people: no longer than needed
 * @param deadline for one question, and for the silence of a server that sends
 * @param slowest bytes in a second over a minute; a transfer that is slower is broken off, and carried on with later
 */
@ConfigurationProperties("tenure.hand-over")
public record HandOverSettings(
        @Nullable Path directory,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue("4") int slots,
        @DefaultValue("2") int eachSource,
        @DefaultValue("10m") Duration pullEvery,
        @DefaultValue("7d") Duration giveUpAfter,
        @DefaultValue("30d") Duration keepTold,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("16KB") DataSize slowest) {

    /** How long a claim lasts without a sign of life. */
    static final Duration LEASE = Duration.ofMinutes(5);

    public HandOverSettings {
        directory = directory == null || directory.toString().isBlank() ? null : directory.toAbsolutePath();
        allowedNetworks = List.copyOf(allowedNetworks);
        if (slots < 1 || slots > 64 || eachSource < 1) {
            throw new IllegalArgumentException("tenure.hand-over.slots must be 1 to 64, and each-source at least 1");
        }
        if (!pullEvery.isPositive()
                || !giveUpAfter.isPositive()
                || keepTold.compareTo(giveUpAfter) < 0
                || !deadline.isPositive()
                || deadline.compareTo(LEASE.dividedBy(3)) > 0) {
            throw new IllegalArgumentException(
                    "tenure.hand-over durations must be above zero, keep-told no less than give-up-after, and deadline at most 100s");
        }
        if (slowest.toBytes() < 0) {
            throw new IllegalArgumentException("tenure.hand-over.slowest must not be negative");
        }
    }
}
