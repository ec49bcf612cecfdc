package dev.tenure.app.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in and access tokens of a real provider, and what is tried with tokens that are none. */
@ExtendWith(World.Shared.class)
class OidcIT {

    private static final String CALLBACK = "/sign-in/oidc/callback";

    private final World world;
    private final Http owner;
    private final IdentityProvider provider;
    private final String subject = UUID.randomUUID().toString();
    private final String email = "o-" + UUID.randomUUID() + "@example.org";
    private String person = "";

    OidcIT(World world) {
        this.world = world;
        owner = world.owner();
        provider = world.identityProvider().running(world.nobody().server());
    }

    @BeforeEach
    void aPersonWhomTheProviderKnows() {
        person = owner.post("/api/v1/people", Map.of("email", email, "name", "Ada", "roles", List.of("AUDITOR")))
                .expect(201)
                .json()
                .get("id")
                .asString();
        provider.knows(subject, email, true);
    }

    private Browser browser() {
        return new Browser(world.nobody());
    }

    /** There and back; the answer is what the browser is shown at the end. */
    private Http.Answer signIn(Browser browser, String start, String who) {
        URI there = URI.create(browser.get(start).expect(302).header("Location"));
        assertThat(there.getRawQuery()).contains("code_challenge_method=S256", "nonce=", "state=");
        URI back = URI.create(provider.authorize(there, who));
        assertThat(back.getPath()).isEqualTo(CALLBACK);
        return browser.get(back.getRawPath() + "?" + back.getRawQuery());
    }

    @Test
    void whomTheProviderVouchesForIsSignedInAsThePersonWithTheirAddress() {
        Browser ada = browser();

        assertThat(signIn(ada, "/sign-in/oidc", subject).expect(200).text()).contains("http-equiv=\"refresh\"");
        assertThat(ada.get("/api/v1/session")
                        .expect(200)
                        .json()
                        .at("/person/id")
                        .asString())
                .isEqualTo(person);
        assertThat(ada.cookie("tenure-oidc")).isEmpty();
        ada.get("/api/v1/items").expect(200);

        provider.knows(subject, "married-" + email, true);
        Browser later = browser();
        signIn(later, "/sign-in/oidc", subject).expect(200);
        assertThat(later.get("/api/v1/session").json().at("/person/id").asString())
                .isEqualTo(person);
    }

    @Test
    void onlyAProofThatWasAskedForAnewIsFresh() {
        Browser ada = browser();
        signIn(ada, "/sign-in/oidc", subject).expect(200);
        assertThat(ada.get("/api/v1/session").json().at("/session/fresh").asBoolean())
                .isFalse();
        signIn(ada, "/sign-in/oidc?again", subject).expect(200);
        assertThat(ada.get("/api/v1/session").json().at("/session/fresh").asBoolean())
                .isTrue();
    }

    @Test
    void nobodyBecomesAPersonBySigningIn() {
        String unverified = UUID.randomUUID().toString();
        provider.knows(unverified, email, false);
        provider.knows("stranger", "stranger@example.org", true);
        for (String who : List.of(unverified, "stranger", "without-address")) {
            Browser browser = browser();
            Http.Answer answer = signIn(browser, "/sign-in/oidc", who).expect(401);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(browser.cookie("tenure")).isEmpty();
        }
        signIn(browser(), "/sign-in/oidc", subject).expect(200);
        String second = UUID.randomUUID().toString();
        provider.knows(second, email, true);
        signIn(browser(), "/sign-in/oidc", second).expect(401);
    }

