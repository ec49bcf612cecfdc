package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.people.Role;
import dev.tenure.storageapi.security.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Who simulates, proposes, approves and revokes changes of the rules for what is there. */
@ExtendWith(World.Shared.class)
class RuleChangesIT {

    private static final String RULES = "/api/v1/retention/rules";
    private static final String CHANGES = "/api/v1/retention/changes";
    private static final Map<String, ?> WISH = Map.of("zone", "Europe/Berlin", "hostDefault", "P30D");
    private static final Map<String, ?> WHY = Map.of("reason", "we keep too much");

    private final World world;
    private final Colleagues colleagues;

    RuleChangesIT(World world) {
        this.world = world;
        this.colleagues = new Colleagues(world);
    }

    @Test
    void neitherHostsNorProgramsDecide() {
        PersonId id = colleagues.person("deciders", Role.HOST);
        Http host = colleagues.token("deciders", id);
        host.post(RULES + "/simulate", WISH).problem(403, "scope-missing");
        host.get(CHANGES).problem(403, "scope-missing");
        host.post(CHANGES, proposal(Map.of("digest", "0")), "If-Match", "*").problem(403, "scope-missing");
        Http program = world.bearer("deciders", Set.of(Scope.RULE.word()));
        JsonNode seen = simulate(program);
        assertThat(seen.get("items").asLong()).isZero();
        program.post(RULES + "/simulate", Map.of("zone", "Europe/Berlin", "hostDefault", "soon"))
                .problem(400, "bad-request");
        program.post(CHANGES, proposal(seen.get("preview")), "If-Match", "*").problem(403, "person-needed");
    }

    @Test
    void twoPeopleDecideAndOneTakesItBack() {
        PersonId ada = colleagues.person("two-people", Role.STORAGE_ADMIN);
        Http admin = colleagues.token("two-people", ada);
        Http officer = colleagues.token("two-people", colleagues.person("two-people", Role.PRIVACY_OFFICER));
        Http auditor = colleagues.token("two-people", colleagues.person("two-people", Role.AUDITOR));
        Http host = colleagues.token("two-people", colleagues.person("two-people", Role.HOST));
        admin.put(RULES, WISH, "If-Match", "*").expect(200);
        String rules = admin.get(RULES).expect(200).header("ETag");
        Object proposal = proposal(simulate(admin).get("preview"));

        admin.post(CHANGES, proposal).problem(428, "precondition-required");
        admin.post(CHANGES, proposal, "If-Match", "\"0\"").problem(412, "precondition-failed");
        admin.post(CHANGES, proposal(Map.of("digest", "0")), "If-Match", rules).problem(400, "bad-request");
        officer.post(CHANGES, proposal, "If-Match", rules).problem(403, "scope-missing");
        Http.Answer made = admin.post(CHANGES, proposal, "If-Match", rules).expect(201);
        String change = made.header("Location");
        String seen = made.header("ETag");
        assertThat(made.json().get("standing").asString()).isEqualTo("PROPOSED");
        admin.post(CHANGES, proposal, "If-Match", rules).problem(409, "state-conflict");

        admin.post(change + "/approve", "", "If-Match", seen).problem(403, "second-person-needed");
        colleagues
                .token("two-people", ada)
                .post(change + "/approve", "", "If-Match", seen)
                .problem(403, "second-person-needed");
        colleagues
                .token("two-people", colleagues.person("two-people", Role.STORAGE_ADMIN))
                .post(change + "/approve", "", "If-Match", seen)
                .problem(409, "state-conflict");
        host.post(change + "/approve", "", "If-Match", seen).problem(403, "scope-missing");
        auditor.post(change + "/approve", "", "If-Match", seen).problem(403, "scope-missing");
        world.bearer("two-people", Scope.all())
                .post(change + "/approve", "", "If-Match", seen)
                .problem(403, "person-needed");
        world.bearer("strangers", Scope.all())
                .post(change + "/approve", "", "If-Match", "*")
                .problem(404, "not-found");
        world.bearer("strangers", Scope.all()).get(change).problem(404, "not-found");
        officer.post(change + "/approve", "").problem(428, "precondition-required");
        officer.post(change + "/approve", "", "If-Match", "\"9\"").problem(412, "precondition-failed");

        Http.Answer approved =
                officer.post(change + "/approve", "", "If-Match", seen).expect(200);
        JsonNode shown = approved.json();
        assertThat(shown.get("standing").asString()).isEqualTo("WAITING");
        assertThat(Duration.between(
                        Instant.parse(shown.get("approvedAt").asString()),
                        Instant.parse(shown.get("takesEffectAt").asString())))
                .isEqualTo(Duration.ofDays(7));
        assertThat(auditor.get(change).expect(200).header("ETag")).isEqualTo(approved.header("ETag"));
        assertThat(auditor.get(CHANGES)
                        .expect(200)
                        .json()
                        .get("changes")
                        .get(0)
                        .get("id")
                        .asString())
                .isEqualTo(change.substring(change.lastIndexOf('/') + 1));

        admin.post(change + "/revoke", WHY).problem(428, "precondition-required");
        admin.post(change + "/revoke", WHY, "If-Match", seen).problem(412, "precondition-failed");
        assertThat(admin.post(change + "/revoke", WHY, "If-Match", approved.header("ETag"))
                        .expect(200)
                        .json()
                        .get("standing")
                        .asString())
                .isEqualTo("REVOKED");
        admin.post(change + "/revoke", WHY, "If-Match", "*").problem(409, "state-conflict");
    }

    @Test
    void explainsForAnyInstantAtWhichTheItemWasThere() {
        String item = "/api/v1/items/" + world.keptRecording() + "/explain";
        JsonNode now = world.owner().get(item).expect(200).json();
        String goes = now.get("destroyAt").asString();
        JsonNode then = world.owner().get(item + "?at=" + goes).expect(200).json();
        assertThat(then.get("standing").asString()).isEqualTo("DUE");
        assertThat(then.get("askedAt").asString()).isEqualTo(goes);
        assertThat(then.get("coming")).isEmpty();
        world.owner().get(item + "?at=tomorrow").problem(400, "bad-request");
        world.owner().get(item + "?at=2001-01-01T00:00:00Z").problem(400, "bad-request");
    }

    private static JsonNode simulate(Http caller) {
        return caller.post(RULES + "/simulate", WISH).expect(200).json();
    }

    private static Map<String, ?> proposal(Object preview) {
        return Map.of("preview", preview, "reason", "we keep too much");
    }
}
