package dev.tenure.transcode.media;

import java.time.Duration;

/**
 * How much one piece of media work may take. Everything that comes from outside is assumed to want more.
 *
 * @param probeWall wall time of one probe. Too small refuses slow disks, too big lets a bomb hold a worker
 * @param renderWallBase wall time that every longer run gets, however short the source
 * @param renderWallFactor further wall time as a multiple of the source's length. Too small fails honest 2-core encodes
 * @param idle longest time without any progress. Too small kills a run on a stalled disk, too big delays a retry
 * @param grace time between asking a process to end and killing it
 * @param addressSpaceBytes virtual memory of one process. Too small fails big pictures, too big invites the OOM killer
 * @param maxPixels largest picture a decoder may produce, in pixels
 * @param maxAllocBytes largest single allocation. Index tables of day-long sources must fit
 * @param maxStreams most streams a source may declare
 * @param maxDuration longest source taken
 * @param maxOutputBytes largest output file, whatever the source promises
 * @param fullDecode outputs up to this length are decoded whole when verified, longer ones by key frames and sound: a whole decode is a tenth of what an encode takes
 */
public record MediaLimits(
        Duration probeWall,
        Duration renderWallBase,
        int renderWallFactor,
        Duration idle,
        Duration grace,
        long addressSpaceBytes,
        long maxPixels,
        long maxAllocBytes,
        int maxStreams,
        Duration maxDuration,
        long maxOutputBytes,
        Duration fullDecode) {

    private static final long MIB = 1024L * 1024;

    public MediaLimits {
        if (probeWall.isNegative()
                || renderWallBase.isNegative()
                || renderWallFactor < 1
                || !idle.isPositive()
                || grace.isNegative()
                || addressSpaceBytes < 256 * MIB
                || maxPixels < 1
                || maxAllocBytes < MIB
                || maxStreams < 1
                || !maxDuration.isPositive()
                || maxOutputBytes < MIB
                || fullDecode.isNegative()) {
            throw new IllegalArgumentException("a media limit is not positive or too small to do any work");
        }
    }

    /** Limits for a small machine and recordings of up to a day. */
    public static MediaLimits defaults() {
        return new MediaLimits(
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                10,
                Duration.ofMinutes(2),
                Duration.ofSeconds(3),
                8192 * MIB,
                8192L * 4320,
                256 * MIB,
                16,
                Duration.ofHours(24),
                128 * 1024 * MIB,
                Duration.ofMinutes(1));
    }

    /** Wall time of a run over the whole of a source of this length. */
    public Duration renderWall(Duration length) {
        return renderWallBase.plus(length.multipliedBy(renderWallFactor));
    }
}
