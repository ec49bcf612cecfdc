package dev.tenure.app.schedule;

import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How often the background runs. Each too small only costs queries; each too large delays what it does.
 *
 * @param sweep looks for what is due; what is due stays readable at most this much longer
 * @param carryOn deletes the bytes of what was destroyed, and proves it
 * @param reconcile takes up what lacks a job: unfinished uploads, recordings to encode, tags and locks that are behind, keys to wrap anew
 * @param reap gives up uploads that expired, and deletes their bytes; they stay in the bucket at most this much longer
 * @param holdAudit compares the locks in the bucket with the holds; a lock that somebody cleared is missing at most this much longer
 * @param webhooks sends what accounts are to be told of; each event is told at most this much later
 * @param handOvers fetches what media servers told of, and looks at those whose time it is; a recording is here at most this much later
 * @param expiry looks for items near their end; an account is warned at most this much later than a week or a day before
 * @param digests sends hosts what is new about their items; each gets one at most this much later than the hour for it
 * @param doctor examines the object store; a server that behaves otherwise since its update is used as before for this long
 * @param trail gives entries of the trail their leaves, and signs; an entry cannot be proven for at most this much longer
 * @param trailAnchor recomputes the trail and puts its head into the bucket; tampering stays unnoticed for at most this much longer
 */
@ConfigurationProperties("tenure.schedule")
record ScheduleSettings(
        Duration sweep,
        Duration carryOn,
        Duration reconcile,
        Duration reap,
        Duration holdAudit,
        Duration webhooks,
        Duration handOvers,
        Duration expiry,
        Duration digests,
        Duration doctor,
        Duration trail,
        Duration trailAnchor) {

    ScheduleSettings {
        if (!Stream.of(
                        sweep,
                        carryOn,
                        reconcile,
                        reap,
                        holdAudit,
                        webhooks,
                        handOvers,
                        expiry,
                        digests,
                        doctor,
                        trail,
                        trailAnchor)
                .allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("tenure.schedule intervals must be above zero");
        }
    }
}
