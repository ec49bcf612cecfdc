package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meetings;
import dev.tenure.ingest.handover.Hearing;
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
    private final LiveKitCalls calls;

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
        this.calls = new LiveKitCalls(world, source, SECRET);
    }

    @AfterEach
    void forget() {
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private String ended(String egress, String room, byte[] film) {
        return LiveKitCalls.ended(world, egress, room, aFilm(film), film.length);
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
        String end = ended("EG_order", "RM_order", bytes);
        String running =
                "{\"egressId\":\"EG_order\",\"roomId\":\"RM_order\",\"roomName\":\"Weekly\",\"status\":\"%s\"}";

        assertThat(calls.of("egress_ended", "EV_3", end)).isInstanceOf(Hearing.Heard.class);
        assertThat(calls.of("egress_updated", "EV_2", running.formatted("EGRESS_ACTIVE")))
                .isNotInstanceOf(Hearing.Refused.class);
        world.work();
        assertThat(calls.of("egress_started", "EV_1", running.formatted("EGRESS_STARTING")))
                .isNotInstanceOf(Hearing.Refused.class);
        world.work();

        assertThat(arrived()).hasSize(1);
    }

    /** LiveKit's client library repeats a call whose answer it did not see: the very same bytes. */
    @Test
    void theVerySameEventIsHeardOnce() {
        byte[] bytes = HandOverWorld.webm(30_000, 22);
        String egress = ended("EG_same", "RM_same", bytes);
        for (int i = 0; i < 3; i++) {
            assertThat(calls.of("egress_ended", "EV_same", egress)).isInstanceOf(Hearing.Heard.class);
        }
        world.work();
        assertThat(calls.of("egress_ended", "EV_same", egress)).isInstanceOf(Hearing.Heard.class);
        world.work();

        assertThat(arrived()).hasSize(1);
    }

    /** An egress that was retried writes to another key: both files are of the one meeting, and both are kept. */
    @Test
    void aRetryWithAnotherKeyIsAnotherRecordingOfTheMeeting() {
        byte[] first = HandOverWorld.webm(30_000, 23);
        byte[] second = HandOverWorld.webm(31_000, 24);
        String cut = ended("EG_retry", "RM_retry", first).replace("COMPLETE", "LIMIT_REACHED");
        assertThat(calls.of("egress_ended", "EV_r1", cut)).isInstanceOf(Hearing.Heard.class);
        world.work();
        String again = ended("EG_retry", "RM_retry", second).replace("\"roomName\"", "\"retryCount\":1,\"roomName\"");
        assertThat(calls.of("egress_ended", "EV_r2", again)).isInstanceOf(Hearing.Heard.class);
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
