package dev.tenure.ingest;

import dev.tenure.objectstore.sealing.SealedLayout;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what comes in.
 *
 * @param maxUploadSize the largest upload; too small refuses long meetings, too large lets one caller fill the bucket. At most 4 TiB, where
 *     S3's limits on parts and objects are near, and only as large as a quarter of the heap holds one of its parts
 * @param expiry how long an upload may rest unfinished. Too small loses uploads over bad links, too large keeps their parts in the bucket
 * @param lifetime how long an upload may stay unfinished at most, however often something comes. Too small loses large uploads over thin lines,
 *     too large lets a client keep its place in the quota, and what it reserved, for ever
 * @param maxUnfinished unfinished uploads of an account at once. Too small refuses busy sites, too large lets one account fill the tables
 * @param maxUnfinishedBytes bytes that unfinished uploads of an account may reserve together. Too small refuses large meetings that end at the
 *     same time, too large lets one account fill the bucket with what never becomes an item
 * @param minRate bytes per second that a request must bring while we wait for them. Too small lets whoever drips keep connections, too large
 *     cuts honest clients on thin lines
 * @param rateWindow over how much waiting the rate is taken. Too small cuts clients that pause, too large lets a drip last that long
 * @param requestDeadline how long one request may send. Too small makes clients begin new requests, or give up, over and over; too large lets one
 *     request that is just fast enough last that long
 * @param takeoverAfter how long the request that sends to an upload must have been silent for another to take its place. Too small lets two
 *     clients take the upload from each other, too large makes a client wait whose connection died
 */
@ConfigurationProperties("tenure.ingest")
public record IngestSettings(
        @DefaultValue("64GB") DataSize maxUploadSize,
        @DefaultValue("24h") Duration expiry,
        @DefaultValue("7d") Duration lifetime,
        @DefaultValue("1000") int maxUnfinished,
        @DefaultValue("2TB") DataSize maxUnfinishedBytes,
        @DefaultValue("1KB") DataSize minRate,
        @DefaultValue("30s") Duration rateWindow,
        @DefaultValue("24h") Duration requestDeadline,
        @DefaultValue("5s") Duration takeoverAfter) {

    private static final DataSize LIMIT = DataSize.ofTerabytes(4);

    /** A part of the largest upload is held in memory twice, unsealed and on its way, and leaves as much to everything else. */
    private static final int PARTS_IN_HEAP = 4;

    public IngestSettings {
        if (maxUploadSize.toBytes() <= 0 || maxUploadSize.compareTo(LIMIT) > 0) {
            throw new IllegalArgumentException("tenure.ingest.max-upload-size must be above 0 and at most " + LIMIT);
        }
        requireRoomForParts(maxUploadSize, Runtime.getRuntime().maxMemory());
        if (!expiry.isPositive()
                || !rateWindow.isPositive()
                || !requestDeadline.isPositive()
                || takeoverAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "tenure.ingest durations must not be negative; expiry, rate-window and request-deadline not zero");
        }
        if (lifetime.compareTo(expiry) < 0) {
            throw new IllegalArgumentException("tenure.ingest.lifetime must not be below tenure.ingest.expiry");
        }
        if (maxUnfinished < 1 || maxUnfinishedBytes.toBytes() < 1 || minRate.isNegative()) {
            throw new IllegalArgumentException(
                    "tenure.ingest.max-unfinished and max-unfinished-bytes must be above 0, min-rate not below");
        }
    }

    /** Parts grow with the largest upload, because a store takes only so many of them. */
    static void requireRoomForParts(DataSize maxUploadSize, long heap) {
        long part = SealedLayout.partSizeFor(maxUploadSize.toBytes());
        if (part * PARTS_IN_HEAP > heap) {
            throw new IllegalArgumentException(
                    "tenure.ingest.max-upload-size=%dGB needs parts of %d MiB, too large for the heap of %d MiB: lower it, or give the process %d MiB or more with TENURE_HEAP"
                            .formatted(
                                    maxUploadSize.toGigabytes(), part >> 20, heap >> 20, (part * PARTS_IN_HEAP) >> 20));
        }
    }
}
