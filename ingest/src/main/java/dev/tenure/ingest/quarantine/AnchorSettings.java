package dev.tenure.ingest.quarantine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which ends of recordings are believed.
 *
 * @param clockTolerance how far a media server's clock may run ahead of ours before the end it reports is not believed. Too small quarantines
 *     recordings for a clock that is a little fast, too large lets a wrong one keep recordings longer
 */
@ConfigurationProperties("tenure.ingest")
public record AnchorSettings(@DefaultValue("5m") Duration clockTolerance) {

    public AnchorSettings {
        if (clockTolerance.isNegative()) {
            throw new IllegalArgumentException("tenure.ingest.clock-tolerance must not be negative");
        }
    }
}
