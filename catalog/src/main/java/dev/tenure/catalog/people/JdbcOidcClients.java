package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Rows;
import dev.tenure.catalog.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcOidcClients implements OidcClients {

    private static final String SELECT = "SELECT id, issuer, subject, name, scopes, created_at FROM oidc_client";

    private final JdbcClient database;
    private final Ids ids;
    private final Trail trail;

    JdbcOidcClients(JdbcClient database, Ids ids, Trail trail) {
        this.database = database;
        this.ids = ids;
        this.trail = trail;
    }

    @Override
    @Transactional
    public Optional<OidcClient> bind(
            AccountId account, String issuer, String subject, String name, Set<String> scopes, Actor actor) {
        int bound = database.sql("""
                        INSERT INTO oidc_client (id, account_id, issuer, subject, name, scopes)
                        SELECT :id, :account, :issuer, :subject, :name, :scopes
                         WHERE NOT EXISTS (SELECT FROM person_subject WHERE issuer = :issuer AND subject = :subject)
                        ON CONFLICT DO NOTHING
                        """)
                .param("id", ids.next())
                .param("account", account.value())
                .param("issuer", issuer)
                .param("subject", subject)
                .param("name", name)
                .param("scopes", scopes.toArray(String[]::new))
                .update();
        if (bound == 0) {
            return Optional.empty();
        }
        trail.append(
                account,
                null,
                actor,
                "client.bound",
                Map.of("name", name, "subject", subject, "scopes", String.join(" ", new TreeSet<>(scopes))));
        return find(account, issuer, subject);
    }

    @Override
    public Optional<OidcClient> find(AccountId account, String issuer, String subject) {
        return database.sql(SELECT + " WHERE account_id = :account AND issuer = :issuer AND subject = :subject")
                .param("account", account.value())
                .param("issuer", issuer)
                .param("subject", subject)
                .query(JdbcOidcClients::client)
                .optional();
    }

    @Override
    public List<OidcClient> page(AccountId account, @Nullable UUID after, int limit) {
        return database.sql(SELECT + """
                                 WHERE account_id = :account AND (CAST(:after AS uuid) IS NULL OR id > :after)
                                 ORDER BY id LIMIT :limit
                                """)
                .param("account", account.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcOidcClients::client)
                .list();
    }

    @Override
    @Transactional
    public boolean unbind(AccountId account, UUID id, Actor actor) {
        Optional<String> name = database.sql(
                        "DELETE FROM oidc_client WHERE id = :id AND account_id = :account RETURNING name")
                .param("id", id)
                .param("account", account.value())
                .query(String.class)
                .optional();
        name.ifPresent(unbound -> trail.append(account, null, actor, "client.unbound", Map.of("name", unbound)));
        return name.isPresent();
    }

    private static OidcClient client(ResultSet row, int number) throws SQLException {
        return new OidcClient(
                Rows.uuid(row, "id"),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("name"),
                Set.of((String[]) row.getArray("scopes").getArray()),
                Rows.instant(row, "created_at"));
    }
}
