package dev.tenure.catalog.people;

import java.time.Duration;
import java.util.UUID;

/**
 * Somebody who is signed in, as they are now: a role that was taken from them is not among theirs any more.
 *
 * @param sinceProof time since they last proved who they are
 * @param mustChangePassword they came with a password that somebody gave them, and may only choose another
 */
public record Session(UUID id, Person person, Method method, Duration sinceProof, boolean mustChangePassword) {

    /** How long a proof of who somebody is counts for acts that cannot be taken back. */
    public static final Duration FRESH = Duration.ofMinutes(5);

    /** How they signed in. */
    public enum Method {
        PASSWORD,
        OIDC
    }

    public boolean fresh() {
        return sinceProof.compareTo(FRESH) <= 0;
    }
}
