package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Rows;
import dev.tenure.catalog.Secret;
import dev.tenure.catalog.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcTokens implements Tokens {

    private static final String SELECT =
            "SELECT id, name, scopes, person_id, created_at, expires_at, last_used_at FROM access_token";

    private final JdbcClient database;
    private final Ids ids;
    private final Trail trail;

    JdbcTokens(JdbcClient database, Ids ids, Trail trail) {
        this.database = database;
        this.ids = ids;
        this.trail = trail;
    }

    @Override
    @Transactional
    public Optional<Issued> issue(
            AccountId account,
            String name,
            Set<String> scopes,
            Duration lifetime,
            @Nullable PersonId person,
            Actor actor) {
        if (lifetime.compareTo(Duration.ofMinutes(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'lifetime' must be from a minute to " + LONGEST.toDays() + " days");
        }
        String text = Secret.random("tenure_");
        UUID id = ids.next();
        int made = database.sql("""
                        INSERT INTO access_token (id, account_id, name, token_hash, scopes, expires_at, kind, person_id)
                        SELECT :id, :account, :name, :hash, :scopes, clock_timestamp() + make_interval(secs => :lifetime),
                               CASE WHEN CAST(:person AS uuid) IS NULL THEN 'MEDIA_SERVER' ELSE 'PERSONAL' END, CAST(:person AS uuid)
                         WHERE CAST(:person AS uuid) IS NOT NULL
                            OR NOT EXISTS (SELECT FROM access_token
                                            WHERE account_id = :account AND name = :name AND person_id IS NULL
                                              AND revoked_at IS NULL AND expires_at > clock_timestamp())
                        """)
                .param("id", id)
                .param("account", account.value())
                .param("name", name)
                .param("hash", Secret.hash(text))
                .param("scopes", scopes.toArray(String[]::new))
                .param("lifetime", (double) lifetime.toSeconds())
                .param("person", person == null ? null : person.value())
                .update();
        if (made == 0) {
            return Optional.empty();
        }
        trail.append(
                account,
                null,
                actor,
                "token.issued",
                Map.of(
                        "token", id.toString(),
                        "name", name,
                        "scopes", String.join(" ", new TreeSet<>(scopes)),
                        "lifetime", lifetime.toString()));
        return database.sql(SELECT + " WHERE id = :id")
                .param("id", id)
                .query(JdbcTokens::token)
                .optional()
                .map(token -> new Issued(token, text));
    }

    @Override
    public List<Token> page(AccountId account, @Nullable PersonId onlyOf, @Nullable UUID before, int limit) {
        return database.sql(SELECT + """
                                 WHERE account_id = :account AND revoked_at IS NULL
                                   AND (CAST(:onlyOf AS uuid) IS NULL OR person_id = :onlyOf)
                                   AND (CAST(:before AS uuid) IS NULL OR id < :before)
                                 ORDER BY id DESC LIMIT :limit
                                """)
                .param("account", account.value())
                .param("onlyOf", onlyOf == null ? null : onlyOf.value())
                .param("before", before)
                .param("limit", limit)
                .query(JdbcTokens::token)
                .list();
    }

    @Override
    @Transactional
    public boolean revoke(AccountId account, UUID id, @Nullable PersonId onlyOf, Actor actor) {
        Optional<String> name = database.sql("""
                        UPDATE access_token SET revoked_at = clock_timestamp()
                         WHERE id = :id AND account_id = :account AND revoked_at IS NULL
                           AND (CAST(:onlyOf AS uuid) IS NULL OR person_id = :onlyOf)
                        RETURNING name
                        """)
                .param("id", id)
                .param("account", account.value())
                .param("onlyOf", onlyOf == null ? null : onlyOf.value())
                .query(String.class)
                .optional();
        name.ifPresent(revoked ->
                trail.append(account, null, actor, "token.revoked", Map.of("token", id.toString(), "name", revoked)));
        return name.isPresent();
    }

    private static Token token(ResultSet row, int number) throws SQLException {
        UUID person = Rows.uuidOrNull(row, "person_id");
        return new Token(
                Rows.uuid(row, "id"),
                row.getString("name"),
                Set.of((String[]) row.getArray("scopes").getArray()),
                person == null ? null : new PersonId(person),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "expires_at"),
                Rows.instantOrNull(row, "last_used_at"));
    }
}
