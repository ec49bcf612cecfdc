package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meetings;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LiveKit's calls come late, twice, in another order, and once more for an egress that was retried. */
@ExtendWith(HandOverWorld.Shared.class)
class LiveKitDeliveryIT {

    private static final String SECRET = "livekit-delivery-canary";

    private final HandOverWorld world;
    private final AccountId account;
    private final Source source;

    LiveKitDeliveryIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
        Map<String, String> settings = new TreeMap<>(world.bucketSettings());
        settings.put("api-key", "APIkey");
        this.source = world.aSource(
                account,
                "livekit",
                settings,
                Map.of("api-secret", SECRET, "bucket-secret-key", world.bucketSecret()),
                false);
    }

    @AfterEach
    void forget() {
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private String event(String event, String id, String egress) {
        return "{\"event\":\"%s\",\"id\":\"%s\",\"egressInfo\":%s}".formatted(event, id, egress);
    }

    private String ended(String egress, String room, String key, int size) {
        long nanos = world.now().minus(Duration.ofHours(1)).getEpochSecond() * 1_000_000_000L;
        return ("{\"egressId\":\"%s\",\"roomId\":\"%s\",\"roomName\":\"Weekly\",\"status\":\"EGRESS_COMPLETE\","
                        + "\"fileResults\":[{\"filename\":\"%s\",\"startedAt\":\"%d\",\"endedAt\":\"%d\",\"size\":\"%d\","
                        + "\"location\":\"%s\"}]}")
                .formatted(egress, room, key, nanos - 3_600_000_000_000L, nanos, size, world.addressOf(key));
    }

    private Hearing calls(String body) {
        String token = Jwt.sign(SECRET, Map.of("iss", "APIkey", "sha256", sha256(body)), world.now());
        return world.the(Hearings.class).hear(source.id(), Calls.of(body, "Authorization", token));
    }

    private static String sha256(String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String aFilm(byte[] bytes) {
        String key = "rec/" + UUID.randomUUID() + ".webm";
        world.puts(key, bytes);
        return key;
    }

    private List<Item> arrived() {
        assertThat(world.told(source)).allMatch(told -> told.state() == Told.State.ARRIVED);
        return world.told(source).stream()
                .map(told -> world.item(told.item()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The end is told before the beginning and the middle, which then undo nothing. */
    @Test
    void theOrderOfEventsDoesNotMatter() {
        byte[] bytes = HandOverWorld.webm(30_000, 21);
        String end = ended("EG_order", "RM_order", aFilm(bytes), bytes.length);
        String running =
                "{\"egressId\":\"EG_order\",\"roomId\":\"RM_order\",\"roomName\":\"Weekly\",\"status\":\"%s\"}";

        assertThat(calls(event("egress_ended", "EV_3", end))).isInstanceOf(Hearing.Heard.class);
        assertThat(calls(event("egress_updated", "EV_2", running.formatted("EGRESS_ACTIVE"))))
                .isNotInstanceOf(Hearing.Refused.class);
        world.work();
        assertThat(calls(event("egress_started", "EV_1", running.formatted("EGRESS_STARTING"))))
                .isNotInstanceOf(Hearing.Refused.class);
        world.work();

        assertThat(arrived()).hasSize(1);
    }

    /** LiveKit's client library repeats a call whose answer it did not see: the very same bytes. */
    @Test
    void theVerySameEventIsHeardOnce() {
        byte[] bytes = HandOverWorld.webm(30_000, 22);
        String call = event("egress_ended", "EV_same", ended("EG_same", "RM_same", aFilm(bytes), bytes.length));
        for (int i = 0; i < 3; i++) {
            assertThat(calls(call)).isInstanceOf(Hearing.Heard.class);
        }
        world.work();
        assertThat(calls(call)).isInstanceOf(Hearing.Heard.class);
        world.work();

        assertThat(arrived()).hasSize(1);
    }

    /** An egress that was retried writes to another key: both files are of the one meeting, and both are kept. */
    @Test
    void aRetryWithAnotherKeyIsAnotherRecordingOfTheMeeting() {
        byte[] first = HandOverWorld.webm(30_000, 23);
        byte[] second = HandOverWorld.webm(31_000, 24);
        String cut = ended("EG_retry", "RM_retry", aFilm(first), first.length).replace("COMPLETE", "LIMIT_REACHED");
        assertThat(calls(event("egress_ended", "EV_r1", cut))).isInstanceOf(Hearing.Heard.class);
        world.work();
        String again = ended("EG_retry", "RM_retry", aFilm(second), second.length)
                .replace("\"roomName\"", "\"retryCount\":1,\"roomName\"");
        assertThat(calls(event("egress_ended", "EV_r2", again))).isInstanceOf(Hearing.Heard.class);
        world.work();

        assertThat(arrived())
                .hasSize(2)
                .allSatisfy(item -> assertThat(world.the(Meetings.class)
                                .find(account, item.meeting())
                                .orElseThrow()
                                .externalId())
                        .isEqualTo("RM_retry"));
    }
}
