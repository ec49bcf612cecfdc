package dev.tenure.app.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How often the background runs. Each too small only costs queries; each too large delays what it does.
 *
 * @param sweep looks for what is due; what is due stays readable at most this much longer
 * @param carryOn deletes the bytes of what was destroyed, and proves it
 * @param reconcile takes up what lacks a job: unfinished uploads, recordings to encode, tags that are behind
 */
@ConfigurationProperties("tenure.schedule")
record ScheduleSettings(Duration sweep, Duration carryOn, Duration reconcile) {

    ScheduleSettings {
        if (!sweep.isPositive() || !carryOn.isPositive() || !reconcile.isPositive()) {
            throw new IllegalArgumentException("tenure.schedule intervals must be above zero");
        }
    }
}
