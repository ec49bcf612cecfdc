package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A source is told to delete only what is here, as it is there: from a real bucket, into a real bucket. */
@ExtendWith(HandOverWorld.Shared.class)
class LettingGoIT {

    private static final String SECRET = "livekit-secret-canary";
    private static final int SIZE = 40_000;

    private final HandOverWorld world;
    private final AccountId account;
    private final Source source;
    private final String key = "rec/" + UUID.randomUUID() + ".webm";
    private final byte[] bytes = HandOverWorld.webm(SIZE, 1);
    private final byte[] others = HandOverWorld.webm(SIZE, 2);

    LettingGoIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
        Map<String, String> settings = new TreeMap<>(world.bucketSettings());
        settings.put("api-key", "APIkey");
        source = world.aSource(
                account,
                "livekit",
                settings,
                Map.of("api-secret", SECRET, "bucket-secret-key", world.bucketSecret()),
                true);
    }

    @AfterEach
    void stop() {
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    @Test
    void whatWasReplacedAtTheSourceMeanwhileIsFetchedAnewBeforeItIsDeleted() {
        world.puts(key, bytes);
        String before = world.versionOf(key);
        world.whileStoring(() -> world.puts(key, others));
        called();

        world.work();
        assertStays("changed while it was fetched", Told.State.HEARD);
        assertThat(world.versionOf(key)).isNotEqualTo(before);
        ItemId first = itemOf(world.only(source));

        world.advance(Duration.ofHours(1));
        world.work();
        assertThat(world.only(source).state()).isEqualTo(Told.State.ARRIVED);
        assertThat(world.only(source).sourceDeleted()).isTrue();
        assertThat(world.versionOf(key))
                .as("what was verified is deleted, and nothing else")
                .isEqualTo(before);
        assertThat(hashOf(itemOf(world.only(source)))).isEqualTo(ContentHash.of(digest(others)));
        assertThat(hashOf(first)).as("what was fetched first stands too").isEqualTo(ContentHash.of(digest(bytes)));
    }

    @Test
    void whatIsLongerThereThanHereIsNotDeleted() {
        world.puts(key, bytes);
        world.whileStoring(() -> world.puts(key, HandOverWorld.webm(SIZE + 1, 1)));
        called();

        world.work();
        assertStays("changed while it was fetched", Told.State.HEARD);

        world.advance(Duration.ofHours(1));
        world.work();
        assertStays((SIZE + 1) + "", Told.State.HEARD);
    }

    @Test
    void whatIsOfAnotherSizeHereIsNotDeleted() {
        StoredObject stored = fetchedAndNotYetVerified();
        world.database()
                .sql("UPDATE stored_object SET size = size - 1 WHERE id = :id")
                .param("id", stored.id().value())
                .update();

        workAgain();

        assertStays("does not hold the source's bytes", Told.State.FAILED);
        assertThat(world.item(stored.item()).orElseThrow().state()).isEqualTo(ItemState.QUARANTINED);
    }

    @Test
    void whatHasAnotherHashHereIsNotDeleted() {
        StoredObject stored = fetchedAndNotYetVerified();
        hashOfStored(stored, digest(others));

        workAgain();

        assertStays("does not hold the source's bytes", Told.State.FAILED);
        assertThat(world.only(source).problem())
                .contains(
                        ContentHash.of(digest(bytes)).toString(),
                        ContentHash.of(digest(others)).toString());
        assertThat(world.item(stored.item()).orElseThrow().state()).isEqualTo(ItemState.QUARANTINED);
    }

    /** The catalog vouches for what the source has by now; the bytes in our bucket are others. */
    @Test
    void whatIsReadBackOtherwiseIsNotDeletedWhateverTheCatalogSays() {
        StoredObject stored = fetchedAndNotYetVerified();
        world.puts(key, others);
        hashOfStored(stored, digest(others));
        world.database()
                .sql("UPDATE hand_over SET version = :etag WHERE id = :id")
                .param("etag", md5(others))
                .param("id", world.only(source).id())
                .update();

        workAgain();

        assertStays("could not be read back", Told.State.FAILED);
        assertThat(world.item(stored.item()).orElseThrow().state()).isEqualTo(ItemState.QUARANTINED);
    }

    @Test
    void whatIsGoneFromOurBucketIsNotDeleted() {
        StoredObject stored = fetchedAndNotYetVerified();
        world.losesVersion(stored.version());

        workAgain();

        assertStays("could not fetch", Told.State.HEARD);
        assertThat(world.item(stored.item()).orElseThrow().state()).isEqualTo(ItemState.QUARANTINED);
    }

    /** All of it is here; it was not compared, because for a moment the source had something else. */
    private StoredObject fetchedAndNotYetVerified() {
        world.puts(key, bytes);
        world.whileStoring(() -> world.puts(key, others));
        called();
        world.work();
        assertStays("changed while it was fetched", Told.State.HEARD);
        world.puts(key, bytes);
        return world.the(StoredObjects.class)
                .visible(itemOf(world.only(source)))
                .getFirst();
    }

    private void workAgain() {
        world.advance(Duration.ofHours(1));
        world.work();
    }

    private void assertStays(String problem, Told.State state) {
        Told told = world.only(source);
        assertThat(told.problem()).contains(problem);
        assertThat(told.state()).isEqualTo(state);
        assertThat(told.sourceDeleted()).isFalse();
        assertThat(world.has(key)).as("the source has it still").isTrue();
    }

    private void hashOfStored(StoredObject stored, byte[] hash) {
        world.database()
                .sql("UPDATE stored_object SET sha256 = :hash WHERE id = :id")
                .param("hash", hash)
                .param("id", stored.id().value())
                .update();
    }

    private ContentHash hashOf(ItemId item) {
        return world.the(StoredObjects.class)
                .visible(item)
                .getFirst()
                .complete()
                .sha256();
    }

    private static ItemId itemOf(Told told) {
        return Objects.requireNonNull(told.item());
    }

    private void called() {
        Instant end = world.now().minus(Duration.ofHours(1));
        long nanos = end.getEpochSecond() * 1_000_000_000L;
        String body =
                ("{\"event\":\"egress_ended\",\"id\":\"EV_1\",\"egressInfo\":{\"egressId\":\"EG_1\",\"roomId\":\"RM_1\","
                                + "\"roomName\":\"Weekly\",\"status\":\"EGRESS_COMPLETE\",\"fileResults\":[{\"filename\":\"%s\","
                                + "\"startedAt\":\"%d\",\"endedAt\":\"%d\",\"size\":\"%d\",\"location\":\"%s\"}]}}")
                        .formatted(key, nanos - 3_600_000_000_000L, nanos, SIZE, world.addressOf(key));
        String hash = Base64.getEncoder().encodeToString(digest(body.getBytes(StandardCharsets.UTF_8)));
        String token = Jwt.sign(SECRET, Map.of("iss", "APIkey", "sha256", hash), world.now());
        assertThat(world.the(Hearings.class).hear(source.id(), Calls.of(body, "Authorization", token)))
                .isInstanceOf(Hearing.Heard.class);
    }

    private static byte[] digest(byte[] bytes) {
        return hashed("SHA-256", bytes);
    }

    /** As S3 names content that was put in one piece. */
    private static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(hashed("MD5", bytes));
    }

    private static byte[] hashed(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
