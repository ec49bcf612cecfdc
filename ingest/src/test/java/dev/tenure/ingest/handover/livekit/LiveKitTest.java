package dev.tenure.ingest.handover.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LiveKit's contract. Payloads are as protobuf's JSON writes them; all in them is invented. */
class LiveKitTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");
    private static final String SECRET = "a-secret-of-livekit-that-is-long-enough";
    private static final SourceSettings SOURCE = source(Map.of());
    private static final String FILE = """
            {"filename":"rec/weekly.mp4","startedAt":"1772613004000000000","endedAt":"1772616889000000000",
             "duration":"3885000000000","size":"728113152","location":"https://rec.s3.example.org/rec/weekly.mp4"}""";

    private final LiveKit livekit = new LiveKit();

    private static SourceSettings source(Map<String, String> more) {
        Map<String, String> plain = new TreeMap<>(Map.of(
                "api-key", "APIkey",
                "bucket-name", "rec",
                "bucket-endpoint", "https://s3.example.org",
                "bucket-access-key", "reader"));
        plain.putAll(more);
        return new SourceSettings(
                plain,
                Map.of(
                        "api-secret", SECRET,
                        "bucket-secret-key", "s",
                        "backup-secret-key", "s"));
    }

    private static String body(String event, String status, String rest) {
        return "{\"event\":\"" + event + "\",\"id\":\"EV_x1\",\"createdAt\":\"1772616900\",\"egressInfo\":{"
                + "\"egressId\":\"EG_a1\",\"roomId\":\"RM_b2\",\"roomName\":\"weekly\",\"status\":\"" + status
                + "\",\"startedAt\":\"1772613000123456789\",\"endedAt\":\"1772616890000000000\",\"newField\":{\"x\":[1]}"
                + rest + "}}";
    }

    private static String ended(String files) {
        return body("egress_ended", "EGRESS_COMPLETE", ",\"fileResults\":[" + files + "]");
    }

    private static String hash(String body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String token(String body, String secret, String key, Instant at) {
        return Jwt.sign(secret, Map.of("iss", key, "sha256", hash(body)), at);
    }

    private static Delivery signed(String body) {
        return Calls.of(body, "Authorization", token(body, SECRET, "APIkey", NOW));
    }

    private Hearing hear(String body) {
        return livekit.hear(signed(body), SOURCE, NOW);
    }

    @Test
    void aWholeRecordingIsHeard() {
        HandOver file = Calls.only(hear(ended(FILE)));

        assertThat(file.key()).isEqualTo("EG_a1:rec/weekly.mp4");
        assertThat(file.fileName()).isEqualTo("weekly.mp4");
        assertThat(file.size()).isEqualTo(728113152);
        assertThat(file.location()).isEqualTo(new Location.InBucket("bucket", "rec/weekly.mp4"));
        assertThat(file.meeting().externalId()).isEqualTo("RM_b2");
        assertThat(file.meeting().title()).isEqualTo("weekly");
        assertThat(file.meeting().startsAt())
                .as("the media's start, not that of the request")
                .isEqualTo("2026-03-04T08:30:04Z");
        assertThat(file.recordedUntil()).isEqualTo("2026-03-04T09:34:49Z");
    }

    @Test
    void theSameJsonInOtherBytesIsRefused() {
        String body = ended(FILE);
        String reformatted = body.replace("\":", "\" :");
        Delivery delivery = Calls.of(reformatted, "Authorization", token(body, SECRET, "APIkey", NOW));

        assertThat(livekit.hear(delivery, SOURCE, NOW)).isInstanceOf(Hearing.Refused.class);
    }

    static Stream<String> badTokens() {
        String body = ended(FILE);
        String good = token(body, SECRET, "APIkey", NOW);
        String[] parts = good.split("\\.", -1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        String rs = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"alg\":\"RS256\",\"jku\":\"https://evil.example\"}".getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                token(body, "another secret", "APIkey", NOW),
                token(body, SECRET, "another key", NOW),
                token(body, SECRET, "APIkey", NOW.minus(Duration.ofMinutes(10))),
                token(body, SECRET, "APIkey", NOW.plus(Duration.ofMinutes(10))),
                token(ended(""), SECRET, "APIkey", NOW),
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                rs + "." + parts[1] + "." + parts[2],
                "Bearer " + good,
                good + "x",
                good.substring(0, good.length() - 4),
                parts[0] + "." + parts[1],
                "x".repeat(10_000) + "." + parts[1] + "." + parts[2],
                "",
                "...");
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void aTokenThatDoesNotFitIsRefused(String token) {
        assertThat(livekit.hear(Calls.of(ended(FILE), "Authorization", token), SOURCE, NOW))
                .isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void noTokenAndTwoTokensAreRefused() {
        String good = token(ended(FILE), SECRET, "APIkey", NOW);
        Delivery twice = new Delivery(
                "POST",
                Map.of("Authorization", List.of(good, good)),
                "",
                ended(FILE).getBytes(StandardCharsets.UTF_8));

        assertThat(livekit.hear(Calls.of(ended(FILE)), SOURCE, NOW)).isInstanceOf(Hearing.Refused.class);
        assertThat(livekit.hear(twice, SOURCE, NOW)).isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void whileASecretIsReplacedBothAreTaken() {
        SourceSettings rotating =
                new SourceSettings(Map.of("api-key", "APIkey, APInew"), Map.of("api-secret", "the new one\n" + SECRET));
        String body = body("egress_started", "EGRESS_ACTIVE", "");
        for (String secret : List.of(SECRET, "the new one")) {
            Delivery delivery = Calls.of(body, "Authorization", token(body, secret, "APInew", NOW));
            assertThat(livekit.hear(delivery, rotating, NOW)).isInstanceOf(Hearing.Ignored.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EGRESS_FAILED", "EGRESS_ABORTED", "EGRESS_STARTING", "EGRESS_OF_TOMORROW"})
    void whatDidNotEndWellIsShownToTheAdministrator(String status) {
        String body = body("egress_ended", status, ",\"error\":\"disk full\",\"fileResults\":[" + FILE + "]");

        assertThat(Calls.unusable(hear(body))).contains(status, "disk full");
    }

    @Test
    void aRecordingThatWasCutShortByALimitIsWhole() {
        String body = body("egress_ended", "EGRESS_LIMIT_REACHED", ",\"fileResults\":[" + FILE + "]");

        assertThat(Calls.only(hear(body)).fileName()).isEqualTo("weekly.mp4");
    }

    @Test
    void withoutAFileThereIsNothingToFetch() {
        assertThat(Calls.unusable(hear(body("egress_ended", "EGRESS_COMPLETE", ""))))
                .contains("no file");
        assertThat(Calls.unusable(hear(body("egress_ended", "EGRESS_COMPLETE", ",\"fileResults\":[]"))))
                .contains("no file");
    }

    @Test
    void aWholeRecordingWithoutASizeFailed() {
        String body = ended(FILE.replace("\"size\":\"728113152\",", ""));

        assertThat(Calls.unusable(hear(body))).contains("empty");
    }

    @Test
    void theFieldOfOldServersIsUnderstood() {
        String body = body("egress_ended", "EGRESS_COMPLETE", ",\"file\":" + FILE);

        assertThat(Calls.only(hear(body)).key()).isEqualTo("EG_a1:rec/weekly.mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"egress_started", "egress_updated", "room_finished", "participant_joined", ""})
    void otherEventsAreIgnoredInWhateverOrderTheyCome(String event) {
        assertThat(hear(body(event, "EGRESS_ACTIVE", ""))).isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void aRepeatedEventSaysTheSame() {
        String again = ended(FILE).replace("EV_x1", "EV_x2");

        assertThat(hear(again)).isEqualTo(hear(ended(FILE)));
    }

    @Test
    void aRetriedEgressHasTwoFiles() {
        String second = FILE.replace("weekly.mp4", "weekly-1.mp4");
        Hearing.Heard heard = (Hearing.Heard) hear(ended(FILE + "," + second));

        assertThat(heard.handOvers())
                .extracting(HandOver::key)
                .containsExactly("EG_a1:rec/weekly.mp4", "EG_a1:rec/weekly-1.mp4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/rec/weekly.mp4",
                "https://rec.s3.example.org.evil.example/rec/weekly.mp4",
                "https://other.s3.example.org/rec/weekly.mp4",
                "https://s3.example.org/other/rec/weekly.mp4",
                "https://s3.example.org:8443/rec/rec/weekly.mp4",
                "https://rec.s3.example.org@evil.example/x",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "not an address",
                ""
            })
    void aLocationOutsideTheSourcesBucketsIsNotFetched(String location) {
        String body = ended(FILE.replace("https://rec.s3.example.org/rec/weekly.mp4", location));

        assertThat(Calls.unusable(hear(body))).contains("none of the source's buckets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rec.s3.example.org/rec/weekly.mp4",
                "https://s3.example.org/rec/rec/weekly.mp4",
                "https://s3.example.org/rec/rec/weekly.mp4?X-Amz-Signature=abc&X-Amz-Expires=604800"
            })
    void aKeyIsReadOutOfEverySpellingOfItsAddress(String location) {
        String body = ended(FILE.replace("https://rec.s3.example.org/rec/weekly.mp4", location));

        assertThat(Calls.only(hear(body)).location()).isEqualTo(new Location.InBucket("bucket", "rec/weekly.mp4"));
    }

    @Test
    void whatWentToTheBackupStoreIsFetchedFromThere() {
        SourceSettings both = source(Map.of(
                "backup-name", "spare", "backup-endpoint", "https://b.example.net", "backup-access-key", "reader"));
        String body = ended(FILE.replace("https://rec.s3.example.org/", "https://b.example.net/spare/moved/"));

        assertThat(Calls.only(livekit.hear(signed(body), both, NOW)).location())
                .isEqualTo(new Location.InBucket("backup", "moved/rec/weekly.mp4"));
    }

    @Test
    void timesInAnotherUnitAreNotBelieved() {
        String inMillis = FILE.replace("1772613004000000000", "1772613004000")
                .replace("1772616889000000000", "1772616889000")
                .replace("\"duration\":\"3885000000000\",", "");
        String body =
                ended(inMillis).replace("1772616890000000000", "1772616890000").replace("1772613000123456789", "17");

        assertThat(Calls.only(hear(body)).recordedUntil()).isNull();
    }

    @Test
    void anEndIsCountedFromTheDurationWhereItIsMissing() {
        String body = ended(FILE.replace("\"endedAt\":\"1772616889000000000\",", ""));

        assertThat(Calls.only(hear(body)).recordedUntil()).isEqualTo("2026-03-04T09:34:49Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"event\":\"egress_ended\"}", "\u0000"})
    void whatIsSignedAndIsNoEventIsMalformed(String body) {
        assertThat(hear(body)).isInstanceOf(Hearing.Malformed.class);
    }

    @Test
    void namesAreForShowingOnly() {
        String name = "../../\\u202e\\r\\nSet-Cookie: x/" + "a".repeat(300) + ".mp4";
        HandOver file = Calls.only(hear(ended(FILE.replace("rec/weekly.mp4\",\"st", name + "\",\"st"))));

        assertThat(file.fileName()).hasSize(255).doesNotContain("/", "\r", "\n", "\u202e");
        assertThat(file.key()).doesNotContain("\r", "\n");
    }
}
