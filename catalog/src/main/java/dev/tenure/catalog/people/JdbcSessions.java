package dev.tenure.catalog.people;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Rows;
import dev.tenure.catalog.Secret;
import dev.tenure.catalog.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcSessions implements Sessions {

    private final JdbcClient database;
    private final Ids ids;
    private final Trail trail;

    JdbcSessions(JdbcClient database, Ids ids, Trail trail) {
        this.database = database;
        this.ids = ids;
        this.trail = trail;
    }

    @Override
    @Transactional
    public String start(Person person, Session.Method method, @Nullable Instant provenAt) {
        database.sql("""
                        DELETE FROM person_session
                         WHERE ends_at < clock_timestamp() OR last_seen_at + idle_limit < clock_timestamp()
                        """).update();
        String secret = Secret.random("");
        database.sql("""
                        INSERT INTO person_session (id, account_id, person_id, secret_hash, method, authenticated_at, idle_limit, ends_at)
                        SELECT :id, person.account_id, person.id, :hash, :method,
                               LEAST(COALESCE(CAST(:proven AS timestamptz), clock_timestamp()), clock_timestamp()),
                               COALESCE(session_idle, make_interval(secs => :idle)),
                               clock_timestamp() + COALESCE(session_lifetime, make_interval(secs => :lifetime))
                          FROM person LEFT JOIN account_settings ON account_settings.account_id = person.account_id
                         WHERE person.id = :person AND left_at IS NULL
                        """)
                .param("id", ids.next())
                .param("hash", Secret.hash(secret))
                .param("method", method.name())
                .param("proven", Rows.at(provenAt))
                .param("idle", (double) AccountSettings.DEFAULT.sessionIdle().toSeconds())
                .param("lifetime", (double)
                        AccountSettings.DEFAULT.sessionLifetime().toSeconds())
                .param("person", person.id().value())
                .update();
        tell(person, "session.started", Map.of("method", method.name()));
        return secret;
    }

    @Override
    public Optional<Session> find(String secret) {
        return database.sql("""
                        WITH used AS (
                            UPDATE person_session SET last_seen_at = clock_timestamp()
                             WHERE secret_hash = :hash AND ends_at > clock_timestamp()
                               AND last_seen_at + idle_limit > clock_timestamp()
                               AND last_seen_at < clock_timestamp() - interval '1 minute'
                               AND set_config('synchronous_commit', 'off', true) = 'off')
                        SELECT person.id, person.account_id, email, name, roles, created_at, left_at, revision,
                               ARRAY(SELECT alias FROM person_alias WHERE person_id = person.id ORDER BY alias) AS aliases,
                               session.id AS session, method,
                               CAST(EXTRACT(epoch FROM clock_timestamp() - authenticated_at) AS bigint) AS proven_ago,
                               method = 'PASSWORD' AND one_time_until IS NOT NULL AS must_change
                          FROM person_session session
                          JOIN person ON person.id = session.person_id
                          LEFT JOIN person_password ON person_password.person_id = person.id
                         WHERE secret_hash = :hash AND ends_at > clock_timestamp()
                           AND last_seen_at + idle_limit > clock_timestamp() AND left_at IS NULL
                        """)
                .param("hash", Secret.hash(secret))
                .query((row, number) -> new Session(
                        Rows.uuid(row, "session"),
                        JdbcPeople.person(row, number),
                        Session.Method.valueOf(row.getString("method")),
                        Duration.ofSeconds(row.getLong("proven_ago")),
                        row.getBoolean("must_change")))
                .optional();
    }

    @Override
    @Transactional
    public void confirm(Session session) {
        database.sql("UPDATE person_session SET authenticated_at = clock_timestamp() WHERE id = :id")
                .param("id", session.id())
                .update();
        tell(session.person(), "session.confirmed", Map.of());
    }

    @Override
    @Transactional
    public void end(Session session) {
        database.sql("DELETE FROM person_session WHERE id = :id")
                .param("id", session.id())
                .update();
        tell(session.person(), "session.ended", Map.of());
    }

    @Override
    @Transactional
    public void endAll(Person person) {
        int ended = database.sql("DELETE FROM person_session WHERE person_id = :person")
                .param("person", person.id().value())
                .update();
        tell(person, "session.all-ended", Map.of("sessions", Integer.toString(ended)));
    }

    private void tell(Person person, String action, Map<String, String> detail) {
        trail.append(person.account(), null, Actor.person(person.id()), action, detail);
    }
}
