package dev.tenure.app.whole;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * A real OpenID Connect provider (Spring Authorization Server) on a loopback port. Whoever comes with the header {@code X-User} is signed in there as
 * that subject. Starts when it is first asked for.
 */
final class IdentityProvider implements AutoCloseable {

    static final String CLIENT = "tenure";
    static final String ROBOT = "robot";
    static final String SECRET = "a secret of browsers";
    static final String ROBOTS_SECRET = "a-secret-of-programs";
    static final String AUDIENCE = "tenure-api";

    private final int port = freePort();
    private final Map<String, Map<String, Object>> people = new ConcurrentHashMap<>();
    private final AtomicInteger askedForKeys = new AtomicInteger();
    private volatile RSAKey key = newKey();
    private @Nullable AnnotationConfigServletWebServerApplicationContext context;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /** What a server must be told to know it. */
    List<String> settings() {
        return List.of(
                "--tenure.oidc.issuer=" + issuer(),
                "--tenure.oidc.client-id=" + CLIENT,
                "--tenure.oidc.client-secret=" + SECRET,
                "--tenure.oidc.audience=" + AUDIENCE);
    }

    /** The provider, running, for a server at this address. */
    synchronized IdentityProvider running(URI server) {
        if (context == null) {
            AnnotationConfigServletWebServerApplicationContext fresh =
                    new AnnotationConfigServletWebServerApplicationContext();
            fresh.registerBean(IdentityProvider.class, () -> this, definition -> definition.setDestroyMethodName(""));
            fresh.registerBean(URI.class, () -> server);
            fresh.register(Parts.class);
            fresh.refresh();
            context = fresh;
        }
        return this;
    }

    @Override
    public synchronized void close() {
        if (context != null) {
            context.close();
        }
    }

    /** Somebody whom the provider knows. */
    void knows(String subject, String email, boolean verified) {
        people.put(subject, Map.of("email", email, "email_verified", verified));
    }

    /** How often somebody wanted its keys. */
    int askedForKeys() {
        return askedForKeys.get();
    }

    RSAKey key() {
        return key;
    }

    /** From now on signs with another key, and publishes that alone. */
    void rotate() {
        key = newKey();
    }

    /** Where the browser of this subject is sent back to. */
    String authorize(URI address, String subject) {
        Http.Answer answer = new Http(URI.create(issuer()), null)
                .get(address.getRawPath() + "?" + address.getRawQuery(), "X-User", subject)
                .expect(302);
        return answer.header("Location");
    }

    /** Not a configuration that a scan finds: the server under test would be made of it too. */
    @EnableWebSecurity
    @EnableWebMvc
    static class Parts {

        @Bean
        TomcatServletWebServerFactory webServer(IdentityProvider self) {
            TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(self.port);
            factory.setAddress(InetAddress.getLoopbackAddress());
            return factory;
        }

        /** Without any servlet Tomcat asks no filter either. */
        @Bean
        DispatcherServlet dispatcherServlet() {
            return new DispatcherServlet();
        }

        @Bean
        SecurityFilterChain chain(IdentityProvider self, HttpSecurity http) throws Exception {
            return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .authorizeHttpRequests(any -> any.anyRequest().authenticated())
                    .csrf(csrf -> csrf.disable())
                    .addFilterAfter(new Visitors(self.askedForKeys), SecurityContextHolderFilter.class)
                    .build();
        }

        @Bean
        RegisteredClientRepository clients(URI server) {
            RegisteredClient browsers = RegisteredClient.withId("1")
                    .clientId(CLIENT)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(server + "/sign-in/oidc/callback")
                    .scopes(scopes -> scopes.addAll(List.of("openid", "email", "profile")))
                    .clientSettings(ClientSettings.builder()
                            .requireProofKey(true)
                            .requireAuthorizationConsent(false)
                            .build())
                    .build();
            RegisteredClient programs = RegisteredClient.withId("2")
                    .clientId(ROBOT)
                    .clientSecret("{noop}" + ROBOTS_SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .build();
            return new InMemoryRegisteredClientRepository(browsers, programs);
        }

        @Bean
        JWKSource<SecurityContext> keys(IdentityProvider self) {
            return (selector, context) -> selector.select(new JWKSet(self.key));
        }

        @Bean
        JwtDecoder ownTokens(JWKSource<SecurityContext> keys) {
            return NimbusJwtDecoder.withJwkSource(keys).build();
        }

        @Bean
        AuthorizationServerSettings providerSettings(IdentityProvider self) {
            return AuthorizationServerSettings.builder().issuer(self.issuer()).build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims(IdentityProvider self) {
            return token -> {
                if (token.getTokenType().equals(OAuth2TokenType.ACCESS_TOKEN)) {
                    token.getJwsHeader().type("JWT");
                    token.getClaims().audience(List.of(AUDIENCE));
                } else {
                    self.people
                            .getOrDefault(
                                    Objects.requireNonNull(token.<Authentication>getPrincipal())
                                            .getName(),
                                    Map.of())
                            .forEach(token.getClaims()::claim);
                }
            };
        }
    }

    /** Signs in whoever says who they are, as having been there for an hour unless they are asked anew. */
    private static final class Visitors extends OncePerRequestFilter {

        private static final Duration SINCE_SIGN_IN = Duration.ofHours(1);

        private final AtomicInteger askedForKeys;

        Visitors(AtomicInteger askedForKeys) {
            this.askedForKeys = askedForKeys;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getRequestURI().equals("/oauth2/jwks")) {
                askedForKeys.incrementAndGet();
            }
            String user = request.getHeader("X-User");
            if (user != null) {
                Instant now = InstantSource.system().instant();
                Instant proven = "login".equals(request.getParameter("prompt")) ? now : now.minus(SINCE_SIGN_IN);
                SecurityContextHolder.setContext(
                        new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                                user,
                                "",
                                List.of(FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
                                        .issuedAt(proven)
                                        .build()))));
            }
            chain.doFilter(request, response);
        }
    }
}
