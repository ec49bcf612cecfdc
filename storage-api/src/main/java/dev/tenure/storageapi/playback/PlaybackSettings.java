package dev.tenure.storageapi.playback;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recordings are played.
 *
 * @param linkLifetime how long a playback link opens its item: 1 minute to 24 hours. Too short ends a long meeting before it is watched, too long
 *     makes a leaked link worth something
 */
@ConfigurationProperties("tenure.playback")
record PlaybackSettings(@DefaultValue("4h") Duration linkLifetime) {

    PlaybackSettings {
        if (linkLifetime.compareTo(Duration.ofMinutes(1)) < 0 || linkLifetime.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("tenure.playback.link-lifetime must be 1m to 24h, not " + linkLifetime);
        }
    }
}
