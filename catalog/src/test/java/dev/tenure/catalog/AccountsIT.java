package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

@ExtendWith(CatalogWorld.Shared.class)
class AccountsIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final CatalogWorld world;
    private final Accounts accounts;

    AccountsIT(CatalogWorld world) {
        this.world = world;
        this.accounts = world.the(Accounts.class);
    }

    @Test
    void registersASlugOnce() {
        String slug = "s" + UUID.randomUUID();
        Account account = accounts.register(slug, "First");

        assertThat(accounts.register(slug, "Second")).isEqualTo(account);
        assertThat(accounts.find(slug)).contains(account);
        assertThat(accounts.find(account.id())).contains(account);
        assertThat(accounts.find("no-such-account")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a b", "a/b", "ä"})
    void refusesSlugsThatAreNoShortName(String slug) {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> accounts.register(slug, "Name"));
    }

    @Test
    void knowsWhomATokenSpeaksFor() {
        AccountId account = world.anAccount();
        String token = accounts.issueToken(account, "recorder", Set.of("upload", "read"), DAY);

        Accounts.TokenBearer bearer = accounts.bearerOf(token).orElseThrow();
        assertThat(bearer).isEqualTo(new Accounts.TokenBearer(account, "recorder", Set.of("upload", "read"), null));
        assertThat(bearer.actor()).hasToString("token:recorder");
        assertThat(accounts.issueToken(account, "recorder", Set.of(), DAY)).isNotEqualTo(token);
    }

    @Test
    void revokesTheTokensOfOneNameOnly() {
        AccountId account = world.anAccount();
        String lost = accounts.issueToken(account, "first-token", Set.of("read"), DAY);
        String other = accounts.issueToken(account, "recorder", Set.of("read"), DAY);

        accounts.revokeTokens(account, "first-token");

        assertThat(accounts.bearerOf(lost)).isEmpty();
        assertThat(accounts.bearerOf(other)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tenure_", "tenure_x", "' OR true --", "ä\u0001"})
    void knowsNobodyBehindAnUnknownToken(String token) {
        assertThat(accounts.bearerOf(token)).isEmpty();
    }

    @Test
    void refusesATokenThatIsAlteredExpiredOrRevoked() {
        AccountId account = world.anAccount();
        String token = accounts.issueToken(account, "a", Set.of("read"), DAY);
        assertThat(accounts.bearerOf(token + "x")).isEmpty();
        assertThat(accounts.bearerOf(token.substring(1))).isEmpty();

        String expired = accounts.issueToken(account, "b", Set.of("read"), Duration.ofSeconds(-1));
        assertThat(accounts.bearerOf(expired)).isEmpty();

        world.database()
                .sql("UPDATE access_token SET revoked_at = clock_timestamp() WHERE account_id = :account")
                .param("account", account.value())
                .update();
        assertThat(accounts.bearerOf(token)).isEmpty();
    }

    @Test
    void keepsOnlyTheHashOfAToken() {
        AccountId account = world.anAccount();
        String token = accounts.issueToken(account, "a", Set.of(), DAY);
        byte[] kept = world.database()
                .sql("SELECT token_hash FROM access_token WHERE account_id = :account")
                .param("account", account.value())
                .query(byte[].class)
                .single();

        assertThat(kept).hasSize(32).isNotEqualTo(token.getBytes(StandardCharsets.UTF_8));
    }
}
