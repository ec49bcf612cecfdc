package dev.tenure.storageapi.oidc;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * What an access token must be (RFC 9068, RFC 8725): signed by a key that the issuer publishes, with one of few algorithms; for this API, and now. Keys
 * and addresses that a token itself names are not looked at.
 */
final class AccessTokenRules {

    private static final Set<SignatureAlgorithm> ALGORITHMS =
            Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);

    /** How far the provider's clock may be from ours. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final OAuth2Error NOT_FOR_THIS = new OAuth2Error("invalid_token", "it is none for this API", null);

    private AccessTokenRules() {}

    /** Asks where the issuer's keys are when the first token comes; {@link ProviderKeys} says when for the keys. */
    static JwtDecoder decoder(OidcSettings settings, InstantSource clock) {
        return new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(ProviderKeys.of(settings.issuer()))
                    .jwsAlgorithms(algorithms -> {
                        algorithms.clear();
                        algorithms.addAll(ALGORITHMS);
                    })
                    .build();
            decoder.setJwtValidator(rules(settings, clock));
            return decoder;
        });
    }

    static OAuth2TokenValidator<Jwt> rules(OidcSettings settings, InstantSource clock) {
        JwtTimestampValidator now = new JwtTimestampValidator(SKEW);
        now.setAllowEmptyExpiryClaim(false);
        now.setClock(clock.withZone(ZoneOffset.UTC));
        return new DelegatingOAuth2TokenValidator<>(
                new JwtTypeValidator("at+jwt", "JWT"),
                now,
                new JwtIssuerValidator(settings.issuer()),
                jwt -> result(jwt.getAudience() != null && jwt.getAudience().contains(settings.audience())),
                jwt -> result(jwt.getSubject() != null && !jwt.getSubject().isEmpty()),
                jwt -> result(!identifies(jwt)));
    }

    /** Whether it tells a client who somebody is (OpenID Connect Core §2) instead of opening an API; Keycloak says so in a claim of its own. */
    private static boolean identifies(Jwt jwt) {
        return Stream.of("nonce", "at_hash", "c_hash").anyMatch(jwt::hasClaim)
                || "ID".equals(jwt.getClaims().get("typ"));
    }

    private static OAuth2TokenValidatorResult result(boolean fits) {
        return fits ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(NOT_FOR_THIS);
    }
}
