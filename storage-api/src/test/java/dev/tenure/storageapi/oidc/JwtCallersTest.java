package dev.tenure.storageapi.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.people.OidcClients;
import dev.tenure.catalog.people.People;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtCallersTest {

    /** Port 9 of this machine: nobody answers. */
    private static final String SILENT = "http://127.0.0.1:9";

    private static OidcSettings settings(String issuer, String audience) {
        return new OidcSettings(issuer, "tenure", "secret", List.of("openid"), audience, "main", "email_verified", "/");
    }

    private static JwtCallers callers(OidcSettings settings) {
        return new JwtCallers(
                settings,
                AccessTokenRules.decoder(settings, InstantSource.system()),
                unasked(Accounts.class),
                unasked(People.class),
                unasked(OidcClients.class),
                InstantSource.system());
    }

    /** What must not be asked before a token was checked. */
    private static <T> T unasked(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            throw new AssertionError("asked for " + method.getName());
        }));
    }

    @Test
    void aProviderThatDoesNotAnswerIsNoFaultOfTheToken() {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> callers(settings(SILENT, "api")).callerOf("e30.e30."))
                .matches(problem -> problem.code() == ProblemCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    void withoutAProviderOrAnAudienceNoTokenIsLookedAt() {
        assertThat(callers(settings("", "api")).callerOf("e30.e30.")).isEmpty();
        assertThat(callers(settings(SILENT, "")).callerOf("e30.e30.")).isEmpty();
    }

    @Test
    void aTokenLongerThanAnyIsNotParsed() {
        assertThat(callers(settings(SILENT, "api")).callerOf("x".repeat(16_385)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http://idp.example.org, api", "https://idp.example.org, tenure", "ftp://127.0.0.1, api"})
    void refusesSettingsThatWouldTakeTokensOfTheWrongKind(String issuer, String audience) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> settings(issuer, audience));
    }
}
