package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.people.Role;
import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Rules for some items, laws, labels and locks, as they travel. */
@ExtendWith(World.Shared.class)
class RulesIT {

    private static final String RULES = "/api/v1/retention/rules";
    private static final String ZONE = "Europe/Berlin";

    private final World world;

    RulesIT(World world) {
        this.world = world;
    }

    @Test
    void rulesForSomeItemsAreShownAsTheyWereSent() {
        Http caller = world.bearer("some-items", Scope.all());
        Map<String, ?> chats =
                Map.of("scope", Map.of("kind", "CHAT", "host", "Ada@Example.org"), "hostDefault", "P30D");
        JsonNode shown = caller.put(RULES, Map.of("zone", ZONE, "scoped", List.of(chats)), "If-Match", "*")
                .expect(200)
                .json()
                .get("scoped");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("scope").get("kind").asString()).isEqualTo("CHAT");
        assertThat(shown.get(0).get("scope").get("host").asString()).isEqualTo("ada@example.org");
        assertThat(shown.get(0).get("hostDefault").asString()).isEqualTo("P30D");
        assertThat(caller.get(RULES).expect(200).json().get("scoped")).isEqualTo(shown);
        for (Map<String, ?> wrong : List.of(
                Map.of("scope", Map.of(), "minimum", "P30D"),
                Map.of("minimum", "P30D"),
                Map.of("scope", Map.of("kind", "FILM"), "minimum", "P30D"),
                Map.of("scope", Map.of("kind", "CHAT"), "minimum", "soon"),
                Map.of("scope", Map.of("kind", "CHAT"), "minimum", "P1Y", "maximum", "P30D"),
                Map.of("scope", Map.of("kind", "CHAT"), "locked", true, "maximum", "P30D"))) {
            caller.put(RULES, Map.of("zone", ZONE, "scoped", List.of(wrong)), "If-Match", "*")
                    .problem(400, "bad-request");
        }
    }

    @Test
    void eventsAreShownAsTheyWereSentAndNeedItemsAndADayThatThereIs() {
        Http caller = world.bearer("events", Scope.all());
        Map<String, ?> scope = Map.of("host", "Ada@Example.org");
        Map<String, ?> awaited = Map.of("name", "contract", "scope", scope, "keep", "P2Y");
        Map<String, ?> come = Map.of("name", "trial", "scope", scope, "keep", "P5Y", "day", "2026-03-31");
        JsonNode shown = caller.put(RULES, Map.of("zone", ZONE, "events", List.of(come, awaited)), "If-Match", "*")
                .expect(200)
                .json()
                .get("events");
        assertThat(shown.get(0).get("scope").get("host").asString()).isEqualTo("ada@example.org");
        assertThat(shown.get(0).path("day").isString()).isFalse();
        assertThat(shown.get(1).get("day").asString()).isEqualTo("2026-03-31");
        assertThat(caller.get(RULES).expect(200).json().get("events")).isEqualTo(shown);
        for (Map<String, ?> wrong : List.of(
                Map.of("name", "contract", "keep", "P2Y"),
                Map.of("name", "contract", "scope", Map.of(), "keep", "P2Y"),
                Map.of("name", "contract", "scope", scope),
                Map.of("scope", scope, "keep", "P2Y"),
                Map.of("name", "\u0007", "scope", scope, "keep", "P2Y"),
                Map.of("name", "contract", "scope", scope, "keep", "P2Y", "day", "2026-02-30"),
                Map.of("name", "contract", "scope", scope, "keep", "P2Y", "day", "20260-01-01"),
                Map.of("name", "contract", "scope", scope, "keep", "P2Y", "day", "0026-01-01"))) {
            caller.put(RULES, Map.of("zone", ZONE, "events", List.of(wrong)), "If-Match", "*")
                    .problem(400, "bad-request");
        }
    }

    @Test
    void anAccountNamesTheLawsThatItIsUnder() {
        Http caller = world.bearer("under-laws", Scope.all());
        caller.put(RULES, Map.of("zone", ZONE, "schedules", List.of("EU/mifid", "DE")), "If-Match", "*")
                .expect(200);
        JsonNode laws =
                caller.get("/api/v1/retention/schedules").expect(200).json().get("schedules");
        assertThat(laws).hasSizeGreaterThan(3).allSatisfy(law -> {
            JsonNode duty = law.get("duties").get(0);
            assertThat(duty.get("url").asString()).startsWith("https://");
            assertThat(duty.get("source").asString()).isNotBlank();
            assertThat(duty.get("lookedUp").asString()).startsWith("20");
            boolean named = List.of("EU/mifid", "DE").contains(law.get("name").asString());
            assertThat(law.path("editionInForce").isNumber()).isEqualTo(named);
        });
        assertThat(caller.put(RULES, Map.of("zone", ZONE, "schedules", List.of("XX")), "If-Match", "*")
                        .problem(400, "bad-request")
                        .detail())
                .contains("XX", "EU/mifid");
    }

    @Test
    void labelsAreThoseOfTheRules() {
        Http caller = world.bearer("labelling", Scope.all());
        Map<String, ?> label = Map.of("name", "patent", "keep", "P10Y");
        assertThat(caller.put(RULES, Map.of("zone", ZONE, "labels", List.of(label)), "If-Match", "*")
                        .expect(200)
                        .json()
                        .get("labels")
                        .get(0)
                        .get("keep")
                        .asString())
                .isEqualTo("P10Y");
        caller.put(RULES, Map.of("zone", ZONE, "labels", List.of(label, label)), "If-Match", "*")
                .problem(400, "bad-request");
        String item = "/api/v1/items/" + world.keptRecording() + "/label";
        caller.put(item, Map.of("name", "patent")).problem(404, "not-found");
        Http owner = world.owner();
        owner.put(item, Map.of("name", "patent")).problem(422, "label-unknown");
        owner.put(item, Map.of()).problem(400, "bad-request");
        JsonNode before = owner.get("/api/v1/items/" + world.keptRecording() + "/explain")
                .expect(200)
                .json();
        JsonNode after =
                owner.send("DELETE", item, BodyPublishers.noBody()).expect(200).json();
        assertThat(after.get("goAt")).isEqualTo(before.get("goAt"));
    }

    @Test
    void whatIsLockedStaysLocked() {
        Colleagues colleagues = new Colleagues(world);
        Http caller = colleagues.token("locking", colleagues.person("locking", Role.STORAGE_ADMIN));
        Map<String, ?> locked = Map.of("zone", ZONE, "accountMin", "P1Y", "accountMinLocked", true);
        Http program = world.bearer("locking", Scope.all());
        program.put(RULES, locked, "If-Match", "*").problem(403, "person-needed");
        assertThat(caller.put(RULES, locked, "If-Match", "*")
                        .expect(200)
                        .json()
                        .get("accountMinLocked")
                        .asBoolean())
                .isTrue();
        for (Map<String, ?> undoing : List.of(
                Map.of("zone", ZONE),
                Map.of("zone", ZONE, "accountMin", "P1Y"),
                Map.of("zone", ZONE, "accountMin", "P30D", "accountMinLocked", true),
                Map.of("zone", "UTC", "accountMin", "P1Y", "accountMinLocked", true))) {
            assertThat(caller.put(RULES, undoing, "If-Match", "*")
                            .problem(409, "rules-locked")
                            .detail())
                    .contains("locked");
            caller.post(RULES + "/simulate", undoing).problem(409, "rules-locked");
        }
        program.put(RULES, locked, "If-Match", "*").expect(200);
        caller.put(RULES, Map.of("zone", ZONE, "accountMin", "P2Y", "accountMinLocked", true), "If-Match", "*")
                .expect(200);
    }
}
