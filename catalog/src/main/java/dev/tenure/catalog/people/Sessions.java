package dev.tenure.catalog.people;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions of people, known to every machine of a fleet. They end by being idle, by age, by signing out, and with a change of the password. */
public interface Sessions {

    /**
     * Starts a session and forgets those that are over.
     *
     * @param provenAt when the person proved who they are; absent for now
     * @return its secret, told this once
     */
    String start(Person person, Session.Method method, @Nullable Instant provenAt);

    /** The session of this secret, its person as they are now; empty when it is unknown or over, or the person has left. Counts as being used. */
    Optional<Session> find(String secret);

    /** The person has proved anew who they are. */
    void confirm(Session session);

    void end(Session session);

    /** Ends all sessions of a person. */
    void endAll(Person person);
}
