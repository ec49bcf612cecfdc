package dev.tenure.catalog.manifest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When manifests are written.
 *
 * @param settle how long an item is STORED before its first manifest is written. Most become READY sooner, and are written then: a manifest before that would
 *     be one request to the store more for each arrival, and for nothing. As long, too, an item is known to the database alone
 */
@ConfigurationProperties("tenure.manifests")
public record ManifestSettings(@DefaultValue("30s") Duration settle) {

    public ManifestSettings {
        if (settle.isNegative()) {
            throw new IllegalArgumentException("tenure.manifests.settle must not be negative");
        }
    }
}
