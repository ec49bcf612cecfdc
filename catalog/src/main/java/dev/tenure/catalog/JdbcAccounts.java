package dev.tenure.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcAccounts implements Accounts {

    /** Random bytes of a token: 256 bits, so guessing is hopeless and hashing needs no salt. */
    private static final int TOKEN_BYTES = 32;

    private static final String TOKEN_PREFIX = "tenure_";

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient database;
    private final Ids ids;

    JdbcAccounts(JdbcClient database, Ids ids) {
        this.database = database;
        this.ids = ids;
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
    public void revokeTokens(AccountId account, String name) {
        database.sql("""
                        UPDATE access_token SET revoked_at = clock_timestamp()
                         WHERE account_id = :account AND name = :name AND revoked_at IS NULL
                        """).param("account", account.value()).param("name", name).update();
    }

    @Override
    public String issueToken(AccountId account, String name, Set<String> scopes, Duration lifetime) {
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.sql("""
                        INSERT INTO access_token (id, account_id, name, token_hash, scopes, expires_at)
                        VALUES (:id, :account, :name, :hash, :scopes, clock_timestamp() + make_interval(secs => :lifetime))
                        """)
                .param("id", ids.next())
                .param("account", account.value())
                .param("name", name)
                .param("hash", hash(token))
                .param("scopes", scopes.toArray(String[]::new))
                .param("lifetime", (double) lifetime.toSeconds())
                .update();
        return token;
    }

    @Override
    public Optional<TokenBearer> bearerOf(String token) {
        return database.sql("""
                        SELECT account_id, name, scopes
                          FROM access_token
                         WHERE token_hash = :hash AND revoked_at IS NULL AND expires_at > clock_timestamp()
                        """)
                .param("hash", hash(token))
                .query((row, number) -> new TokenBearer(
                        new AccountId(Rows.uuid(row, "account_id")), row.getString("name"), Set.of((String[])
                                row.getArray("scopes").getArray())))
                .optional();
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(new AccountId(Rows.uuid(row, "id")), row.getString("slug"), row.getString("name"));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
