package dev.tenure.storageapi.limits;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests are let through.
 *
 * @param perCaller by one token or person within the window; too few stops a media server in the middle of an upload
 * @param callers quotas of single tokens by their name, instead of {@code perCaller}: a media server may need more, a script less
 * @param perAddress by one network address without a token, or with one that is not valid; too few stops an office that watches a recording
 * @param window in which a spent quota fills up again, evenly
 * @param trustedProxies addresses or networks (CIDR) whose {@code X-Forwarded-For} is believed; empty where clients connect by themselves
 */
@ConfigurationProperties("tenure.limits")
record LimitSettings(
        @DefaultValue("3000") long perCaller,
        @DefaultValue Map<String, Long> callers,
        @DefaultValue("600") long perAddress,
        @DefaultValue("1m") Duration window,
        @DefaultValue List<String> trustedProxies) {

    LimitSettings {
        if (perCaller < 1 || perAddress < 1 || window.toSeconds() < 1) {
            throw new IllegalArgumentException("tenure.limits must let through something, in a window of at least 1 s");
        }
        callers = Map.copyOf(callers);
        if (callers.values().stream().anyMatch(quota -> quota < 1)) {
            throw new IllegalArgumentException("tenure.limits.callers must let through something");
        }
        trustedProxies = List.copyOf(trustedProxies);
    }

    long quotaOf(String caller) {
        return callers.getOrDefault(caller, perCaller);
    }
}
