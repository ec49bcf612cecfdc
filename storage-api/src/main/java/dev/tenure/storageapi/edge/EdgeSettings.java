package dev.tenure.storageapi.edge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a request may cost before we know what it wants.
 *
 * @param maxBody largest body outside uploads; it is held in memory. Too small refuses large holds, too big lets callers fill the heap
 * @param bodyDeadline from the body's first to its last byte. Too short refuses people on trains, too long keeps connections for nothing
 * @param headDeadline from a request's first byte to the end of its headers
 */
@ConfigurationProperties("tenure.edge")
record EdgeSettings(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("30s") Duration bodyDeadline,
        @DefaultValue("15s") Duration headDeadline) {

    EdgeSettings {
        if (maxBody.toBytes() < 1
                || maxBody.toBytes() > DataSize.ofMegabytes(64).toBytes()) {
            throw new IllegalArgumentException("tenure.edge.max-body must be 1 byte to 64 MB, not " + maxBody);
        }
        if (!bodyDeadline.isPositive() || !headDeadline.isPositive()) {
            throw new IllegalArgumentException("tenure.edge deadlines must be above zero");
        }
    }
}
