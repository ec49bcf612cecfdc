package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads by tus 1.0.0, with a public client and with clients that break the rules. */
@ExtendWith(World.Shared.class)
class TusIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BODY = "application/offset+octet-stream";

    private final World world;
    private final Http http;
    private final Recordings recordings;

    TusIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    @Test
    void takesManyPartsInOddPortions() throws IOException, ProtocolException {
        byte[] source = Clips.padded(world.clips().playable(), (17 << 20) + 12_345);
        TusUploader uploader = client(new TusURLMemoryStore()).createUpload(upload(source));
        uploader.setChunkSize(77_777);
        uploader.setRequestPayloadSize(5_000_011);
        sendAll(uploader);
        assertArrived(uploader, source);
    }

    @Test
    void clientResumesWhereABrokenConnectionLeftOff() throws IOException, ProtocolException {
        byte[] source = Clips.padded(world.clips().playable(), 10 << 20);
        int sent = 5 << 20;
        TusURLMemoryStore store = new TusURLMemoryStore();
        TusUploader abandoned = client(store).createUpload(upload(source));
        String address = abandoned.getUploadURL().getPath();
        try (RawPatch patch = new RawPatch(http, address, 0, source.length)) {
            patch.send(source, 0, sent);
        }
        Until.holds("what came is acknowledged", SOON, () -> recordings.offset(address) > 0);

        TusUploader resumed = resume(store, source);
        assertThat(resumed.getOffset()).isBetween(1L, (long) sent);
        sendAll(resumed);
        assertArrived(resumed, source);
    }

    private TusUploader resume(TusURLMemoryStore store, byte[] source) throws IOException, ProtocolException {
        try {
            return client(store).resumeUpload(upload(source));
        } catch (io.tus.java.client.FingerprintNotFoundException | io.tus.java.client.ResumingNotEnabledException e) {
            throw new AssertionError(e);
        }
    }

    private TusClient client(TusURLMemoryStore store) throws IOException {
        TusClient client = new TusClient();
        client.setUploadCreationURL(http.server().resolve(Recordings.UPLOADS).toURL());
        client.setHeaders(Map.of("Authorization", "Bearer " + http.token()));
        client.enableResuming(store);
        return client;
    }

    private TusUpload upload(byte[] source) {
        TusUpload upload = new TusUpload();
        upload.setInputStream(new ByteArrayInputStream(source));
        upload.setSize(source.length);
        upload.setFingerprint("source");
        upload.setMetadata(recordings.described());
        return upload;
    }

    private static void sendAll(TusUploader uploader) throws IOException, ProtocolException {
        while (uploader.uploadChunk() > -1) {
            // The client moves on by itself.
        }
        uploader.finish();
    }

    private void assertArrived(TusUploader uploader, byte[] source) {
        String item =
                recordings.head(uploader.getUploadURL().getPath()).expect(200).header("Tenure-Item");
        assertThat(recordings.state(item)).isIn("STORED", "READY");
        assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
    }

    @Test
    void saysWhatItSpeaks() {
        Http.Answer options = world.nobody()
                .send("OPTIONS", Recordings.UPLOADS, BodyPublishers.noBody())
                .expect(204);
        assertThat(options.header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(options.header("Tus-Version")).isEqualTo("1.0.0");
        assertThat(options.header("Tus-Extension"))
                .isEqualTo("creation,creation-with-upload,creation-defer-length,termination,checksum,expiration,"
                        + "concatenation");
        assertThat(options.header("Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256,crc32c");
        assertThat(options.header("Tus-Max-Size")).isEqualTo(Long.toString(World.MAX_SIZE));
    }

    @Test
    void saysHowFarAnUploadIs() {
        String upload = announced(100);
        recordings.append(upload, 0, new byte[40]).expect(204);
        Http.Answer head = recordings.head(upload).expect(200);
        assertThat(head.header("Upload-Offset")).isEqualTo("40");
        assertThat(head.header("Upload-Length")).isEqualTo("100");
        assertThat(head.header("Cache-Control")).contains("no-store");
        assertThat(head.header("Tus-Resumable")).isEqualTo("1.0.0");
    }

    @Test
    void movesOnlyFromWhereTheUploadStands() {
        String upload = announced(100);
        recordings.append(upload, 0, new byte[40]).expect(204);
        for (long wrong : new long[] {0, 39, 41, 100, 999_999_999_999_999_999L}) {
            Http.Answer refused = recordings.append(upload, wrong, new byte[10]).problem(409, "upload-offset");
            assertThat(refused.detail()).contains("40");
        }
        for (String wrong : List.of("-1", "x", "9999999999999999999", "1e2", "0x10")) {
            patch(upload, new byte[10], "Tus-Resumable", "1.0.0", "Upload-Offset", wrong, "Content-Type", BODY)
                    .problem(400, "bad-request");
        }
        patch(upload, new byte[10], "Tus-Resumable", "1.0.0", "Content-Type", BODY)
                .problem(400, "bad-request");
        assertThat(recordings.offset(upload)).isEqualTo(40);
    }

    @Test
    void takesOnlyItsOwnBodyType() {
        String upload = announced(100);
        for (String wrong : List.of("application/octet-stream", "text/plain", "application/json")) {
            patch(upload, new byte[10], "Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Content-Type", wrong)
                    .problem(415, "unsupported-media-type");
        }
        patch(upload, new byte[10], "Tus-Resumable", "1.0.0", "Upload-Offset", "0")
                .problem(415, "unsupported-media-type");
        assertThat(recordings.offset(upload)).isZero();
    }

    @Test
    void speaksOneVersionOnly() {
        String upload = announced(100);
        Http.Answer missing = patch(upload, new byte[1], "Upload-Offset", "0", "Content-Type", BODY)
                .problem(412, "tus-version");
        assertThat(missing.header("Tus-Version")).isEqualTo("1.0.0");
        patch(upload, new byte[1], "Tus-Resumable", "0.2.2", "Upload-Offset", "0", "Content-Type", BODY)
                .problem(412, "tus-version");
        http.send("POST", Recordings.UPLOADS, BodyPublishers.noBody(), "Upload-Length", "1")
                .problem(412, "tus-version");
        http.send("HEAD", upload, BodyPublishers.noBody()).expect(412);
    }

    @Test
    void keepsNothingBeyondTheAnnouncedLength() {
        String upload = announced(100);
        recordings.append(upload, 0, new byte[101]).problem(413, "upload-too-large");
        assertThat(recordings.offset(upload)).isZero();
        BodyPublisher unannounced = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[200]));
        http.send("PATCH", upload, unannounced, "Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Content-Type", BODY)
                .problem(413, "upload-too-large");
        assertThat(recordings.offset(upload)).isLessThanOrEqualTo(100);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"-1", "ten", "9223372036854775808", "99999999999999999999999", "1.5", "+5", ""})
    void refusesLengthsThatAreNone(@org.jspecify.annotations.Nullable String length) {
        String words = Recordings.header(recordings.described());
        Http.Answer refused = length == null
                ? http.send(
                        "POST",
                        Recordings.UPLOADS,
                        BodyPublishers.noBody(),
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Metadata",
                        words)
                : recordings.announce(length, words);
        assertThat(refused.problem(400, "bad-request").detail()).contains("Upload-Length");
    }

    @Test
    void takesMethodsInDisguise() {
        String upload = announced(100);
        http.send(
                        "POST",
                        upload,
                        BodyPublishers.ofByteArray(new byte[30]),
                        "X-HTTP-Method-Override",
                        "PATCH",
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Offset",
                        "0",
                        "Content-Type",
                        BODY)
                .expect(204);
        assertThat(recordings.offset(upload)).isEqualTo(30);
        http.send("POST", upload, BodyPublishers.noBody(), "X-HTTP-Method-Override", "PUT")
                .problem(405, "method-not-allowed");
        http.send("POST", upload, BodyPublishers.noBody(), "X-HTTP-Method-Override", "DELETE", "Tus-Resumable", "1.0.0")
                .expect(204);
        recordings.head(upload).expect(410);
    }

    @Test
    void knowsNothingOfUploadsOfOthers() {
        String upload = announced(100);
        Recordings stranger =
                new Recordings(world.bearer("stranger", Set.of(Scope.UPLOAD.word(), Scope.READ.word())), world.clock());
        stranger.head(upload).expect(404);
        stranger.append(upload, 0, new byte[10]).problem(404, "not-found");
        stranger.append(upload, 7, new byte[1000]).problem(404, "not-found");
        stranger.append(Recordings.UPLOADS + "/" + UUID.randomUUID(), 0, new byte[1])
                .problem(404, "not-found");
        stranger.append(Recordings.UPLOADS + "/x", 0, new byte[1]).problem(404, "not-found");
        assertThat(recordings.offset(upload)).isZero();
    }

    @Test
    void letsOneOfTwoSendAndTellsTheOtherToWait() {
        byte[] bytes = new byte[200_000];
        String upload = announced(bytes.length);
        try (RawPatch one = new RawPatch(http, upload, 0, bytes.length).send(bytes, 0, 1000);
                RawPatch other = new RawPatch(http, upload, 0, bytes.length).send(bytes, 0, 1000);
                // Two waits at once: the common pool has one thread on two cores.
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Neither body is whole, so only the one that was refused can be answered yet.
            record First(RawPatch patch, int status) {}
            CompletableFuture<First> oneAnswer =
                    CompletableFuture.supplyAsync(() -> new First(one, one.status()), threads);
            CompletableFuture<First> otherAnswer =
                    CompletableFuture.supplyAsync(() -> new First(other, other.status()), threads);
            First refused = (First) CompletableFuture.anyOf(oneAnswer, otherAnswer)
                    .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            assertThat(refused.status()).isEqualTo(423);
            boolean oneRefused = refused.patch() == one;
            (oneRefused ? other : one).send(bytes, 1000, bytes.length);
            assertThat((oneRefused ? otherAnswer : oneAnswer).join().status()).isEqualTo(204);
        }
        assertThat(recordings.offset(upload)).isEqualTo(bytes.length);
    }

    @Test
    void survivesRepetitionOfTheLastRequest() {
        byte[] source = world.clips().playable();
        String upload = announced(source.length);
        recordings.append(upload, 0, source).expect(204);
        recordings.append(upload, 0, source).problem(409, "upload-offset");
        recordings.append(upload, source.length, new byte[0]).expect(204);
    }

    private String announced(long length) {
        return recordings.announce(length, recordings.described()).expect(201).header("Location");
    }

    private Http.Answer patch(String upload, byte[] bytes, String... headers) {
        return http.send("PATCH", upload, BodyPublishers.ofByteArray(bytes), headers);
    }
}
