package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.app.server.FirstAdministrator;
import dev.tenure.catalog.Accounts;
import dev.tenure.storageapi.security.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** People from their first sign-in to their leaving, as browsers see it. Each test has an account of its own. */
@ExtendWith(World.Shared.class)
class PeopleJourneyIT {

    private static final String PASSWORD = "correct horse battery";

    private final World world;
    private final String account = "p-" + UUID.randomUUID();
    /** A program that manages the account. */
    private final Http manager;

    PeopleJourneyIT(World world) {
        this.world = world;
        manager = world.bearer(account, Scope.all());
    }

    /** Adds a person and returns their id. */
    private String add(String name, String... roles) {
        return manager.post(
                        "/api/v1/people", Map.of("email", name + "@example.org", "name", name, "roles", List.of(roles)))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private String oneTime(String id) {
        return manager.post("/api/v1/people/" + id + "/one-time-password", "")
                .expect(200)
                .json()
                .get("password")
                .asString();
    }

    private Browser browser() {
        return new Browser(world.nobody());
    }

    /** Adds a person and signs them in with a password of their own. */
    private Browser signedIn(String name, String... roles) {
        String id = add(name, roles);
        String oneTime = oneTime(id);
        Browser browser = browser();
        browser.signIn(account, name + "@example.org", oneTime).expect(200);
        browser.post("/api/v1/session/password", Map.of("current", oneTime, "password", PASSWORD))
                .expect(200);
        return browser.refresh();
    }

    @Test
    void aOneTimePasswordOpensNothingButTheChoiceOfAnother() {
        String id = add("ada", "AUDITOR");
        String oneTime = oneTime(id);
        Browser ada = browser();

        Http.Answer answer = ada.signIn(account, "Ada@Example.org", oneTime).expect(200);
        assertThat(answer.json().get("mustChangePassword").asBoolean()).isTrue();
        assertThat(answer.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Domain", "Secure", "Max-Age");
        ada.get("/api/v1/items").problem(403, "password-change-needed");
        ada.get("/api/v1/session").expect(200);
        ada.post("/api/v1/session/password", Map.of("current", oneTime, "password", "short"))
                .problem(422, "password-unfit");
        for (String guessable : List.of("password1234", "ada@example.org", "Ada-" + account + "-1")) {
            ada.post("/api/v1/session/password", Map.of("current", oneTime, "password", guessable))
                    .problem(422, "password-unfit");
        }
        ada.post("/api/v1/session/password", Map.of("current", oneTime, "password", oneTime))
                .problem(422, "password-unfit");
        ada.post("/api/v1/session/password", Map.of("current", "not it at all", "password", PASSWORD))
                .problem(401, "sign-in-refused");
        ada.post("/api/v1/session/password", Map.of("current", oneTime, "password", PASSWORD))
                .expect(200);
        ada.get("/api/v1/items").expect(200);
        browser().signIn(account, "ada@example.org", oneTime).problem(401, "sign-in-refused");
        JsonNode who = ada.get("/api/v1/session").expect(200).json();
        assertThat(who.get("actor").asString()).isEqualTo("person:" + id);
        assertThat(who.at("/person/roles/0").asString()).isEqualTo("AUDITOR");
        assertThat(who.get("scopes").toString()).isEqualTo("[\"items:read\",\"trail:read\"]");
    }

    @Test
    void signInAnswersAlikeWhateverIsWrong() {
        add("ada", "AUDITOR");
        signedIn("grace", "AUDITOR");
        String wrong =
                browser().signIn(account, "grace@example.org", "wrong password").text();

        assertThat(browser()
                        .signIn(account, "ada@example.org", "wrong password")
                        .text())
                .isEqualTo(wrong);
        assertThat(browser().signIn(account, "nobody@example.org", PASSWORD).text())
                .isEqualTo(wrong);
        assertThat(browser()
                        .signIn("no-such-account", "grace@example.org", PASSWORD)
                        .text())
                .isEqualTo(wrong);
        for (int i = 0; i < 6; i++) {
            browser().signIn(account, "grace@example.org", "wrong password").problem(401, "sign-in-refused");
        }
        assertThat(browser()
                        .signIn(account, "grace@example.org", PASSWORD)
                        .problem(401, "sign-in-refused")
                        .text())
                .isEqualTo(wrong);
        forgetGuesses();
    }

    /** All tests come from one address of the network. */
    private void forgetGuesses() {
        world.bean(JdbcClient.class).sql("DELETE FROM sign_in_attempt").update();
    }

    @Test
    void signInGivesASecretThatNobodyCanHavePrepared() {
        Browser ada = signedIn("ada", "AUDITOR");
        String before = ada.cookie("tenure");
        ada.signIn(account, "ada@example.org", PASSWORD).expect(200);

        assertThat(ada.cookie("tenure")).isNotEqualTo(before);
        Browser old = browser();
        old.take("tenure", before);
        old.get("/api/v1/session").problem(401, "token-missing");

        Browser fixed = browser();
        fixed.take("tenure", "chosen-by-somebody-else");
        fixed.signIn(account, "ada@example.org", PASSWORD).expect(200);
        assertThat(fixed.cookie("tenure")).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource({
        "no token, application/json, , , 403",
        "wrong token, application/json, , , 403",
        "right token, text/plain, , , 403",
        "right token, application/x-www-form-urlencoded, , , 403",
        "right token, application/json, http://evil.example.org, , 403",
        "right token, application/json, null, , 403",
        "right token, application/json, , cross-site, 403",
        "right token, application/json, , , 204",
        "right token, application/json;charset=UTF-8, , same-origin, 204",
        "right token, application/json, own, , 204"
    })
    void aCookieAloneChangesNothing(
            String token, String type, @Nullable String origin, @Nullable String fetch, int status) {
        Browser ada = signedIn("ada", "AUDITOR");
        List<String> headers = new ArrayList<>(List.of("Content-Type", type));
        if (!token.equals("no token")) {
            headers.addAll(List.of("X-Tenure-CSRF", token.equals("right token") ? ada.csrf() : "x".repeat(43)));
        }
        if (origin != null) {
            headers.addAll(List.of(
                    "Origin", origin.equals("own") ? world.nobody().server().toString() : origin));
        }
        if (fetch != null) {
            headers.addAll(List.of("Sec-Fetch-Site", fetch));
        }
        Http.Answer answer = ada.raw(
                "POST",
                "/api/v1/session/confirm",
                "{\"password\":\"" + PASSWORD + "\"}",
                headers.toArray(String[]::new));

        answer.expect(status);
        if (status == 403) {
            answer.problem(403, "cross-site");
        }
    }

    @Test
    void nobodyIsSignedInByAnotherSite() {
        signedIn("ada", "AUDITOR");
        String body =
                "{\"account\":\"" + account + "\",\"email\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}";

        browser()
                .raw("POST", "/api/v1/session", body, "Content-Type", "text/plain")
                .problem(403, "cross-site");
        browser()
                .raw("POST", "/api/v1/session", body, "Origin", "https://evil.example.org")
                .problem(403, "cross-site");
        browser().raw("POST", "/api/v1/session", body).expect(200);
    }

    @Test
    void aRoleThatIsTakenIsGoneWithTheNextRequest() {
        Browser ada = signedIn("ada", "AUDITOR", "STORAGE_ADMIN");
        String id = ada.get("/api/v1/session").json().at("/person/id").asString();
        ada.get("/api/v1/people").expect(200);
        String mine = ada.post(
                        "/api/v1/tokens",
                        Map.of(
                                "kind",
                                "PERSONAL",
                                "name",
                                "mine",
                                "scopes",
                                List.of("people:write"),
                                "lifetime",
                                "P1D"))
                .expect(201)
                .json()
                .get("token")
                .asString();
        Http program = new Http(world.nobody().server(), mine);
        program.get("/api/v1/people").expect(200);
        ada.send("PATCH", "/api/v1/people/" + id, Map.of("roles", List.of("AUDITOR")), "If-Match", "*")
                .problem(409, "last-administrator");
        add("grace", "STORAGE_ADMIN");
        ada.send("PATCH", "/api/v1/people/" + id, Map.of("roles", List.of("AUDITOR")), "If-Match", "*")
                .expect(200);

        ada.get("/api/v1/people").problem(403, "scope-missing");
        program.get("/api/v1/people").problem(403, "scope-missing");
        ada.get("/api/v1/items").expect(200);
    }

    @Test
    void aChangedPasswordEndsAllOtherSessions() {
        Browser here = signedIn("ada", "AUDITOR");
        Browser there = browser();
        there.signIn(account, "ada@example.org", PASSWORD).expect(200);

        here.post("/api/v1/session/password", Map.of("current", PASSWORD, "password", PASSWORD + " staple"))
                .expect(200);
        here.get("/api/v1/session").expect(200);
        there.get("/api/v1/session").problem(401, "token-missing");

        there.signIn(account, "ada@example.org", PASSWORD + " staple").expect(200);
        there.send("DELETE", "/api/v1/session", null).expect(204);
        assertThat(there.cookie("tenure")).isEmpty();
        there.get("/api/v1/session").problem(401, "token-missing");
        there.signIn(account, "ada@example.org", PASSWORD + " staple").expect(200);
        there.send("DELETE", "/api/v1/sessions", null).expect(204);
        here.get("/api/v1/session").problem(401, "token-missing");
    }

    @Test
    void releasingAHoldNeedsAFreshProof() {
        Browser officer = signedIn("ada", "PRIVACY_OFFICER");
        String hold = officer.post(
                        "/api/v1/holds",
                        Map.of("title", "Case 7", "authority", "Court", "reason", "Order", "items", List.of()))
                .expect(201)
                .json()
                .get("id")
                .asString();
        world.bean(JdbcClient.class)
                .sql("UPDATE person_session SET authenticated_at = authenticated_at - interval '6 minutes'")
                .update();

        officer.post("/api/v1/holds/" + hold + "/release", Map.of("reason", "over"))
                .problem(403, "reauthenticate");
        officer.post("/api/v1/session/confirm", Map.of("password", "wrong password"))
                .problem(401, "sign-in-refused");
        officer.post("/api/v1/session/confirm", Map.of("password", PASSWORD)).expect(204);
        officer.post("/api/v1/holds/" + hold + "/release", Map.of("reason", "over"))
                .expect(200);
    }

    @Test
    void aHostSeesTheirOwnItemsOnlyUntilAStewardTakesThemOver() {
        Browser ada = signedIn("ada", "HOST");
        Browser grace = signedIn("grace", "HOST");
        String adasId = ada.get("/api/v1/session").json().at("/person/id").asString();
        String gracesId = grace.get("/api/v1/session").json().at("/person/id").asString();
        Recordings recordings = new Recordings(manager, world.clock());
        Map<String, String> words = recordings.described("host", "ADA@example.org");
        words.put("account", account);
        words.remove("retention");
        String item = recordings.announce(10, words).expect(201).header("Tenure-Item");

        ada.get("/api/v1/items/" + item).expect(200);
        assertThat(ada.get("/api/v1/items").json().get("items")).hasSize(1);
        for (String path : List.of("", "/trail", "/explain", "/certificate", "/media/original")) {
            grace.get("/api/v1/items/" + item + path).problem(404, "not-found");
        }
        grace.post("/api/v1/items/" + item + "/trash", "").problem(404, "not-found");
        assertThat(grace.get("/api/v1/items").json().get("items")).isEmpty();

        add("linus", "STORAGE_ADMIN");
        manager.post("/api/v1/people/" + adasId + "/leave", Map.of()).problem(409, "steward-needed");
        manager.post("/api/v1/people/" + adasId + "/leave", Map.of("steward", gracesId))
                .expect(200);

        ada.get("/api/v1/session").problem(401, "token-missing");
        grace.get("/api/v1/items/" + item).expect(200);
        assertThat(grace.get("/api/v1/items/" + item + "/trail").text()).contains("item.owner");
    }

    @Test
    void anAuditorWhoHostsChangesTheirOwnItemsOnly() {
        Browser ada = signedIn("ada", "HOST", "AUDITOR");
        Recordings recordings = new Recordings(manager, world.clock());
        Map<String, String> words = recordings.described("host", "somebody@example.org");
        words.put("account", account);
        words.remove("retention");
        String item = recordings.announce(10, words).expect(201).header("Tenure-Item");

        ada.get("/api/v1/items/" + item).expect(200);
        ada.send("POST", "/api/v1/items/" + item + "/trash", null).problem(403, "scope-missing");
    }

    @Test
    void nobodyGrantsWhatTheyMayNotDo() {
        Browser admin = signedIn("ada", "STORAGE_ADMIN", "HOST");
        Map<String, Object> wish = Map.of(
                "kind", "MEDIA_SERVER", "name", "recorder", "scopes", List.of("uploads:write"), "lifetime", "P90D");
        Http.Answer issued = admin.post("/api/v1/tokens", wish).expect(201);
        assertThat(issued.json().get("token").asString()).startsWith("tenure_").hasSize(50);
        admin.post("/api/v1/tokens", wish).problem(409, "taken");
        for (String scope : List.of("holds:write", "items:write", "no-such-scope")) {
            admin.post(
                            "/api/v1/tokens",
                            Map.of("kind", "MEDIA_SERVER", "name", "x", "scopes", List.of(scope), "lifetime", "P90D"))
                    .problem(403, "scope-missing");
        }
        admin.post(
                        "/api/v1/tokens",
                        Map.of("kind", "PERSONAL", "name", "x", "scopes", List.of("items:read"), "lifetime", "P900D"))
                .problem(400, "bad-request");
        assertThat(admin.get("/api/v1/tokens").text())
                .doesNotContain(issued.json().get("token").asString());
        assertThat(admin.get("/api/v1/tokens").json().at("/tokens/0/lastUsedAt").isNull())
                .isTrue();
        new Http(world.nobody().server(), issued.json().get("token").asString())
                .get("/api/v1/items")
                .problem(403, "scope-missing");
        assertThat(Instant.parse(admin.get("/api/v1/tokens")
                        .json()
                        .at("/tokens/0/lastUsedAt")
                        .asString()))
                .isCloseTo(world.clock().instant(), within(2, ChronoUnit.MINUTES));
        String id = issued.json().at("/about/id").asString();
        Browser other = signedIn("grace", "AUDITOR");
        assertThat(other.get("/api/v1/tokens").expect(200).json().get("tokens")).isEmpty();
        other.send("DELETE", "/api/v1/tokens/" + id, null).problem(404, "not-found");
        other.post("/api/v1/tokens", wish).problem(403, "scope-missing");
        admin.send("DELETE", "/api/v1/tokens/" + id, null).expect(204);
        admin.send("DELETE", "/api/v1/tokens/" + id, null).problem(404, "not-found");
    }

    @Test
    void anotherAccountsPeopleAreNotFoundAndUnknownFieldsAreRefused() {
        String id = add("ada", "HOST");
        Http stranger = world.bearer("q-" + UUID.randomUUID(), Scope.all());

        stranger.get("/api/v1/people/" + id).problem(404, "not-found");
        stranger.post("/api/v1/people/" + id + "/leave", Map.of()).problem(404, "not-found");
        stranger.post("/api/v1/people/" + id + "/one-time-password", "").problem(404, "not-found");
        assertThat(stranger.get("/api/v1/people").json().get("people")).isEmpty();
        manager.get("/api/v1/people/none").problem(404, "not-found");
        manager.post(
                        "/api/v1/people",
                        Map.of("email", "x@example.org", "name", "x", "roles", List.of(), "accountId", "1"))
                .problem(400, "bad-request");
        manager.post("/api/v1/people", Map.of("email", "x@example.org", "name", "x", "roles", List.of("OWNER")))
                .problem(400, "bad-request");
        manager.post("/api/v1/people", Map.of("email", "ADA@example.org", "name", "x", "roles", List.of()))
                .problem(409, "taken");
    }

    @Test
    void anAccountSaysWhatItWants() {
        String ada = add("ada", "STORAGE_ADMIN");
        Map<String, String> settings = new HashMap<>(Map.of(
                "steward",
                ada,
                "locale",
                "de-AT",
                "zone",
                "Europe/Vienna",
                "sessionLifetime",
                "PT8H",
                "sessionIdle",
                "PT30M"));
        manager.put("/api/v1/account", settings, "If-Match", "*").expect(200);
        JsonNode shown = manager.get("/api/v1/account").expect(200).json();
        assertThat(shown.get("steward").asString()).isEqualTo(ada);
        assertThat(shown.get("shortName").asString()).isEqualTo(account);
        settings.put("sessionLifetime", "P90D");
        manager.put("/api/v1/account", settings, "If-Match", "*").problem(400, "bad-request");
        settings.put("sessionLifetime", "PT8H");
        settings.put("steward", UUID.randomUUID().toString());
        manager.put("/api/v1/account", settings, "If-Match", "*").problem(409, "steward-needed");
        assertThat(world.bean(Accounts.class).find(account)).isPresent();
    }

    @Test
    void theFirstStartMakesAnAdministratorAndTellsTheirPasswordOnce() {
        FirstAdministrator first = world.firstAdministrator();
        Browser browser = browser();

        browser.signIn(first.account(), first.email(), first.oneTimePassword()).expect(200);
        assertThat(browser.refresh()
                        .get("/api/v1/session")
                        .json()
                        .at("/session/mustChangePassword")
                        .asBoolean())
                .isTrue();
        assertThat(world.server().firstAdministrator()).isEmpty();
        assertThat(first.toString()).doesNotContain(first.oneTimePassword());
    }
}
