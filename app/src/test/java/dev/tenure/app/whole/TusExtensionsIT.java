package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.storageapi.security.Scope;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The extensions of tus 1.0.0, as clients see them. */
@ExtendWith(World.Shared.class)
class TusExtensionsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BODY = "application/offset+octet-stream";

    private final World world;
    private final Http http;
    private final Recordings recordings;

    TusExtensionsIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    private Http.Answer send(String method, String path, byte[] bytes, String... headers) {
        String[] all = Stream.concat(Stream.of("Tus-Resumable", "1.0.0"), Arrays.stream(headers))
                .toArray(String[]::new);
        return http.send(
                method, path, bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes), all);
    }

    private String words() {
        return Recordings.header(recordings.described());
    }

    @Test
    void bytesMayComeWithTheWish() {
        byte[] source = world.clips().playable();
        Http.Answer whole = send(
                        "POST",
                        Recordings.UPLOADS,
                        source,
                        "Upload-Length",
                        Integer.toString(source.length),
                        "Upload-Metadata",
                        words(),
                        "Content-Type",
                        BODY)
                .expect(201);
        assertThat(whole.header("Upload-Offset")).isEqualTo(Integer.toString(source.length));
        assertThat(recordings.state(whole.header("Tenure-Item"))).isIn("STORED", "READY");
        assertThat(Arrays.equals(recordings.bytes(whole.header("Tenure-Item"), "source"), source))
                .isTrue();

        Http.Answer half = send(
                        "POST",
                        Recordings.UPLOADS,
                        Arrays.copyOf(source, 1000),
                        "Upload-Length",
                        Integer.toString(source.length),
                        "Upload-Metadata",
                        words(),
                        "Content-Type",
                        BODY)
                .expect(201);
        assertThat(half.header("Upload-Offset")).isEqualTo("1000");
        recordings
                .append(half.header("Location"), 1000, Arrays.copyOfRange(source, 1000, source.length))
                .expect(204);
    }

    @Test
    void theLengthMayComeLater() {
        byte[] source = world.clips().playable();
        Http.Answer created = send(
                        "POST", Recordings.UPLOADS, new byte[0], "Upload-Defer-Length", "1", "Upload-Metadata", words())
                .expect(201);
        String upload = created.header("Location");
        Http.Answer head = recordings.head(upload).expect(200);
        assertThat(head.header("Upload-Defer-Length")).isEqualTo("1");
        assertThat(head.header("Upload-Length")).isEmpty();
        recordings.append(upload, 0, Arrays.copyOf(source, 500)).expect(204);
        send(
                        "PATCH",
                        upload,
                        Arrays.copyOfRange(source, 500, source.length),
                        "Upload-Offset",
                        "500",
                        "Upload-Length",
                        Integer.toString(source.length),
                        "Content-Type",
                        BODY)
                .expect(204);
        Http.Answer done = recordings.head(upload).expect(200);
        assertThat(done.header("Upload-Defer-Length")).isEmpty();
        assertThat(done.header("Upload-Length")).isEqualTo(Integer.toString(source.length));
        assertThat(recordings.state(created.header("Tenure-Item"))).isIn("STORED", "READY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "yes", ""})
    void thereIsOneWayToDeferALength(String wrong) {
        send("POST", Recordings.UPLOADS, new byte[0], "Upload-Defer-Length", wrong, "Upload-Metadata", words())
                .problem(400, "bad-request");
    }

    @Test
    void damagedBytesCountForNothing() throws NoSuchAlgorithmException {
        byte[] bytes = "what was meant".getBytes(StandardCharsets.US_ASCII);
        String sha1 = "sha1 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
        String upload =
                recordings.announce(100, recordings.described()).expect(201).header("Location");
        byte[] damaged = bytes.clone();
        damaged[3] ^= 4;
        checked(upload, damaged, sha1).problem(460, "upload-checksum");
        assertThat(recordings.offset(upload)).isZero();
        for (String wrong : List.of("md5 AAAA", "sha1", "sha1 AAAA", "sha1 !!", "crc32c AAAAAAA=", "")) {
            checked(upload, bytes, wrong).problem(400, "bad-request");
        }
        checked(upload, bytes, sha1).expect(204);
        assertThat(recordings.offset(upload)).isEqualTo(bytes.length);
    }

    private Http.Answer checked(String upload, byte[] bytes, String checksum) {
        return send("PATCH", upload, bytes, "Upload-Offset", "0", "Upload-Checksum", checksum, "Content-Type", BODY);
    }

    @Test
    void aTerminatedUploadIsNoMore() {
        Http.Answer created =
                recordings.announce(20_000_000, recordings.described()).expect(201);
        String upload = created.header("Location");
        recordings.append(upload, 0, new byte[9 << 20]).expect(204);
        send("DELETE", upload, new byte[0]).expect(204);

        recordings.head(upload).expect(410);
        recordings.append(upload, 9 << 20, new byte[1]).problem(410, "upload-gone");
        send("DELETE", upload, new byte[0]).problem(410, "upload-gone");
        http.send("DELETE", upload, BodyPublishers.noBody()).problem(412, "tus-version");
        String item = created.header("Tenure-Item");
        assertThat(recordings.state(item)).isEqualTo("REJECTED");
        assertNoBytes(item);
    }

    @Test
    void whatIsWholeIsNotTerminated() {
        byte[] source = world.clips().playable();
        String upload = recordings
                .announce(source.length, recordings.described())
                .expect(201)
                .header("Location");
        recordings.append(upload, 0, source).expect(204);
        send("DELETE", upload, new byte[0]).problem(409, "state-conflict");
        assertThat(recordings.offset(upload)).isEqualTo(source.length);
    }

    @Test
    void anUploadSaysWhenItExpiresAndThenIsNoMore() {
        Http.Answer created = recordings.announce(100, recordings.described()).expect(201);
        String upload = created.header("Location");
        Http.Answer patched = recordings.append(upload, 0, new byte[10]).expect(204);
        for (Http.Answer answer :
                List.of(created, patched, recordings.head(upload).expect(200))) {
            Instant expires = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Upload-Expires")));
            assertThat(expires)
                    .isBetween(world.clock().instant(), world.clock().instant().plus(Duration.ofHours(25)));
            assertThat(answer.header("Upload-Expires")).matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} .* GMT");
        }
        world.bean(JdbcClient.class)
                .sql("UPDATE upload SET expires_at = clock_timestamp() WHERE id = CAST(:id AS uuid)")
                .param("id", upload.substring(upload.lastIndexOf('/') + 1))
                .update();
        recordings.append(upload, 10, new byte[10]).problem(410, "upload-gone");
        recordings.head(upload).expect(410);
        String item = created.header("Tenure-Item");
        Until.holds("it is reaped", SOON, () -> recordings.state(item).equals("REJECTED"));
        Until.holds("nothing is left", SOON, () -> versions(item) == 0);
    }

    /** As tus-js-client does it with parallelUploads: several lines at once, the description on the last. */
    @Test
    void partsThatAreSentSideBySideBecomeOneRecording() throws InterruptedException, ExecutionException {
        byte[] source = Clips.padded(world.clips().playable(), (19 << 20) + 77);
        int third = source.length / 3;
        List<String> parts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> lines = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                byte[] part = Arrays.copyOfRange(source, i * third, i == 2 ? source.length : (i + 1) * third);
                lines.add(threads.submit(() -> sendPart(part)));
            }
            for (Future<String> line : lines) {
                parts.add(line.get());
            }
        }
        String addresses = http.server().resolve(parts.get(0)) + " " + parts.get(1) + " " + parts.get(2);
        Http.Answer joined = send(
                        "POST",
                        Recordings.UPLOADS,
                        new byte[0],
                        "Upload-Concat",
                        "final;" + addresses,
                        "Upload-Metadata",
                        words())
                .expect(201);
        String whole = joined.header("Location");
        send("PATCH", whole, new byte[1], "Upload-Offset", "0", "Content-Type", BODY)
                .problem(403, "upload-joined");
        String item = joined.header("Tenure-Item");
        Until.holds("it is joined", SOON, () -> !recordings.state(item).equals("RECEIVING"));
        assertThat(recordings.state(item)).isIn("STORED", "READY");
        assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
        Http.Answer head = recordings.head(whole).expect(200);
        assertThat(head.header("Upload-Offset")).isEqualTo(Integer.toString(source.length));
        assertThat(head.header("Upload-Length")).isEqualTo(Integer.toString(source.length));
        assertThat(head.header("Upload-Concat")).isEqualTo("final;" + String.join(" ", parts));
        send(
                        "POST",
                        Recordings.UPLOADS,
                        new byte[0],
                        "Upload-Concat",
                        "final;" + parts.get(0),
                        "Upload-Metadata",
                        words())
                .problem(409, "upload-not-joinable");
    }

    private String sendPart(byte[] part) {
        String address = send(
                        "POST",
                        Recordings.UPLOADS,
                        new byte[0],
                        "Upload-Concat",
                        "partial",
                        "Upload-Length",
                        Integer.toString(part.length))
                .expect(201)
                .header("Location");
        recordings.append(address, 0, Arrays.copyOf(part, 100_000)).expect(204);
        recordings
                .append(address, 100_000, Arrays.copyOfRange(part, 100_000, part.length))
                .expect(204);
        assertThat(recordings.head(address).expect(200).header("Upload-Concat")).isEqualTo("partial");
        return address;
    }

    @Test
    void joinsNothingThatDoesNotFit() {
        for (String wrong : List.of("", "final", "final;", "final;x", "whole", "partial;", "final;/api/v1/uploads/")) {
            int status = send(
                            "POST", Recordings.UPLOADS, new byte[0], "Upload-Concat", wrong, "Upload-Metadata", words())
                    .status();
            assertThat(status).as(wrong).isIn(400, 404);
        }
        String unfinished = send(
                        "POST", Recordings.UPLOADS, new byte[0], "Upload-Concat", "partial", "Upload-Length", "10")
                .expect(201)
                .header("Location");
        send(
                        "POST",
                        Recordings.UPLOADS,
                        new byte[0],
                        "Upload-Concat",
                        "final;" + unfinished,
                        "Upload-Metadata",
                        words())
                .problem(409, "upload-not-joinable");
        Http stranger = world.bearer("stranger", Set.of(Scope.UPLOAD.word()));
        world.bean(Accounts.class).register("stranger", "stranger");
        stranger.send(
                        "POST",
                        Recordings.UPLOADS,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0])),
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Concat",
                        "final;" + unfinished,
                        "Upload-Metadata",
                        Recordings.header(recordings.described("account", "stranger")))
                .expect(404);
    }

    private void assertNoBytes(String item) {
        assertThat(versions(item)).isZero();
    }

    private int versions(String item) {
        var kept = world.bean(Items.class)
                .find(new ItemId(java.util.UUID.fromString(item)))
                .orElseThrow();
        var prefix = StoredObject.prefixOf(kept.account(), kept.id());
        ObjectStore store = world.bean(ObjectStore.class);
        return store.listVersions(prefix).size() + store.listUploads(prefix).size();
    }
}
