package dev.tenure.storageapi.oidc;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** The provider as a sign-in needs it. Its addresses are asked for once, when somebody first signs in. */
final class Provider {

    private final OidcSettings settings;
    private final AuthenticationProvider codes = new OidcAuthorizationCodeAuthenticationProvider(
            new RestClientAuthorizationCodeTokenResponseClient(), new OidcUserService());
    private volatile @Nullable ClientRegistration registration;

    Provider(OidcSettings settings) {
        this.settings = settings;
    }

    boolean configured() {
        return settings.configured();
    }

    /** Where to send the browser; anything that goes wrong is an unchecked exception. */
    String address(Handshake handshake, String redirect) {
        return request(handshake, redirect).getAuthorizationRequestUri();
    }

    /**
     * Redeems a code for who the person is.
     *
     * @throws AuthenticationException when the code, the state, the nonce or a signature is not right
     */
    OidcUser redeem(Handshake handshake, String redirect, String code, String state) {
        Authentication proven = codes.authenticate(new OAuth2LoginAuthenticationToken(
                registration(),
                new OAuth2AuthorizationExchange(
                        request(handshake, redirect),
                        OAuth2AuthorizationResponse.success(code)
                                .redirectUri(redirect)
                                .state(state)
                                .build())));
        if (proven != null && proven.getPrincipal() instanceof OidcUser user) {
            return user;
        }
        throw new IllegalStateException("the provider was asked without openid");
    }

    private OAuth2AuthorizationRequest request(Handshake handshake, String redirect) {
        ClientRegistration known = registration();
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(Objects.requireNonNull(
                        known.getProviderDetails().getAuthorizationUri(), "the provider has nowhere to sign in"))
                .clientId(known.getClientId())
                .redirectUri(redirect)
                .scopes(known.getScopes())
                .state(handshake.state())
                .attributes(kept -> {
                    kept.put(OAuth2ParameterNames.REGISTRATION_ID, known.getRegistrationId());
                    kept.put(OidcParameterNames.NONCE, handshake.nonce());
                    kept.put(PkceParameterNames.CODE_VERIFIER, handshake.verifier());
                })
                .additionalParameters(sent -> {
                    sent.put(OidcParameterNames.NONCE, Handshake.hash(handshake.nonce()));
                    sent.put(PkceParameterNames.CODE_CHALLENGE, Handshake.hash(handshake.verifier()));
                    sent.put(PkceParameterNames.CODE_CHALLENGE_METHOD, "S256");
                    if (handshake.again()) {
                        sent.put("prompt", "login");
                        sent.put("max_age", "0");
                    }
                })
                .build();
    }

    private ClientRegistration registration() {
        ClientRegistration known = registration;
        if (known == null) {
            known = ClientRegistrations.fromIssuerLocation(settings.issuer())
                    .registrationId("oidc")
                    .clientId(settings.clientId())
                    .clientSecret(settings.clientSecret())
                    .scope(settings.scopes())
                    .build();
            registration = known;
        }
        return known;
    }
}
