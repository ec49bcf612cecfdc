package dev.tenure.objectstore.strict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.RawS3.Framing;
import dev.tenure.objectstore.strict.RawS3.Letter;
import dev.tenure.objectstore.strict.RawS3.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not signed, or not as it was signed, is refused. */
class StrictS3SignatureTest {

    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final byte[] BYTES = "forty-two bytes that somebody may well change".getBytes(UTF_8);

    private final MovableClock clock = new MovableClock();
    private final StrictS3 server = StrictS3.start(clock);
    private final S3Settings settings = server.settings("signed", Duration.ofSeconds(60));
    private final ObjectStore store = S3Stores.open(settings);
    private final RawS3 raw = new RawS3(server);

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private void assertRefused(S3Settings caller, String code) {
        try (ObjectStore stranger = S3Stores.open(caller)) {
            assertRefused(stranger, code);
        }
    }

    private static void assertRefused(ObjectStore stranger, String code) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> stranger.put(KEY, BYTES, "text/plain", ObjectTags.none()))
                .withMessageContaining(code)
                .matches(failure -> failure.fault() == Fault.CONFIGURATION);
    }

    @Test
    void refusesWhoIsNotKnown() {
        assertRefused(settings.withCredentials("SOMEBODYELSE", server.secretKey()), "InvalidAccessKeyId");
        assertRefused(settings.withCredentials(server.accessKey(), "guessed"), "SignatureDoesNotMatch");
        try (ObjectStore anonymous = S3Stores.openUnsigned(settings)) {
            assertRefused(anonymous, "AccessDenied");
        }
        assertThat(server.bucket("signed").isEmpty()).isTrue();
    }

    @Test
    void refusesASignatureForAnotherRegion() {
        assertRefused(
                new S3Settings(
                        server.endpoint(),
                        "us-east-1",
                        "signed",
                        server.accessKey(),
                        server.secretKey(),
                        true,
                        null,
                        Duration.ofSeconds(60)),
                "AuthorizationHeaderMalformed");
    }

    @ParameterizedTest
    @CsvSource({"PT16M", "PT-16M"})
    void refusesARequestWhoseTimeIsFarFromItsOwn(Duration off) {
        clock.move(off);
        assertRefused(store, "RequestTimeTooSkewed");
    }

    @Test
    void takesARequestWhoseTimeIsNear() {
        clock.move(Duration.ofMinutes(14));
        assertThatNoException().isThrownBy(() -> store.put(KEY, BYTES, "text/plain", ObjectTags.none()));
    }

    private Letter letter(Framing framing) {
        return raw.signed("PUT", "/signed/a/b", Map.of("Content-Type", "text/plain"), BYTES, framing);
    }

    private void assertRefused(Letter letter, int status, String code) throws IOException, InterruptedException {
        Reply reply = raw.send(letter);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(server.bucket("signed").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void takesEveryWayInWhichABodyMayCome(Framing framing) throws IOException, InterruptedException {
        assertThat(raw.send(letter(framing)).status()).isEqualTo(200);
        assertThat(server.bucket("signed").existing("a/b", null).content().bytes())
                .isEqualTo(BYTES);
    }

    @Test
    void takesABodyOfManyChunks() throws IOException, InterruptedException {
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) 'x');
        Letter letter = raw.signed("PUT", "/signed/a/b", Map.of(), large, Framing.SIGNED_CHUNKS_WITH_TRAILER);

        assertThat(raw.send(letter).status()).isEqualTo(200);
        assertThat(server.bucket("signed").existing("a/b", null).content().bytes())
                .isEqualTo(large);
    }

    @Test
    void refusesARequestThatWasChangedOnItsWay() throws IOException, InterruptedException {
        Letter letter = letter(Framing.PLAIN);

        assertRefused(letter.withAddress(address -> address + "c"), 403, "SignatureDoesNotMatch");
        assertRefused(letter.withAddress(address -> address + "?tagging"), 403, "SignatureDoesNotMatch");
        assertRefused(letter.withMethod("DELETE"), 403, "SignatureDoesNotMatch");
        assertRefused(letter.withHeader("content-type", "text/html"), 403, "SignatureDoesNotMatch");
        assertRefused(letter.withHeader("x-amz-tagging", "a=b"), 403, "AccessDenied");
        assertRefused(letter.withBody(body -> body.replace("two", "one")), 400, "XAmzContentSHA256Mismatch");
        assertRefused(letter.without("x-amz-content-sha256"), 400, "InvalidRequest");
        assertRefused(letter.without("authorization"), 403, "AccessDenied");
    }

    @Test
    void refusesASignatureThatLeavesOutTheHost() throws IOException, InterruptedException {
        Letter letter = letter(Framing.PLAIN);
        String hostless = letter.header("authorization").replace(";host;", ";");

        assertThat(hostless).isNotEqualTo(letter.header("authorization"));
        assertRefused(letter.withHeader("authorization", hostless), 403, "AccessDenied");
    }

    @Test
    void refusesHeadersThatAreNoSignature() throws IOException, InterruptedException {
        Letter letter = letter(Framing.PLAIN);
        String authorization = letter.header("authorization");

        assertRefused(letter.withHeader("authorization", "AWS me:signature"), 400, "InvalidArgument");
        assertRefused(
                letter.withHeader("authorization", authorization.replace("Signature=", "Sign=")),
                400,
                "AuthorizationHeaderMalformed");
        assertRefused(
                letter.withHeader("authorization", authorization.replace("/aws4_request", "")),
                400,
                "AuthorizationHeaderMalformed");
        assertRefused(
                letter.withHeader("authorization", authorization.replace("/s3/", "/sqs/")),
                400,
                "AuthorizationHeaderMalformed");
        assertRefused(letter.without("x-amz-date"), 403, "AccessDenied");
    }

    @Test
    void refusesChunksThatWereChangedOnTheirWay() throws IOException, InterruptedException {
        Letter letter = letter(Framing.SIGNED_CHUNKS);

        assertRefused(letter.withBody(body -> body.replace("two", "one")), 403, "SignatureDoesNotMatch");
        assertRefused(letter.withBody(body -> body.substring(body.indexOf("0;chunk"))), 403, "SignatureDoesNotMatch");
        assertRefused(
                letter.withBody(body -> body.substring(0, body.indexOf("0;chunk"))), 403, "SignatureDoesNotMatch");
        assertRefused(letter.withBody(body -> body.replace("0;chunk", "z;chunk")), 400, "IncompleteBody");
        assertRefused(letter.withBody(body -> body.replace("0;chunk", "8;chunk")), 400, "IncompleteBody");
        assertRefused(letter.withBody(body -> body.replace(";chunk", ";klunk")), 400, "IncompleteBody");
        assertRefused(letter.withHeader("x-amz-decoded-content-length", "1"), 403, "SignatureDoesNotMatch");
    }

    @Test
    void refusesATrailerThatWasChangedOnItsWay() throws IOException, InterruptedException {
        Letter letter = letter(Framing.SIGNED_CHUNKS_WITH_TRAILER);

        assertRefused(
                letter.withBody(body -> body.replaceAll("crc32:[^\r]+", "crc32:AAAAAA==")),
                403,
                "SignatureDoesNotMatch");
        assertRefused(
                letter.withBody(body -> body.replaceAll("x-amz-trailer-signature:[^\r]+\r\n", "")),
                403,
                "SignatureDoesNotMatch");
        assertRefused(letter.withBody(body -> body.replace("trailer-sig", "trailing-s")), 403, "SignatureDoesNotMatch");
    }

    @Test
    void refusesATrailerThatIsNotTheChecksumOfWhatCame() throws IOException, InterruptedException {
        Letter letter = letter(Framing.UNSIGNED_CHUNKS_WITH_TRAILER);

        assertRefused(letter.withBody(body -> body.replace("two", "one")), 400, "BadDigest");
        assertRefused(letter.withBody(body -> body.replaceAll("crc32:[^\r]+", "crc32:AAAAAA==")), 400, "BadDigest");
        assertRefused(
                letter.withBody(body -> body.replaceAll("crc32:[^\r]+", "crc32:????????")), 400, "InvalidRequest");
        assertRefused(letter.withBody(body -> body.replace("crc32:", "crc3z:")), 400, "MalformedTrailerError");
    }

    @Test
    void refusesABodyThatIsNotWhatItsDigestSays() throws IOException, InterruptedException {
        String other = Base64.getEncoder().encodeToString(new byte[16]);

        assertRefused(signedWith(Map.of("Content-MD5", other)), 400, "BadDigest");
        assertRefused(signedWith(Map.of("Content-MD5", "?")), 400, "InvalidDigest");
        assertRefused(signedWith(Map.of("x-amz-checksum-crc32c", "AAAAAA==")), 400, "BadDigest");
        assertRefused(signedWith(Map.of("x-amz-sdk-checksum-algorithm", "CRC32")), 400, "InvalidRequest");
    }

    private Letter signedWith(Map<String, String> headers) {
        return raw.signed("PUT", "/signed/a/b", headers, BYTES, Framing.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc32, y/Q5Jg==",
        "x-amz-checksum-crc32c, 4waSgw==",
        "x-amz-checksum-crc64nvme, rosUhgp5mIg=",
        "x-amz-checksum-sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
        "x-amz-checksum-sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
    })
    void knowsTheChecksumsOfTheirCatalogues(String name, String ofOneToNine) {
        assertThatNoException().isThrownBy(() -> Digests.check(name, ofOneToNine, "123456789".getBytes(UTF_8)));
    }

    @Test
    void givesWhoHasASignedAddressTheObjectUntilItExpires() throws IOException, InterruptedException {
        store.put(KEY, BYTES, "text/plain", ObjectTags.none());
        URI address = store.presign(KEY, Duration.ofMinutes(1)).address();
        Letter visit = new Letter("GET", address, Map.of(), new byte[0]);

        assertThat(raw.send(visit).body()).isEqualTo(new String(BYTES, UTF_8));

        clock.move(Duration.ofMinutes(2));
        assertThat(raw.send(visit).code()).isEqualTo("AccessDenied");
        server.defects().add(Defect.PRESIGN_NEVER_EXPIRES);
        assertThat(raw.send(visit).status()).isEqualTo(200);
    }

    @Test
    void refusesASignedAddressThatWasChanged() throws IOException, InterruptedException {
        store.put(KEY, BYTES, "text/plain", ObjectTags.none());
        store.put(new ObjectKey("a/c"), BYTES, "text/plain", ObjectTags.none());
        Letter visit =
                new Letter("GET", store.presign(KEY, Duration.ofMinutes(1)).address(), Map.of(), new byte[0]);

        assertThat(code(visit.withAddress(address -> address.replace("/a/b", "/a/c"))))
                .isEqualTo("SignatureDoesNotMatch");
        assertThat(code(visit.withAddress(address -> address.replace("Expires=60", "Expires=6000"))))
                .isEqualTo("SignatureDoesNotMatch");
        assertThat(code(visit.withAddress(address -> address.replace("Expires=60", "Expires=604801"))))
                .isEqualTo("AuthorizationQueryParametersError");
        assertThat(code(visit.withAddress(address -> address + "&versionId=v1")))
                .isEqualTo("SignatureDoesNotMatch");
        assertThat(code(visit.withMethod("DELETE"))).isEqualTo("SignatureDoesNotMatch");
        assertThat(code(visit.withHeader("x-amz-acl", "public-read"))).isEqualTo("AccessDenied");
        assertThat(code(visit.withHeader("authorization", "AWS4-HMAC-SHA256 x")))
                .isEqualTo("InvalidArgument");
        clock.move(Duration.ofMinutes(-16));
        assertThat(code(visit)).isEqualTo("AccessDenied");
    }

    private String code(Letter letter) throws IOException, InterruptedException {
        return raw.send(letter).code();
    }
}
