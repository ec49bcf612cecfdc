package dev.tenure.retention.policy;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How destruction is carried out.
 *
 * @param skewBound how far the database's clock may be ahead of true time; nothing counts as due before it is past by this much. Too small
 *     trusts the clock, too large keeps what is due
 * @param verifyDelay time between the two listings that must both be empty. Too small can miss what a store shows late, and what a call writes that was under way at the first
 * @param runLease how long a server that works on a run has it to itself, and keeps it as it goes on. Too short and a slow page of candidates loses it to another
 *     server, too long and what a server began before it was killed waits
 * @param signingKey file of the Ed25519 key that signs certificates; made at first use
 */
@ConfigurationProperties("tenure.retention")
public record RetentionSettings(
        @DefaultValue("30s") Duration skewBound,
        @DefaultValue("15m") Duration verifyDelay,
        @DefaultValue("1m") Duration runLease,
        Path signingKey) {

    public RetentionSettings {
        if (skewBound.isNegative() || verifyDelay.isNegative()) {
            throw new IllegalArgumentException("tenure.retention durations must not be negative");
        }
        if (!runLease.isPositive()) {
            throw new IllegalArgumentException("tenure.retention.run-lease must be longer than nothing");
        }
    }
}
