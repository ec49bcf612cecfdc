package dev.tenure.storageapi.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How accounts are told of events.
 *
 * @param allowedHosts when not empty, only these names are sent to: {@code name}, or {@code *.name} for all below it
 * @param allowedNetworks networks in CIDR form that are sent to although they are not public: receivers on the premises
 * @param deadline for one attempt as a whole. Too small gives up receivers that only are slow, too large lets them keep others waiting
 * @param keepEvents how long events can be asked for and sent again. Too small loses them for a receiver that was away, too large only takes room
 */
@ConfigurationProperties("tenure.webhooks")
record WebhookSettings(
        @DefaultValue List<String> allowedHosts,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue("10s") Duration deadline,
        @DefaultValue("30d") Duration keepEvents) {

    /** Attempts over three days must find their event still there. */
    private static final Duration LEAST_KEPT = Duration.ofDays(7);

    WebhookSettings {
        if (!deadline.isPositive() || deadline.compareTo(Deliveries.LEASE.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("tenure.webhooks.deadline must be above zero and at most 30s");
        }
        if (keepEvents.compareTo(LEAST_KEPT) < 0) {
            throw new IllegalArgumentException("tenure.webhooks.keep-events must be at least 7d");
        }
    }
}
