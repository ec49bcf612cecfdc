package dev.tenure.retention.fixity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How objects are read back.
 *
 * @param window within which every byte is read back. Too small costs traffic, too large finds damage when no other copy may be left. Objects have
 *     their turn after two thirds of it, so that a third is left for what came in the way
 * @param rate plaintext bytes a second, on one machine of the fleet at a time. Too small does not come round within the window, too large takes
 *     the store from people
 * @param run after which no further object is begun. Too small reads less than the rate allows, too large keeps a worker from other jobs
 * @param paused true reads nothing back
 */
@ConfigurationProperties("tenure.fixity")
public record FixitySettings(
        @DefaultValue("90d") Duration window,
        @DefaultValue("16MB") DataSize rate,
        @DefaultValue("20s") Duration run,
        @DefaultValue("false") boolean paused) {

    public FixitySettings {
        if (!window.isPositive() || !run.isPositive() || rate.toBytes() < 1) {
            throw new IllegalArgumentException("tenure.fixity: window, rate and run must be above zero");
        }
    }

    /** After so long it is an object's turn. */
    Duration turnAfter() {
        return window.multipliedBy(2).dividedBy(3);
    }
}
