package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcAccounts implements Accounts {

    private static final String TOKEN_PREFIX = "tenure_";

    private final JdbcClient database;
    private final Ids ids;

    JdbcAccounts(JdbcClient database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    static JdbcAccounts of(DataSource database) {
        return new JdbcAccounts(JdbcClient.create(database), new Ids(InstantSource.system()));
    }

    @Override
    public Account register(String slug, String name) {
        database.sql("INSERT INTO account (id, slug, name) VALUES (:id, :slug, :name) ON CONFLICT (slug) DO NOTHING")
                .param("id", ids.next())
                .param("slug", slug)
                .param("name", name)
                .update();
        return find(slug).orElseThrow();
    }

    @Override
    public Optional<Account> find(String slug) {
        return database.sql("SELECT id, slug, name FROM account WHERE slug = :slug")
                .param("slug", slug)
                .query(JdbcAccounts::account)
                .optional();
    }

    @Override
    public Optional<Account> find(AccountId id) {
        return database.sql("SELECT id, slug, name FROM account WHERE id = :id")
                .param("id", id.value())
                .query(JdbcAccounts::account)
                .optional();
    }

    @Override
    public List<Account> all() {
        return database.sql("SELECT id, slug, name FROM account ORDER BY slug")
                .query(JdbcAccounts::account)
                .list();
    }

    @Override
    public void revokeTokens(AccountId account, String name) {
        database.sql("""
                        UPDATE access_token SET revoked_at = clock_timestamp()
                         WHERE account_id = :account AND name = :name AND revoked_at IS NULL
                        """).param("account", account.value()).param("name", name).update();
    }

    @Override
    public String issueToken(AccountId account, String name, Set<String> scopes, Duration lifetime) {
        String token = Secret.random(TOKEN_PREFIX);
        database.sql("""
                        INSERT INTO access_token (id, account_id, name, token_hash, scopes, expires_at)
                        VALUES (:id, :account, :name, :hash, :scopes, clock_timestamp() + make_interval(secs => :lifetime))
                        """)
                .param("id", ids.next())
                .param("account", account.value())
                .param("name", name)
                .param("hash", Secret.hash(token))
                .param("scopes", scopes.toArray(String[]::new))
                .param("lifetime", (double) lifetime.toSeconds())
                .update();
        return token;
    }

    @Override
    public Optional<TokenBearer> bearerOf(String token) {
        // No request waits for a disk to learn that a token was used: after a crash the last minute's use is not shown.
        return database.sql("""
                        WITH used AS (
                            UPDATE access_token SET last_used_at = clock_timestamp()
                             WHERE token_hash = :hash AND revoked_at IS NULL AND expires_at > clock_timestamp()
                               AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                               AND set_config('synchronous_commit', 'off', true) = 'off')
                        SELECT account_id, name, scopes, person_id
                          FROM access_token
                         WHERE token_hash = :hash AND revoked_at IS NULL AND expires_at > clock_timestamp()
                        """)
                .param("hash", Secret.hash(token))
                .query(JdbcAccounts::bearer)
                .optional();
    }

    private static TokenBearer bearer(ResultSet row, int number) throws SQLException {
        UUID person = Rows.uuidOrNull(row, "person_id");
        return new TokenBearer(
                new AccountId(Rows.uuid(row, "account_id")),
                row.getString("name"),
                Set.of((String[]) row.getArray("scopes").getArray()),
                person == null ? null : new PersonId(person));
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(new AccountId(Rows.uuid(row, "id")), row.getString("slug"), row.getString("name"));
    }
}
