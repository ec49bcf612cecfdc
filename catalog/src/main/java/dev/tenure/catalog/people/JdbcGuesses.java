package dev.tenure.catalog.people;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * How often guesses failed, and until when further ones wait. Of guesses at people who are there the trail is told, in few entries however many guesses there are: the
 * first of a series, each pause with the number so far, and the number once the person has signed in. A series ends with that, or with a day
 * without a guess.
 */
class JdbcGuesses {

    /** The first pause; each further failure doubles it. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    /** The longest pause: a person whom somebody else locks out gets in again within it. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    /** After so long without a guess, earlier ones are forgotten. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private static final Actor ACTOR = Actor.system("sign-in");

    private final JdbcClient database;
    private final Trail trail;

    JdbcGuesses(JdbcClient database, Trail trail) {
        this.database = database;
        this.trail = trail;
    }

    /** Counts a guess at or from this subject, unless those are paused just now; and forgets old ones. */
    boolean admits(byte[] subject, int free) {
        database.sql("DELETE FROM sign_in_attempt WHERE last_at < clock_timestamp() - make_interval(secs => :memory)")
                .param("memory", (double) MEMORY.toSeconds())
                .update();
        return database.sql("""
                                INSERT INTO sign_in_attempt AS known (subject, failures, last_at)
                                VALUES (:subject, 1, clock_timestamp())
                                ON CONFLICT (subject) DO UPDATE
                                   SET failures = known.failures + 1,
                                       last_at = clock_timestamp(),
                                       paused_until = CASE WHEN known.failures + 1 >= :free THEN clock_timestamp() + make_interval(
                                           secs => LEAST(:longest, :first * 2 ^ LEAST(known.failures + 1 - :free, 20))) END
                                 WHERE known.paused_until IS NULL OR known.paused_until <= clock_timestamp()
                                """)
                        .param("subject", subject)
                        .param("free", free)
                        .param("first", (double) FIRST_PAUSE.toSeconds())
                        .param("longest", (double) LONGEST_PAUSE.toSeconds())
                        .update()
                == 1;
    }

    /** What the trail is not told of yet. */
    private record Untold(int failures, int told, long pause) {

        static Untold of(ResultSet row, int number) throws SQLException {
            return new Untold(row.getInt("failures"), row.getInt("before"), row.getLong("pause"));
        }
    }

    /**
     * A guess was wrong.
     *
     * @param whom at whom it was; empty when nobody is there, for whom all the same is done but the telling, which is little beside the hash
     */
    @Transactional
    void failed(Guess guess, Optional<Person> whom) {
        Optional<Untold> untold = database.sql("""
                        UPDATE sign_in_attempt AS known
                           SET told = CASE WHEN old.told = 0 OR old.paused_until > clock_timestamp() THEN old.failures ELSE old.told END
                          FROM (SELECT * FROM sign_in_attempt WHERE subject = :subject FOR UPDATE) AS old
                         WHERE known.subject = old.subject
                        RETURNING old.failures, old.told AS before, CAST(CASE WHEN old.paused_until > clock_timestamp()
                                  THEN round(EXTRACT(epoch FROM old.paused_until - old.last_at)) ELSE 0 END AS bigint) AS pause
                        """)
                .param("subject", guess.target())
                .query(Untold::of)
                .optional();
        if (whom.isPresent() && untold.isPresent()) {
            tell(whom.get(), untold.get());
        }
    }

    private void tell(Person whom, Untold untold) {
        if (untold.pause > 0 && untold.failures > untold.told) {
            tell(
                    whom,
                    "person.sign-in-paused",
                    Map.of(
                            "failures", Integer.toString(untold.failures),
                            "pause", Duration.ofSeconds(untold.pause).toString()));
        } else if (untold.told == 0) {
            tell(whom, "person.sign-in-failed", Map.of("failures", Integer.toString(untold.failures)));
        }
    }

    private void tell(Person whom, String action, Map<String, String> detail) {
        Map<String, String> full = new TreeMap<>(detail);
        full.put("person", whom.id().toString());
        trail.append(whom.account(), null, ACTOR, action, full);
    }

    /** The guess was right: guesses at the person count from nothing again, and the place is as it was before. */
    @Transactional
    void forgive(Guess guess, Person who) {
        // The right one was counted too.
        int wrong = database.sql("DELETE FROM sign_in_attempt WHERE subject = :subject RETURNING failures - 1")
                .param("subject", guess.target())
                .query(Integer.class)
                .optional()
                .orElse(0);
        if (wrong > 0) {
            tell(who, "person.sign-in-after-failures", Map.of("failures", Integer.toString(wrong)));
        }
        // Not from nothing: else whoever has one password could go on guessing at others from the same place.
        database.sql("""
                        UPDATE sign_in_attempt SET failures = GREATEST(failures - 1, 0), paused_until = NULL WHERE subject = :subject
                        """).param("subject", guess.origin()).update();
    }
}
