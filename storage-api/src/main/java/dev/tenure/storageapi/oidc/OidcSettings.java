package dev.tenure.storageapi.oidc;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The provider that people and programs of one account may come from.
 *
 * @param issuer its issuer, exactly as it names itself; empty means none
 * @param clientId what it calls this server
 * @param clientSecret what this server proves that with
 * @param scopes what is asked for at sign-in; without {@code email} only people who are bound already are known
 * @param audience what its access tokens for this API name as their audience; empty means that none are taken
 * @param account short name of the account that everybody of it belongs to
 * @param emailVerifiedClaim the claim that is true when the provider has verified the address; without it no address counts
 * @param landing the path of this server that a sign-in ends at
 */
@ConfigurationProperties("tenure.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue({"openid", "email", "profile"}) List<String> scopes,
        @DefaultValue("") String audience,
        @DefaultValue("") String account,
        @DefaultValue("email_verified") String emailVerifiedClaim,
        @DefaultValue("/") String landing) {

    OidcSettings {
        scopes = List.copyOf(scopes);
        if (!landing.matches("/([A-Za-z0-9._~-][A-Za-z0-9._~/-]*)?")) {
            throw new IllegalArgumentException("tenure.oidc.landing must be a path of this server: " + landing);
        }
        if (!issuer.isEmpty()) {
            if (clientId.isEmpty() || clientSecret.isEmpty() || account.isEmpty() || !scopes.contains("openid")) {
                throw new IllegalArgumentException(
                        "tenure.oidc.issuer needs client-id, client-secret, account, and openid among the scopes");
            }
            URI address = URI.create(issuer);
            boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(address.getHost()));
            if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && here)) {
                throw new IllegalArgumentException("tenure.oidc.issuer must be https: " + issuer);
            }
            // Else the token that tells a browser who somebody is would open the API too.
            if (audience.equals(clientId)) {
                throw new IllegalArgumentException("tenure.oidc.audience must differ from the client-id");
            }
        }
    }

    boolean configured() {
        return !issuer.isEmpty();
    }

    boolean takesTokens() {
        return configured() && !audience.isEmpty();
    }

    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }
}
