package dev.tenure.transcode.job;

import dev.tenure.transcode.plan.PictureCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recordings are made playable on this machine.
 *
 * @param scratch directory for plaintext work files, made with access for its owner only and used by one process at a time. It needs about three
 *     times the size of the largest source per job that runs at once; best on an encrypted disk that is not backed up
 * @param lease how long an item stays ours without a sign of life. Too short loses work on a stalled database, too long delays the takeover after a
 *     crash that nobody noticed; at least 3 s
 * @param attempts how often an item may fail before its problem is noted. Too few gives up at the first outage, too many repeats hopeless encodes
 * @param shutdown how long closing the application waits for running jobs to stop; they stop within seconds
 * @param backOff how long an item rests after its first failure; four times as long after each further one
 * @param longestBackOff no rest is longer
 * @param keepReplaced how long bytes that nobody is sent to any more stay, for those who read them just now. Not below the longest time that somebody
 *     plays without reloading, or their player stops
 * @param picture what pictures are encoded to that do not play as they are: {@code h264} plays everywhere, {@code av1} takes less room and more
 *     processor time, and does not play on older phones
 * @param cpu what encoding may take of this machine
 * @param quiet when little or nothing is begun
 */
@ConfigurationProperties("tenure.transcode")
public record TranscodeSettings(
        Path scratch,
        @DefaultValue("90s") Duration lease,
        @DefaultValue("3") int attempts,
        @DefaultValue("20s") Duration shutdown,
        @DefaultValue("1m") Duration backOff,
        @DefaultValue("1h") Duration longestBackOff,
        @DefaultValue("4h") Duration keepReplaced,
        @DefaultValue("h264") PictureCodec picture,
        @DefaultValue CpuBudget cpu,
        @DefaultValue QuietHours quiet) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    public TranscodeSettings {
        Objects.requireNonNull(scratch, "tenure.transcode.scratch: name a private directory for work files");
        scratch = scratch.toAbsolutePath().normalize();
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("tenure.transcode.lease: at least 3s, not " + lease);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("tenure.transcode.attempts: at least 1, not " + attempts);
        }
        if (shutdown.isNegative()) {
            throw new IllegalArgumentException("tenure.transcode.shutdown: not negative");
        }
        if (!backOff.isPositive() || longestBackOff.compareTo(backOff) < 0) {
            throw new IllegalArgumentException(
                    "tenure.transcode.back-off: above zero, and longest-back-off not below it");
        }
        if (keepReplaced.isNegative()) {
            throw new IllegalArgumentException("tenure.transcode.keep-replaced: not negative");
        }
    }
}