    @Test
    void aCodeIsOfUseToTheBrowserOnlyThatBeganTheSignIn() {
        Browser ada = browser();
        URI there = URI.create(ada.get("/sign-in/oidc").header("Location"));
        URI back = URI.create(provider.authorize(there, subject));
        String callback = back.getRawPath() + "?" + back.getRawQuery();
        Browser victim = browser();
        victim.get(callback).expect(401);
        victim.get("/sign-in/oidc").expect(302);
        victim.get(callback).expect(401);
        assertThat(victim.cookie("tenure")).isEmpty();
        ada.get(callback.replaceAll("state=[^&]*", "state=other")).expect(401);
        ada.get(callback).expect(401);
        ada.get(CALLBACK + "?error=access_denied&state=x").expect(401);
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = world.clock().instant();
        return new JWTClaimsSet.Builder()
                .issuer(provider.issuer())
                .subject(subject)
                .audience(IdentityProvider.AUDIENCE)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    private JWTClaimsSet.Builder agedBy(long seconds) {
        Date then = Date.from(world.clock().instant().minusSeconds(seconds));
        return claims().issueTime(then).notBeforeTime(then);
    }

    private JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(provider.key().getKeyID());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private String token(JWTClaimsSet claims) {
        return signed(header(JWSAlgorithm.RS256).build(), claims, signer(provider.key()));
    }

    private Http bearing(String token) {
        return new Http(world.nobody().server(), token);
    }

    private void bound() {
        signIn(browser(), "/sign-in/oidc", subject).expect(200);
    }

    @Test
    void anAccessTokenIsItsBoundPersonWithTheRolesTheyHaveNow() {
        String token = token(claims().build());
        bearing(token).get("/api/v1/items").problem(401, "token-invalid");
        bound();

        bearing(token).get("/api/v1/items").expect(200);
        assertThat(bearing(token).get("/api/v1/session").json().get("actor").asString())
                .isEqualTo("person:" + person);
        bearing(token).get("/api/v1/people").problem(403, "scope-missing");
        owner.send(
                        "PATCH",
                        "/api/v1/people/" + person,
                        BodyPublishers.ofString("{\"roles\":[]}"),
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        "*")
                .expect(200);
        bearing(token).get("/api/v1/items").problem(403, "scope-missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "HS256 with the public key",
                "RS512",
                "another key",
                "another key under a known id",
                "key in the header",
                "jku",
                "x5u",
                "kid that is a path",
                "kid that is SQL",
                "no kid and another key",
                "audience",
                "no audience",
                "issuer",
                "no issuer",
                "expired",
                "no expiry",
                "not yet valid",
                "no subject",
                "nonce",
                "at_hash",
                "Keycloak's ID token",
                "type",
                "no type",
                "cut",
                "altered",
                "huge",
                "not a token"
            })
    void aTokenThatIsNotRightOpensNothing(String what) throws Exception {
        bound();
        Instant now = world.clock().instant();
        RSAKey stranger = IdentityProvider.newKey();
        String good = token(claims().build());
        bearing(good).get("/api/v1/items").expect(200);

        String bad = switch (what) {
            case "none" -> new PlainJWT(claims().build()).serialize();
            case "HS256 with the public key" ->
                signed(
                        header(JWSAlgorithm.HS256).build(),
                        claims().build(),
                        new MACSigner(provider.key().toRSAPublicKey().getEncoded()));
            case "RS512" -> signed(header(JWSAlgorithm.RS512).build(), claims().build(), signer(provider.key()));
            case "another key" -> strange(stranger, header -> header.keyID(stranger.getKeyID()));
            case "another key under a known id" -> strange(stranger, header -> header);
            case "no kid and another key" -> strange(stranger, header -> header.keyID(null));
            case "key in the header" -> strange(stranger, header -> header.jwk(stranger.toPublicJWK()));
            case "jku" -> strange(stranger, header -> header.jwkURL(URI.create("http://127.0.0.1:9/keys")));
            case "x5u" -> strange(stranger, header -> header.x509CertURL(URI.create("http://127.0.0.1:9/certificate")));
            case "kid that is a path" -> strange(stranger, header -> header.keyID("../../../../dev/null"));
            case "kid that is SQL" -> strange(stranger, header -> header.keyID("' OR '1'='1"));
            case "audience" -> token(claims().audience(IdentityProvider.CLIENT).build());
            case "no audience" -> token(claims().audience((String) null).build());
            case "issuer" -> token(claims().issuer("https://idp.example.org").build());
            case "no issuer" -> token(claims().issuer(null).build());
            case "expired" ->
                token(agedBy(300)
                        .expirationTime(Date.from(now.minusSeconds(120)))
                        .build());
            case "no expiry" -> token(claims().expirationTime(null).build());
            case "not yet valid" ->
                token(claims().notBeforeTime(Date.from(now.plusSeconds(120))).build());
            case "no subject" -> token(claims().subject(null).build());
            case "nonce", "at_hash" -> token(claims().claim(what, "x").build());
            case "Keycloak's ID token" -> token(claims().claim("typ", "ID").build());
            case "type" ->
                signed(
                        header(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        claims().build(),
                        signer(provider.key()));
            case "no type" ->
                signed(header(JWSAlgorithm.RS256).type(null).build(), claims().build(), signer(provider.key()));
            case "cut" -> good.substring(0, good.lastIndexOf('.') + 1);
            case "altered" -> altered(good);
            case "huge" -> token(claims().claim("x", "x".repeat(20_000)).build());
            default -> "not.a.token";
        };

        bearing(bad).get("/api/v1/items").problem(401, "token-invalid");
    }

    private String strange(RSAKey key, UnaryOperator<JWSHeader.Builder> header) {
        return signed(header.apply(header(JWSAlgorithm.RS256)).build(), claims().build(), signer(key));
    }

    private static String altered(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                .replace("tenure-api\"", "tenure-api\",\"x\":1");
        return parts[0] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + "."
                + parts[2];
    }

    @Test
    void theClocksMayBeAMinuteApart() {
        bound();
        Instant now = world.clock().instant();
        bearing(token(agedBy(300)
                        .expirationTime(Date.from(now.minusSeconds(20)))
                        .build()))
                .get("/api/v1/items")
                .expect(200);
        bearing(token(claims().notBeforeTime(Date.from(now.plusSeconds(40))).build()))
                .get("/api/v1/items")
                .expect(200);
    }

    @Test
    void aKeyThatTheProviderGaveUpOpensNothingAndItsNextOneDoes() {
        bound();
        String before = token(claims().build());
        bearing(before).get("/api/v1/items").expect(200);

        provider.rotate();
        // Other tests' made-up keys may have used up how often the provider is asked; it is not for long.
        Until.holds(
                "the new key is known",
                Duration.ofSeconds(30),
                () -> bearing(token(claims().build())).get("/api/v1/items").status() == 200);
        bearing(before).get("/api/v1/items").problem(401, "token-invalid");
    }

    @Test
    void tokensOfMadeUpKeysDoNotMakeUsAskTheProviderEachTime() throws Exception {
        bound();
        RSAKey stranger = IdentityProvider.newKey();
        String good = token(claims().build());
        bearing(good).get("/api/v1/items").expect(200);
        int before = provider.askedForKeys();
        long began = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            String kid = UUID.randomUUID().toString();
            // Each from an address of its own: else the quota of one would end it sooner.
            bearing(strange(stranger, header -> header.keyID(kid)))
                    .get("/api/v1/items", "X-Forwarded-For", "198.18." + i / 250 + "." + (i % 250 + 1))
                    .problem(401, "token-invalid");
        }
        long windows = 1 + Duration.ofNanos(System.nanoTime() - began).toSeconds() / 10;

        bearing(good).get("/api/v1/items").expect(200);
        assertThat(provider.askedForKeys() - before).isLessThanOrEqualTo(Math.toIntExact(2 * windows + 2));
    }

    @Test
    void aProgramMayDoWhatItsBindingSaysAndNothingWithoutOne() {
        String token = robotsToken();
        bearing(token).get("/api/v1/items").problem(401, "token-invalid");
        Http.Answer bound = owner.post(
                        "/api/v1/clients",
                        Map.of("subject", IdentityProvider.ROBOT, "name", "reporting", "scopes", List.of("items:read")))
                .expect(201);

        bearing(token).get("/api/v1/items").expect(200);
        bearing(token).get("/api/v1/people").problem(403, "scope-missing");
        assertThat(bearing(token).get("/api/v1/session").json().get("actor").asString())
                .isEqualTo("client:reporting");
        owner.send("DELETE", "/api/v1/clients/" + bound.json().get("id").asString(), BodyPublishers.noBody())
                .expect(204);
        bearing(token).get("/api/v1/items").problem(401, "token-invalid");
    }

    private String robotsToken() {
        return new Http(URI.create(provider.issuer()), null)
                .send(
                        "POST",
                        "/oauth2/token",
                        BodyPublishers.ofString("grant_type=client_credentials&client_id=" + IdentityProvider.ROBOT
                                + "&client_secret=" + IdentityProvider.ROBOTS_SECRET),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .expect(200)
                .json()
                .get("access_token")
                .asString();
    }
}
