package dev.tenure.retention.brake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a sweep stops and asks.
 *
 * @param fewest so many items of an account may always go at once. Too small asks about every busy day, too large lets a mistake take that many
 * @param timesUsual more than this many times what goes on a usual day of the account is asked about. Too small asks after every holiday, too large
 *     never asks
 * @param share more than this share of what an account has, from 0 to 1, is asked about, unless it goes like that every day. Too small asks accounts
 *     that keep little, 1 never asks
 * @param clockSkew how far the clocks of the database and of this machine may be apart. Too small stops sweeps for a busy machine, too large
 *     believes a wrong clock
 * @param silence after so long without any sweep the clock is doubted: it was off, or somebody moved the clock forward, and only a person
 *     can tell. Too small asks after every outage, too large believes a clock that leapt
 * @param releaseFor how long a person's release lasts
 */
@ConfigurationProperties("tenure.brakes")
public record BrakeSettings(
        @DefaultValue("100") int fewest,
        @DefaultValue("5") int timesUsual,
        @DefaultValue("0.5") double share,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("3d") Duration silence,
        @DefaultValue("24h") Duration releaseFor) {

    public BrakeSettings {
        if (fewest < 1 || timesUsual < 1 || share <= 0 || share > 1) {
            throw new IllegalArgumentException(
                    "tenure.brakes: fewest and times-usual must be above 0, share above 0 and at most 1");
        }
        if (!clockSkew.isPositive() || !silence.isPositive() || !releaseFor.isPositive()) {
            throw new IllegalArgumentException("tenure.brakes durations must be above 0");
        }
    }
}
