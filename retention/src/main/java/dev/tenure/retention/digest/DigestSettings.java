package dev.tenure.retention.digest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When hosts get their digests.
 *
 * @param hour of the account's day, 0 to 23, before which none is sent. Too early is read with the night's news, too late leaves the last day short
 */
@ConfigurationProperties("tenure.digest")
public record DigestSettings(@DefaultValue("7") int hour) {

    public DigestSettings {
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("tenure.digest.hour must be from 0 to 23, not " + hour);
        }
    }
}
