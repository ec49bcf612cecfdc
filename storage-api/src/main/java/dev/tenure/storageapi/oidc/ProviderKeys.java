package dev.tenure.storageapi.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a provider publishes, asked for seldom: when what is known is five minutes old, and when a token names a key that is not known. Anybody can
 * write such tokens, so the provider is asked twice within {@link #INTERVAL} at most; a key that it made in the meantime is known at the end
 * of that, and until then opens nothing.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {

    /** Longer keeps a new key waiting for longer while somebody makes up tokens, shorter lets them make us ask more often. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** How long a key that the provider gave up is still believed. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** How long the provider may take to tell; a request waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** No provider has as many keys, in bytes. */
    private static final int MAX_SIZE = 256 * 1024;

    private final JWKSource<SecurityContext> keys;
    private volatile boolean answering = true;

    ProviderKeys(URL address) {
        this.keys = JWKSourceBuilder.<SecurityContext>create(
                        address,
                        new DefaultResourceRetriever(
                                Math.toIntExact(PATIENCE.toMillis()), Math.toIntExact(PATIENCE.toMillis()), MAX_SIZE))
                // Whoever waits for another's question waits as long as it may take: to connect and to read.
                .cache(KEPT.toMillis(), 2 * PATIENCE.toMillis())
                .rateLimited(INTERVAL.toMillis())
                .refreshAheadCache(false)
                .build();
    }

    /**
     * Asks an issuer where its keys are.
     *
     * @throws IllegalStateException when it does not answer in time, or is not who it was asked for
     */
    static ProviderKeys of(String issuer) {
        try {
            int patience = Math.toIntExact(PATIENCE.toMillis());
            URI address = OIDCProviderMetadata.resolve(new Issuer(issuer), patience, patience)
                    .getJWKSetURI();
            if (address == null) {
                throw new IllegalStateException("the provider publishes no keys");
            }
            return new ProviderKeys(address.toURL());
        } catch (GeneralException | IOException e) {
            throw new IllegalStateException("the provider does not say where its keys are: " + e.getMessage(), e);
        }
    }

    /** Keys that fit; none when it is only that the provider was asked often enough. */
    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) throws KeySourceException {
        try {
            List<JWK> found = keys.get(wanted, context);
            answering = true;
            return found;
        } catch (RateLimitReachedException often) {
            if (!answering) {
                throw new RemoteKeySourceException("the provider did not answer a moment ago", often);
            }
            return List.of();
        } catch (KeySourceException failure) {
            answering = false;
            throw failure;
        }
    }
}
