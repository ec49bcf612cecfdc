package dev.tenure.catalog.people;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Trail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Password hashes. */
class JdbcCredentials {

    private final JdbcClient database;
    private final Trail trail;

    JdbcCredentials(JdbcClient database, Trail trail) {
        this.database = database;
        this.trail = trail;
    }

    /** A person with their password's hash. */
    record Kept(Person person, String hash) {}

    /** The person who is there under this address, with a password that is valid now. */
    Optional<Kept> find(String account, String email) {
        return database.sql("""
                        SELECT person.id, person.account_id, email, person.name, roles, person.created_at, left_at, person.revision, hash,
                               ARRAY(SELECT alias FROM person_alias WHERE person_id = person.id ORDER BY alias) AS aliases
                          FROM person
                          JOIN account ON account.id = person.account_id
                          JOIN person_password ON person_password.person_id = person.id
                         WHERE slug = :account AND email = lower(:email) AND left_at IS NULL
                           AND (one_time_until IS NULL OR one_time_until > clock_timestamp())
                        """)
                .param("account", account)
                .param("email", email.strip())
                .query((row, number) -> new Kept(JdbcPeople.person(row, number), row.getString("hash")))
                .optional();
    }

    Optional<String> hash(PersonId person) {
        return database.sql("""
                        SELECT hash FROM person_password
                         WHERE person_id = :person AND (one_time_until IS NULL OR one_time_until > clock_timestamp())
                        """)
                .param("person", person.value())
                .query(String.class)
                .optional();
    }

    boolean mustChange(PersonId person) {
        return database.sql(
                        "SELECT EXISTS (SELECT FROM person_password WHERE person_id = :person AND one_time_until IS NOT NULL)")
                .param("person", person.value())
                .query(Boolean.class)
                .single();
    }

    /** What the person's account is called, shortly and in full. */
    List<String> namesOfAccount(Person person) {
        return database.sql("SELECT slug, name FROM account WHERE id = :account")
                .param("account", person.account().value())
                .query((row, number) -> List.of(row.getString("slug"), row.getString("name")))
                .single();
    }

    @Transactional
    void change(Person person, String hash, Actor actor) {
        keep(person, hash, null);
        trail.append(
                person.account(),
                null,
                actor,
                "person.password-changed",
                Map.of("person", person.id().toString()));
    }

    @Transactional
    void oneTime(Person person, String hash, Duration lifetime, Actor actor) {
        keep(person, hash, (double) lifetime.toSeconds());
        trail.append(
                person.account(),
                null,
                actor,
                "person.one-time-password",
                Map.of("person", person.id().toString()));
    }

    private void keep(Person person, String hash, @Nullable Double oneTimeSeconds) {
        database.sql("""
                        INSERT INTO person_password (person_id, hash, one_time_until)
                        SELECT id, :hash, clock_timestamp() + make_interval(secs => CAST(:oneTime AS double precision))
                          FROM person WHERE id = :person AND left_at IS NULL
                        ON CONFLICT (person_id) DO UPDATE
                           SET hash = excluded.hash, one_time_until = excluded.one_time_until, changed_at = clock_timestamp()
                        """)
                .param("person", person.id().value())
                .param("hash", hash)
                .param("oneTime", oneTimeSeconds)
                .update();
        database.sql("DELETE FROM person_session WHERE person_id = :person")
                .param("person", person.id().value())
                .update();
    }
}
