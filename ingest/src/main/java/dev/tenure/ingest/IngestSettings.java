package dev.tenure.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what comes in.
 *
 * @param maxUploadSize the largest upload; too small refuses long meetings, too large lets one caller fill the bucket. At most 4 TiB, where
 *     S3's limits on parts and objects are near
 * @param expiry how long an upload may stay unfinished. Too small loses uploads over bad links, too large keeps their parts in the bucket
 */
@ConfigurationProperties("tenure.ingest")
public record IngestSettings(
        @DefaultValue("64GB") DataSize maxUploadSize,
        @DefaultValue("24h") Duration expiry) {

    private static final DataSize LIMIT = DataSize.ofTerabytes(4);

    public IngestSettings {
        if (maxUploadSize.toBytes() <= 0 || maxUploadSize.compareTo(LIMIT) > 0) {
            throw new IllegalArgumentException("tenure.ingest.max-upload-size must be above 0 and at most " + LIMIT);
        }
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException("tenure.ingest.expiry must be above zero");
        }
    }
}
