package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.Patience;
import dev.tenure.ingest.Uploads;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Choosing;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.support.TransactionOperations;

/** Recordings of a LiveKit come over: its calls, its API, its bucket and ours are really on the network. */
@ExtendWith(HandOverWorld.Shared.class)
class LiveKitIT {

    private static final String SECRET = "livekit-secret-canary";

    private final HandOverWorld world;
    private final AccountId account;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> answer = new AtomicReference<>("{\"items\":[]}");
    private HttpServer livekit;

    LiveKitIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
    }

    @BeforeEach
    void startLiveKit() throws IOException {
        livekit = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        livekit.createContext("/twirp/livekit.Egress/ListEgress", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        livekit.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        livekit.start();
    }

    @AfterEach
    void stop() {
        livekit.stop(0);
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private Source source(boolean deleteAfter) {
        Map<String, String> settings = new TreeMap<>(world.bucketSettings());
        settings.put("api-key", "APIkey");
        settings.put("server-url", "http://127.0.0.1:" + livekit.getAddress().getPort());
        return world.aSource(
                account,
                "livekit",
                settings,
                Map.of("api-secret", SECRET, "bucket-secret-key", world.bucketSecret()),
                deleteAfter);
    }

    private String egress(String id, String key, int size) {
        return LiveKitCalls.ended(world, id, "RM_" + id, key, size);
    }

    private Hearing calls(Source source, String egress) {
        return calls(source, egress, SECRET);
    }

    private Hearing calls(Source source, String egress, String secret) {
        return new LiveKitCalls(world, source, secret).of("egress_ended", "EV_" + UUID.randomUUID(), egress);
    }

    private static String aKey() {
        return "rec/" + UUID.randomUUID() + ".webm";
    }

    private Item arrived(Source source, byte[] bytes) {
        Told told = world.only(source);
        assertThat(told.state()).as(String.valueOf(told.problem())).isEqualTo(Told.State.ARRIVED);
        Item item = world.item(told.item()).orElseThrow();
        StoredObject stored = world.the(StoredObjects.class).visible(item.id()).getFirst();
        assertThat(stored.complete().size()).isEqualTo(bytes.length);
        assertThat(stored.complete().sha256()).isEqualTo(ContentHash.of(LiveKitCalls.digest(bytes)));
        return item;
    }

    @Test
    void whatLiveKitCallsOfArrivesOnceHoweverOftenItCalls() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(9_000_000, 1);
        String key = aKey();
        world.puts(key, bytes);
        String egress = egress("EG_1", key, bytes.length);

        assertThat(calls(source, egress)).isInstanceOf(Hearing.Heard.class);
        assertThat(calls(source, egress)).isInstanceOf(Hearing.Heard.class);
        world.work();
        assertThat(calls(source, egress)).isInstanceOf(Hearing.Heard.class);
        world.work();

        Item item = arrived(source, bytes);
        // It ended and was said when, and nobody said that people knew of it.
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(item.problem()).contains("notice");
        assertThat(item.anchor()).isNotNull();
        assertThat(world.the(Meetings.class)
                        .find(account, item.meeting())
                        .orElseThrow()
                        .externalId())
                .isEqualTo("RM_EG_1");
        assertThat(world.has(key))
                .as("nothing is deleted unless it is configured")
                .isTrue();
        assertThat(count("item")).isEqualTo(1);
    }

    private long count(String table) {
        return world.database()
                .sql("SELECT count(*) FROM " + table + " WHERE account_id = :account")
                .param("account", account.value())
                .query(Long.class)
                .single();
    }

    @Test
    void aCallThatWasLostOnlyDelays() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(70_000, 2);
        String key = aKey();
        world.puts(key, bytes);
        // As the API answers: names in snake case.
        String snake = egress("EG_2", key, bytes.length)
                .replace("egressId", "egress_id")
                .replace("roomId", "room_id")
                .replace("roomName", "room_name")
                .replace("fileResults", "file_results")
                .replace("startedAt", "started_at")
                .replace("endedAt", "ended_at");
        String running = "{\"egress_id\":\"EG_3\",\"status\":\"EGRESS_ACTIVE\"}";
        answer.set("{\"items\":[" + running + "," + snake + "]}");

        Instant asking = world.now();
        world.work();
        arrived(source, bytes);
        assertThat(calls(source, egress("EG_2", key, bytes.length))).isInstanceOf(Hearing.Heard.class);
        world.advance(Duration.ofMinutes(11));
        world.work();

        arrived(source, bytes);
        assertThat(asked).as("looked at twice").hasSizeGreaterThanOrEqualTo(2);
        assertThat(Jwt.verify(
                        asked.getFirst().replace("Bearer ", ""),
                        List.of(SECRET),
                        Set.of(Jwt.Algorithm.HS256),
                        true,
                        asking))
                .get()
                .satisfies(claims ->
                        assertThat(claims.at("/video/roomRecord").asBoolean()).isTrue());
    }

    @Test
    void theSourceIsDeletedOnlyWhereThatIsConfiguredAndAfterItIsVerified() {
        Source source = source(true);
        byte[] bytes = HandOverWorld.webm(50_000, 3);
        String key = aKey();
        world.puts(key, bytes);

        calls(source, egress("EG_4", key, bytes.length));
        world.work();

        arrived(source, bytes);
        assertThat(world.only(source).sourceDeleted()).isTrue();
        assertThat(world.has(key)).isFalse();
    }

    @Test
    void aFileThatIsLateIsWaitedForAndOneOfAnotherSizeIsNotTaken() {
        Source source = source(true);
        byte[] bytes = HandOverWorld.webm(40_000, 4);
        String key = aKey();

        calls(source, egress("EG_5", key, bytes.length));
        world.work();
        assertThat(world.only(source).problem()).contains("no such object");

        world.puts(key, HandOverWorld.webm(30_000, 4));
        world.advance(Duration.ofMinutes(20));
        world.work();
        assertThat(world.only(source).problem()).contains("40000", "30000");
        assertThat(count("item")).isZero();

        world.puts(key, bytes);
        world.advance(Duration.ofMinutes(20));
        world.work();
        arrived(source, bytes);
    }

    @Test
    void whatNeverComesIsGivenUpAfterDaysAndCanBeTriedAgain() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(20_000, 5);
        String key = aKey();
        calls(source, egress("EG_6", key, bytes.length));
        for (int i = 0; i < 40 && world.only(source).state() == Told.State.HEARD; i++) {
            world.work();
            world.advance(Duration.ofHours(8));
        }
        Told given = world.only(source);
        assertThat(given.state()).isEqualTo(Told.State.FAILED);
        assertThat(given.problem()).contains("no such object");
        List<Map<String, String>> told = told(source);
        assertThat(told)
                .singleElement()
                .satisfies(data -> assertThat(data)
                        .containsEntry("handOver", given.id().toString())
                        .containsEntry("source", source.id().toString())
                        .containsEntry("kind", "RECORDING")
                        .containsEntry("reason", "TRIED_TOO_LONG")
                        .containsKey("heardAt"));
        assertThat(told.toString()).doesNotContain(key);

        world.puts(key, bytes);
        assertThat(world.the(Sources.class).retry(source, given.id(), world.now(), HandOverWorld.ACTOR))
                .isTrue();
        world.work();
        arrived(source, bytes);
        assertThat(world.the(Sources.class).retry(source, given.id(), world.now(), HandOverWorld.ACTOR))
                .isFalse();
    }

    @Test
    void aWrongSignatureAndAnUnknownSourceLeaveNothing() {
        Source source = source(false);
        assertThat(calls(source, egress("EG_7", aKey(), 5), "guessed")).isInstanceOf(Hearing.Refused.class);
        assertThat(world.the(Hearings.class)
                        .hear(new SourceId(UUID.randomUUID()), Calls.of("{}", "Authorization", "x")))
                .isInstanceOf(Hearing.Refused.class);
        assertThat(world.told(source)).isEmpty();
    }

    @Test
    void whatCouldNotBeFetchedIsOnceTheSettingsAreMended() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(20_000, 6);
        String key = aKey();
        world.puts(key, bytes);
        String elsewhere = egress("EG_8", key, bytes.length).replace("/egress/", "/other/");
        calls(source, elsewhere);
        assertThat(world.only(source).state()).isEqualTo(Told.State.UNUSABLE);

        answer.set("{\"items\":[" + egress("EG_8", key, bytes.length) + "]}");
        world.work();
        arrived(source, bytes);
    }

    @Test
    void twoWorkersTakeNothingTwice() {
        Source source = source(false);
        for (int i = 0; i < 30; i++) {
            byte[] bytes = HandOverWorld.webm(10_000 + i, i);
            String key = aKey();
            world.puts(key, bytes);
            calls(source, egress("EG_many_" + i, key, bytes.length));
        }
        try (Collector other = another()) {
            for (int i = 0;
                    i < 60 && world.told(source).stream().anyMatch(one -> one.state() == Told.State.HEARD);
                    i++) {
                other.nudge();
                world.the(Collector.class).nudge();
                assertThat(other.quiet(Duration.ofSeconds(60))).isTrue();
                assertThat(world.the(Collector.class).quiet(Duration.ofSeconds(60)))
                        .isTrue();
            }
        }
        assertThat(world.told(source)).hasSize(30).allMatch(one -> one.state() == Told.State.ARRIVED);
        assertThat(count("item")).isEqualTo(30);
        assertThat(count("upload")).isEqualTo(30);
    }

    @Test
    void whatADeadWorkerClaimedIsTakenOverOnceItsLeaseIsOver() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(30_000, 12);
        String key = aKey();
        world.puts(key, bytes);
        calls(source, egress("EG_dead", key, bytes.length));
        JdbcHandOvers rows = world.the(JdbcHandOvers.class);
        Instant now = world.now();
        Told.Claimed dead = rows.claim(UUID.randomUUID(), now, now.plus(HandOverSettings.LEASE), 9, 9)
                .getFirst();

        world.work();
        assertThat(world.only(source).state()).isEqualTo(Told.State.HEARD);
        world.advance(HandOverSettings.LEASE.plusSeconds(1));
        world.work();
        arrived(source, bytes);
        // It was only slow, and says at last what it believes.
        world.the(GivingUp.class).giveUp(dead, GivingUp.Reason.IMPOSSIBLE, "dead");
        assertThat(told(source)).isEmpty();
        assertThat(rows.renew(dead, now)).isFalse();
        arrived(source, bytes);
    }

    /** What the account is told of hand-overs that were given up. */
    private List<Map<String, String>> told(Source source) {
        Outbox outbox = world.the(Outbox.class);
        world.the(TransactionOperations.class).executeWithoutResult(status -> outbox.take(1000));
        return outbox.page(source.account(), null, 1000).stream()
                .filter(event -> event.type() == EventType.HAND_OVER_GIVEN_UP)
                .map(Outbox.Event::data)
                .toList();
    }

    @Test
    void namesAreForgottenAndFilesAreNot() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(20_000, 13);
        String key = aKey();
        world.puts(key, bytes);
        String egress = egress("EG_forget", key, bytes.length);
        calls(source, egress);
        calls(source, egress("EG_failed", key, bytes.length).replace("COMPLETE", "FAILED"));
        world.work();
        world.advance(Duration.ofDays(31));
        world.work();

        assertThat(world.told(source))
                .hasSize(2)
                .allMatch(told -> told.key() == null && told.fileName() == null && told.problem() == null);
        calls(source, egress);
        answer.set("{\"items\":[" + egress + "]}");
        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(world.told(source)).hasSize(2);
        assertThat(count("item")).isEqualTo(1);
    }

    @Test
    void aClaimThatWasLostAnnouncesNothing() {
        Source source = source(false);
        byte[] bytes = HandOverWorld.webm(20_000, 14);
        String key = aKey();
        world.puts(key, bytes);
        calls(source, egress("EG_lost", key, bytes.length));
        JdbcHandOvers rows = world.the(JdbcHandOvers.class);
        Instant now = world.now();
        Told.Claimed lost = rows.claim(UUID.randomUUID(), now, now, 9, 9).getFirst();
        // It is taken over between its look at the file and its announcement.
        Choosing slow = (account, kind, host, period, anchor) -> {
            assertThat(rows.claim(UUID.randomUUID(), world.now(), world.now().plusSeconds(60), 9, 9))
                    .hasSize(1);
            return world.the(Choosing.class).choose(account, kind, host, period, anchor);
        };
        Fetching fetching = new Fetching(
                rows,
                world.the(Sources.class),
                world.the(Places.class),
                world.the(Uploads.class),
                world.the(StoredObjects.class),
                world.the(ItemBytes.class),
                slow,
                world.the(Secrets.class),
                world.the(HandOverSettings.class),
                world.the(InstantSource.class),
                System::nanoTime);

        assertThatIllegalStateException().isThrownBy(() -> fetching.fetch(lost)).withMessageContaining("took over");
        assertThat(count("item")).isZero();
        assertThat(count("upload")).isZero();
    }

    private Collector another() {
        Pulling pulling = new Pulling(
                world.the(JdbcSources.class),
                world.the(Sources.class),
                world.the(Places.class),
                world.the(Hearings.class),
                world.the(HandOverSettings.class),
                world.the(InstantSource.class));
        return new Collector(
                pulling,
                world.the(JdbcHandOvers.class),
                world.the(Fetching.class),
                world.the(Replacing.class),
                world.the(GivingUp.class),
                new Patience(() -> 0),
                world.the(HandOverSettings.class),
                world.the(InstantSource.class),
                world.the(Ids.class));
    }

    @Test
    void aSourceIsCheckedChangedAndDeletedByWhoLookedAtIt() {
        Source source = source(false);
        Sources sources = world.the(Sources.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.aSource(account, "livekit", Map.of("api-key", "k"), Map.of(), false))
                .withMessageContaining("api-secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> world.aSource(account, "unheard-of", Map.of(), Map.of(), false))
                .withMessageContaining("livekit");

        assertThat(sources.change(
                        source,
                        Map.of("api-secret", "another"),
                        new Expected(Set.of(7L)),
                        world.now(),
                        HandOverWorld.ACTOR))
                .isEqualTo(Sources.Change.OUTDATED);
        assertThat(sources.change(
                        source,
                        Map.of("api-secret", "another"),
                        new Expected(Set.of(1L)),
                        world.now(),
                        HandOverWorld.ACTOR))
                .isEqualTo(Sources.Change.DONE);
        assertThat(calls(source, egress("EG_9", aKey(), 5))).isInstanceOf(Hearing.Refused.class);
        assertThat(calls(source, egress("EG_9", aKey(), 5), "another")).isInstanceOf(Hearing.Heard.class);
        assertThat(sources.find(world.anAccount(), source.id())).isEmpty();
        assertThat(sources.delete(source, Expected.ANY, HandOverWorld.ACTOR)).isEqualTo(Sources.Change.DONE);
        assertThat(sources.delete(source, Expected.ANY, HandOverWorld.ACTOR)).isEqualTo(Sources.Change.UNKNOWN);
    }

    @Test
    void noSecretIsKeptInClear() {
        Source source = source(false);
        calls(source, egress("EG_10", aKey(), 5));
        String dump = world.database()
                .sql("SELECT (SELECT json_agg(s) FROM source s)::text || (SELECT json_agg(h) FROM hand_over h)::text")
                .query(String.class)
                .single();
        assertThat(dump).contains(source.id().toString()).doesNotContain(SECRET);
        assertThat(new String(HexOf.texts(dump), StandardCharsets.ISO_8859_1)).doesNotContain(SECRET, "/egress/rec/");
    }
}
