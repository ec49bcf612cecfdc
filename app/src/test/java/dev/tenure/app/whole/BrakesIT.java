package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people say to sweeps. */
@ExtendWith(World.Shared.class)
class BrakesIT {

    private static final String SWEEP = "/api/v1/retention/sweep";

    private final World world;
    private final Http http;

    BrakesIT(World world) {
        this.world = world;
        this.http = world.bearer("brakes", Scope.all());
    }

    @Test
    void pausesAndResumesWithAReason() {
        http.put(SWEEP + "/pause", Map.of("reason", " ")).problem(400, "bad-request");
        String paused = http.put(SWEEP + "/pause", Map.of("reason", "moving house"))
                .expect(200)
                .text();
        assertThat(paused).contains("\"reason\":\"moving house\"");
        assertThat(http.get(SWEEP).expect(200).text()).isEqualTo(paused);
        assertThat(http.send("DELETE", SWEEP + "/pause", BodyPublishers.noBody())
                        .expect(200)
                        .text())
                .doesNotContain("moving house");
    }

    @Test
    void releasesSoManyForAWhile() {
        http.put(SWEEP + "/release", Map.of("upTo", 0, "reason", "looked at")).problem(400, "bad-request");
        http.put(SWEEP + "/release", Map.of("reason", "looked at")).problem(400, "bad-request");
        assertThat(http.put(SWEEP + "/release", Map.of("upTo", 4000, "reason", "looked at"))
                        .expect(200)
                        .text())
                .contains("\"upTo\":4000", "\"until\":");
    }

    @Test
    void whoNeitherRulesNorAuditsIsNotAsked() {
        Http host = world.bearer("brakes", "host", Set.of(Scope.READ.word(), Scope.CHANGE.word()));
        host.get(SWEEP).problem(403, "scope-missing");
        host.put(SWEEP + "/release", Map.of("upTo", 1, "reason", "mine")).problem(403, "scope-missing");
    }
}
