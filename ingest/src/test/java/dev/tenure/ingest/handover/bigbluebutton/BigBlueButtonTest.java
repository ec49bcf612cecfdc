package dev.tenure.ingest.handover.bigbluebutton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.SourceSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of BigBlueButton and Scalelite; all in the payloads is invented. */
class BigBlueButtonTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");
    private static final String CALLBACK = "https://tenure.example.org/api/v1/hand-overs/1";
    private static final String ID = "0123456789abcdef0123456789abcdef01234567-1772613000000";
    private static final String CLAIMS = "{\"meeting_id\":\"weekly\",\"record_id\":\"" + ID + "\"}";
    private static final SourceSettings SOURCE = new SourceSettings(
            Map.of("directory", "bbb", "callback-url", CALLBACK), Map.of("shared-secret", "first\nsecond"));

    private final BigBlueButton bigBlueButton = new BigBlueButton();

    private Hearing hear(Delivery call) {
        return bigBlueButton.hear(call, SOURCE, NOW);
    }

    private static String token(String algorithm, String secret, String claims) {
        String signed = base64(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        byte[] signature = Macs.hmac(
                algorithm.equals("HS512") ? "HmacSHA512" : "HmacSHA256",
                secret.getBytes(StandardCharsets.UTF_8),
                signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @ParameterizedTest
    @CsvSource({"HS256, first", "HS512, first", "HS256, second", "HS512, second"})
    void aRecordingThatIsReadyMakesUsLook(String algorithm, String secret) {
        String body = "signed_parameters=" + token(algorithm, secret, CLAIMS);

        assertThat(hear(Calls.of(body)))
                .isEqualTo(new Hearing.Look("recording " + ID + " of meeting weekly is ready"))
                .as("it comes again")
                .isEqualTo(hear(Calls.of(body)));
    }

    @ParameterizedTest
    @CsvSource({"HS256, guessed", "HS384, first", "none, first", "RS256, first"})
    void aTokenThatIsNotUnderTheSecretIsRefused(String algorithm, String secret) {
        assertThat(hear(Calls.of("signed_parameters=" + token(algorithm, secret, CLAIMS))))
                .isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void aTokenThatWasChangedOrIsNotAloneIsRefused() {
        String token = token("HS256", "first", CLAIMS);
        String[] parts = token.split("\\.", -1);
        String other = base64(CLAIMS.replace("weekly", "board").getBytes(StandardCharsets.UTF_8));

        for (String body : List.of(
                "signed_parameters=" + parts[0] + "." + other + "." + parts[2],
                "signed_parameters=" + token + "&signed_parameters=" + token,
                "signed_parameters=",
                "signed_parameters=" + "x".repeat(20_000),
                "signed_parameters")) {
            assertThat(hear(Calls.of(body))).as(body).isInstanceOf(Hearing.Refused.class);
        }
    }

    @Test
    void withoutASecretNothingIsBelieved() {
        SourceSettings silent = new SourceSettings(Map.of("directory", "bbb", "callback-url", CALLBACK), Map.of());

        assertThat(bigBlueButton.hear(Calls.of("signed_parameters=" + token("HS256", "x", CLAIMS)), silent, NOW))
                .isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void aTokenThatNamesNoRecordingIsMalformed() {
        assertThat(hear(Calls.of("signed_parameters=" + token("HS256", "first", "{\"meeting_id\":\"weekly\"}"))))
                .isInstanceOf(Hearing.Malformed.class);
    }

    private static String body(String events, Instant at) {
        return "domain=bbb.example.org&event=" + URLEncoder.encode(events, StandardCharsets.UTF_8) + "&timestamp="
                + at.toEpochMilli();
    }

    private static String event(String id, String attributes) {
        return "[{\"data\":{\"type\":\"event\",\"id\":\"" + id
                + "\",\"attributes\":{\"meeting\":{\"internal-meeting-id\":\"" + ID
                + "\",\"external-meeting-id\":\"weekly\"},\"record-id\":\"" + ID + "\"" + attributes
                + "},\"event\":{\"ts\":1772613000}}}]";
    }

    private static Delivery webhook(String body, String algorithm, String secret, String address) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm)
                    .digest((address + body + secret).getBytes(StandardCharsets.UTF_8));
            return new Delivery(
                    "POST",
                    Map.of(),
                    "checksum=" + HexFormat.of().formatHex(hash),
                    body.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Hearing webhook(String events) {
        return hear(webhook(body(events, NOW), "SHA-1", "first", CALLBACK));
    }

    @ParameterizedTest
    @CsvSource({"SHA-1, first", "SHA-256, first", "SHA-384, second", "SHA-512, second"})
    void aPublishedRecordingMakesUsLook(String algorithm, String secret) {
        String body = body(event("rap-publish-ended", ",\"success\":true,\"workflow\":\"video\""), NOW);

        assertThat(hear(webhook(body, algorithm, secret, CALLBACK))).isEqualTo(new Hearing.Look("published: " + ID));
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-1, guessed, https://tenure.example.org/api/v1/hand-overs/1",
        "SHA-1, first, https://tenure.example.org/api/v1/hand-overs/2",
        "MD5, first, https://tenure.example.org/api/v1/hand-overs/1",
    })
    void aChecksumThatDoesNotFitIsRefused(String algorithm, String secret, String address) {
        String body = body(event("rap-published", ""), NOW);

        assertThat(hear(webhook(body, algorithm, secret, address))).isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void aChecksumIsOverTheVeryBytes() {
        String body = body(event("rap-published", ""), NOW);
        String query = webhook(body, "SHA-256", "first", CALLBACK).query();

        for (String other :
                List.of(body + "&x=1", body.replace("+", "%20") + " ", body.replace("domain=bbb", "domain=ccc"))) {
            assertThat(hear(new Delivery("POST", Map.of(), query, other.getBytes(StandardCharsets.UTF_8))))
                    .isInstanceOf(Hearing.Refused.class);
        }
        assertThat(hear(new Delivery("POST", Map.of(), query + "&" + query, body.getBytes(StandardCharsets.UTF_8))))
                .as("two checksums")
                .isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void theSecretItselfAsABearerTokenIsRefused() {
        String body = body(event("rap-published", ""), NOW);

        assertThat(hear(Calls.of(body, "Authorization", "Bearer first"))).isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void withoutTheRegisteredAddressNoWebhookIsBelieved() {
        SourceSettings silent = new SourceSettings(Map.of("directory", "bbb"), Map.of("shared-secret", "first"));

        assertThat(bigBlueButton.hear(
                        webhook(body(event("rap-published", ""), NOW), "SHA-1", "first", ""), silent, NOW))
                .isInstanceOf(Hearing.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400})
    void aCallOfAnotherTimeIsRefused(long seconds) {
        String body = body(event("rap-published", ""), NOW.plus(Duration.ofSeconds(seconds)));

        assertThat(hear(webhook(body, "SHA-1", "first", CALLBACK))).isInstanceOf(Hearing.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rap-archive-ended",
                "rap-publish-started",
                "rap-unpublished",
                "rap-deleted",
                "rap-process-ended",
                "user-joined"
            })
    void otherEventsAreIgnored(String id) {
        assertThat(webhook(event(id, ",\"success\":true,\"recorded\":false"))).isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void whatTheServerFailedToPublishIsTold() {
        assertThat(Calls.unusable(webhook(event("rap-publish-ended", ",\"success\":false,\"workflow\":\"video\""))))
                .contains("failed to publish");
    }

    @Test
    void aCallInAnotherShapeIsMalformed() {
        assertThat(hear(webhook("domain=x", "SHA-1", "first", CALLBACK))).isInstanceOf(Hearing.Malformed.class);
        assertThat(hear(webhook(body("[", NOW), "SHA-1", "first", CALLBACK))).isInstanceOf(Hearing.Malformed.class);
        assertThat(webhook("{\"data\":{\"id\":\"rap-published\"}}"))
                .as("one without its list")
                .isInstanceOf(Hearing.Look.class);
        assertThat(webhook("17")).isInstanceOf(Hearing.Ignored.class);
        assertThat(hear(Calls.of("{}"))).isInstanceOf(Hearing.Refused.class);
        assertThat(hear(Calls.of(""))).isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void aSampleOfMetadataShowsWhatIsUnderstood() {
        byte[] xml = ("<recording><id>" + ID + "</id><meta><meetingName>Weekly</meetingName></meta>"
                        + "<end_time>1772616890000</end_time></recording>")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(Calls.only(bigBlueButton.sample("metadata.xml", xml, SOURCE).orElseThrow())
                        .recordedUntil())
                .isEqualTo("2026-03-04T09:34:50Z");
        assertThat(bigBlueButton.sample("metadata.xml", new byte[9], SOURCE))
                .containsInstanceOf(Hearing.Malformed.class);
        assertThat(bigBlueButton.sample("call.txt", xml, SOURCE)).isEmpty();
    }
}
