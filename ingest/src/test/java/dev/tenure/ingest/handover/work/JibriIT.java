package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions in Jibri's recordings-directory. */
@ExtendWith(HandOverWorld.Shared.class)
class JibriIT {

    private static final String CANARY = "canary-of-a-cloud-drive";

    private final HandOverWorld world;
    private final AccountId account;
    private final Folder jibri;
    private final Instant now;

    JibriIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
        this.jibri = new Folder(world, account, "jibri");
        this.now = world.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private Source source(boolean deleteAfter) {
        return world.aSource(
                account,
                "jibri",
                Map.of("directory", "jibri", "recorder-zone", "UTC", "quiet-minutes", "5"),
                Map.of("token", "t"),
                deleteAfter);
    }

    private Item item(Told told) {
        return world.item(told.item()).orElseThrow();
    }

    private static String finalized(Instant at) {
        return "{\"finalized\":\"" + at + "\"}\n";
    }

    @Test
    void aFinalizedSessionIsTakenAtOnceWithItsEnd() {
        Instant ended = now.minusSeconds(3);
        jibri.puts("s1/büro_2026-03-04-09-15-00.mp4", HandOverWorld.webm(20_000, 1), ended);
        jibri.puts(
                "s1/metadata.json",
                "{\"meeting_url\":\"https://meet.example.org/b%C3%BCro?jwt=" + CANARY
                        + "\",\"participants\":[{\"user\":{\"name\":\"Ana\"}}],\"upload_credentials\":{\"token\":\""
                        + CANARY + "\"}}",
                ended);
        jibri.puts("s1/.tenure-finalized", finalized(ended), ended);
        Source source = source(false);

        world.work();

        Told told = world.only(source);
        assertThat(told.state()).isEqualTo(Told.State.ARRIVED);
        assertThat(item(told).anchor()).isEqualTo(ended);
        Meeting meeting =
                world.the(Meetings.class).find(account, item(told).meeting()).orElseThrow();
        assertThat(meeting.title()).isEqualTo("büro");
        assertThat(meeting.participants()).hasSize(1);
        for (String table : new String[] {"hand_over", "meeting", "item", "trail_entry", "outbox_event"}) {
            assertThat(world.database()
                            .sql("SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%" + CANARY + "%'")
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void aSessionThatNobodyFinalizedIsAdoptedOnceItIsQuiet() {
        jibri.puts(
                "dead/room_2026-03-04-09-15-00.mp4", HandOverWorld.webm(20_000, 2), now.minus(Duration.ofMinutes(6)));
        jibri.puts(
                "busy/room_2026-03-04-09-15-00.mp4", HandOverWorld.webm(20_000, 3), now.minus(Duration.ofMinutes(1)));
        jibri.puts("none/readme.txt", "no media", now.minus(Duration.ofMinutes(9)));
        jibri.puts("lonely.mp4", HandOverWorld.webm(20_000, 4), now.minus(Duration.ofMinutes(9)));
        Source source = source(false);

        world.work();
        Told told = world.only(source);
        assertThat(told.key()).startsWith("dead/");
        assertThat(item(told).anchor()).as("nobody said when it ended").isNull();
        assertThat(item(told).state()).isEqualTo(ItemState.QUARANTINED);

        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(world.told(source)).hasSize(2).allMatch(one -> one.state() == Told.State.ARRIVED);
    }

    @Test
    void theScriptsCallMakesUsLookAtOnce() {
        Source source = source(false);
        world.work();
        jibri.puts("s2/room_2026-03-04-09-15-00.mp4", HandOverWorld.webm(20_000, 5), now);
        jibri.puts("s2/.tenure-finalized", finalized(now), now);
        world.work();
        assertThat(world.told(source)).as("it is not time to look yet").isEmpty();

        for (int i = 0; i < 2; i++) {
            assertThat(world.the(Hearings.class)
                            .hear(source.id(), Calls.of("{\"session\":\"s2\"}", "Authorization", "Bearer t")))
                    .isInstanceOf(Hearing.Look.class);
        }
        world.work();

        assertThat(world.only(source).state()).isEqualTo(Told.State.ARRIVED);
    }

    @Test
    void whatAFullDiskLeavesArrivesAndWaitsForAPerson() {
        Instant quiet = now.minus(Duration.ofMinutes(9));
        ByteBuffer noIndex = ByteBuffer.allocate(50_000);
        noIndex.putInt(24).put("ftypisom\0\0\0\0isomiso2".getBytes(StandardCharsets.US_ASCII));
        noIndex.putInt(50_000 - 24).put("mdat".getBytes(StandardCharsets.US_ASCII));
        jibri.puts("full/room_2026-03-04-09-15-00.mp4", noIndex.array(), quiet);
        jibri.puts("full/metadata.json", "{\"meeting_url\":\"https://meet.exa", quiet);
        jibri.puts("full/.tenure-finalized", "", quiet);
        jibri.puts("full/empty.mp4", "", quiet);
        Source source = source(false);

        world.work();

        assertThat(world.told(source))
                .extracting(Told::fileName, Told::state)
                .containsExactlyInAnyOrder(
                        tuple("room_2026-03-04-09-15-00.mp4", Told.State.ARRIVED),
                        tuple("empty.mp4", Told.State.UNUSABLE));
        Item item = item(world.told(source).stream()
                .filter(told -> told.state() == Told.State.ARRIVED)
                .findFirst()
                .orElseThrow());
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(item.problem()).contains("moov");
    }

    @Test
    void whatGoesOnAfterALongSilenceReplacesWhatWasAdopted() {
        jibri.puts(
                "slow/room_2026-03-04-09-15-00.mp4", HandOverWorld.webm(20_000, 6), now.minus(Duration.ofMinutes(9)));
        Source source = source(false);
        world.work();
        Told first = world.only(source);

        jibri.puts(
                "slow/room_2026-03-04-09-15-00.mp4", HandOverWorld.webm(30_000, 6), now.minus(Duration.ofMinutes(1)));
        world.advance(Duration.ofMinutes(11));
        world.work();

        assertThat(world.told(source)).hasSize(2).allMatch(told -> told.state() == Told.State.ARRIVED);
        assertThat(item(first).state()).isEqualTo(ItemState.TRASHED);
        assertThat(item(world.told(source).getFirst()).state()).isNotEqualTo(ItemState.TRASHED);
    }

    @Test
    void theMediaIsDeletedOnlyWhereThatIsConfigured() {
        Instant quiet = now.minus(Duration.ofMinutes(9));
        Path media = jibri.puts("del/room_2026-03-04-09-15-00.mp4", HandOverWorld.webm(20_000, 7), quiet);
        Path metadata = jibri.puts("del/metadata.json", "{}", quiet);
        Source source = source(true);

        world.work();

        assertThat(world.only(source).sourceDeleted()).isTrue();
        assertThat(media).doesNotExist();
        assertThat(metadata).exists();
    }
}
