package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Holds that ask for items, as programs place them. */
@ExtendWith(World.Shared.class)
class HoldScopeApiIT {

    private final World world;
    private final Http http;

    HoldScopeApiIT(World world) {
        this.world = world;
        this.http = world.owner();
    }

    @Test
    void aQueryIsPreviewedPlacedShownAndReleased() {
        Recordings recordings = world.recordings();
        Map<String, String> words = recordings.described();
        String first = recordings.handOver(world.clips().playable(), words);
        String meeting = recordings.item(first).at("/meeting/externalId").asString();
        Map<String, Object> query = Map.of("meeting", meeting, "endedFrom", "2000-01-01T00:00:00Z");

        JsonNode preview = http.post("/api/v1/holds/preview", Map.of("query", query))
                .expect(200)
                .json();
        assertThat(preview.at("/preserved/count").asLong()).isEqualTo(1);
        assertThat(preview.at("/preserved/sample/0").asString()).isEqualTo(first);
        assertThat(preview.at("/destroyed/count").asLong()).isZero();
        assertThat(recordings.item(first).get("held").asBoolean()).isFalse();

        JsonNode placed = http.post(
                        "/api/v1/holds",
                        Map.of(
                                "title", "Case",
                                "authority", "Court",
                                "reason", "evidence",
                                "reference", "Az. 7",
                                "effectiveAt", "2020-01-01T00:00:00Z",
                                "historicalReason", "served then",
                                "reviewOn", "2999-01-01",
                                "query", query))
                .expect(201)
                .json();
        assertThat(placed.get("preservedCount").asLong()).isEqualTo(1);
        assertThat(placed.at("/preserved/0").asString()).isEqualTo(first);
        String hold = "/api/v1/holds/" + placed.get("id").asString();

        String second = recordings.handOver(world.clips().playable(), words);
        assertThat(recordings.item(second).get("held").asBoolean()).isTrue();
        JsonNode shown = http.get(hold).expect(200).json();
        assertThat(shown.at("/query/meeting").asString()).isEqualTo(meeting);
        assertThat(shown.get("reference").asString()).isEqualTo("Az. 7");
        assertThat(shown.get("effectiveAt").asString()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(shown.get("reviewOn").asString()).isEqualTo("2999-01-01");
        assertThat(shown.get("items").asInt()).isEqualTo(2);
        assertThat(http.get(hold + "/items?outcome=PRESERVED").expect(200).text())
                .contains(first, second);
        assertThat(http.get(hold + "/items?outcome=DESTROYED")
                        .expect(200)
                        .json()
                        .get("items"))
                .isEmpty();

        http.post(hold + "/release", Map.of("reason", "settled")).expect(200);
        assertThat(recordings.item(second).get("held").asBoolean()).isFalse();
    }

    @Test
    void aSensitiveHoldIsNotReleasedByAProgram() {
        String hold = http.post(
                        "/api/v1/holds",
                        Map.of("title", "t", "authority", "a", "reason", "r", "sensitive", true, "items", List.of()))
                .expect(201)
                .header("Location");
        http.post(hold + "/release", Map.of("reason", "settled")).problem(409, "state-conflict");
        assertThat(http.get(hold).expect(200).json().get("releasedAt").isNull()).isTrue();
    }
}
