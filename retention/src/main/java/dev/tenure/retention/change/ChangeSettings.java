package dev.tenure.retention.change;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changes of rules come to bind what is there.
 *
 * @param delay from the second person's approval until then, at least seven days. Longer gives people more time to notice
 * @param previewLasts how old a preview may be when it is proposed. Too long proposes what nobody looked at lately, too short leaves no time to think
 */
@ConfigurationProperties("tenure.changes")
record ChangeSettings(
        @DefaultValue("7d") Duration delay,
        @DefaultValue("24h") Duration previewLasts) {

    /** No setting makes it shorter. */
    static final Duration LEAST_DELAY = Duration.ofDays(7);

    /** Where a rule goes altogether, what it ruled stays this long, in case it went by mistake. */
    static final Duration AFTER_REMOVAL = Duration.ofDays(30);

    ChangeSettings {
        if (delay.compareTo(LEAST_DELAY) < 0) {
            throw new IllegalArgumentException(
                    "tenure.changes.delay must not be shorter than " + LEAST_DELAY.toDays() + " days, but is " + delay);
        }
        if (previewLasts.isNegative() || previewLasts.isZero()) {
            throw new IllegalArgumentException("tenure.changes.preview-lasts must be longer than nothing");
        }
    }
}
