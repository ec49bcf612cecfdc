package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Uploads of many kinds whose server dies whenever it is worst for them, and clients that only know what they were told. */
final class UploadLives implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What unfinished uploads may reserve together; all of it must be free at the end. */
    private static final long QUOTA = World.MAX_SIZE;

    private static final int FIRST = 3_000_000;
    private static final int LARGE = 16 << 20;

    private final MortalServer server;
    private final InstantSource clock;
    private final Connection database;
    private final byte[] source;

    UploadLives(Path place, Map<String, String> environment, InstantSource clock, Connection database, byte[] source) {
        server = new MortalServer(place, environment, "--tenure.ingest.max-unfinished-bytes=" + QUOTA + "B");
        this.clock = clock;
        this.database = database;
        this.source = source;
    }

    void liveAndDie() throws SQLException {
        Http first = server.start("before answer.POST");
        first.put("/api/v1/retention/rules", Recordings.RULES, "If-Match", "*").expect(200);
        Recordings lost = new Recordings(first, clock);
        server.diesOf("before answer.POST", () -> lost.announce(source.length, lost.described()));

        String single = sendsInSpiteOfAll();
        String joined = announcesAJoin(single);
        // Nobody asks for it any more: it goes on by itself, and its server dies before its end, and it goes on.
        server.startAndDie("before Items.move.STORED");
        Http running = server.start("before ObjectStore.abortUpload");
        Until.holds(
                "it is joined",
                SOON,
                () -> !new Recordings(running, clock).state(joined).equals("RECEIVING"));
        Recordings last = new Recordings(abandonsAndTerminates(running), clock);
        for (String item : new String[] {single, joined}) {
            last.await(item, "READY");
            assertThat(Arrays.equals(last.bytes(item, "source"), source)).isTrue();
        }
        Until.holds("nothing is unfinished", SOON, () -> count("""
                        SELECT count(*) FROM upload
                         WHERE finished_at IS NULL AND (given_up_at IS NULL OR swept_at IS NULL)
                        """) == 0);
        assertThat(count("SELECT count(*) FROM item WHERE state = 'REJECTED'"))
                .as("the creation that was not answered, what was terminated, what was abandoned")
                .isEqualTo(3);
        assertThat(count("SELECT count(*) FROM item")).isEqualTo(5);
        // Whatever was reserved is free again, and nothing that was not.
        last.announce(QUOTA, last.described()).expect(201);
        last.announce(1, last.described()).problem(413, "upload-quota");
    }

    /** One upload: its offset moved and nobody was told, a part is stored and not acknowledged, it is whole and no item yet. */
    private String sendsInSpiteOfAll() {
        Recordings first = new Recordings(server.start("before answer.PATCH"), clock);
        Http.Answer created = first.announce(source.length, first.described()).expect(201);
        String upload = created.header("Location");
        server.diesOf("before answer.PATCH", () -> first.append(upload, 0, Arrays.copyOf(source, FIRST)));

        Recordings second = new Recordings(server.start("after ObjectStore.uploadPart"), clock);
        assertThat(second.offset(upload)).as("what was stored is counted").isEqualTo(FIRST);
        server.diesOf("after ObjectStore.uploadPart", () -> rest(second, upload, FIRST));

        Recordings third = new Recordings(server.start("after ObjectStore.completeUpload"), clock);
        long offset = third.offset(upload);
        assertThat(offset).as("it never goes back").isBetween((long) FIRST, (long) source.length);
        server.diesOf("after ObjectStore.completeUpload", () -> rest(third, upload, offset));
        return created.header("Tenure-Item");
    }

    private void rest(Recordings recordings, String upload, long offset) {
        recordings
                .append(upload, offset, Arrays.copyOfRange(source, (int) offset, source.length))
                .expect(204);
    }

    /** A join: it is announced, and nobody was told. */
    private String announcesAJoin(String before) {
        Http http = server.start("before answer.POST.final");
        Recordings recordings = new Recordings(http, clock);
        Until.holds(
                "the one before is stored",
                SOON,
                () -> !recordings.state(before).equals("RECEIVING"));
        int half = source.length / 2;
        String parts = partial(http, Arrays.copyOf(source, half)) + " "
                + partial(http, Arrays.copyOfRange(source, half, source.length));
        Map<String, String> words = recordings.described();
        server.diesOf("before answer.POST.final", () -> join(http, parts, words));

        return text("SELECT i.id FROM item i JOIN meeting m ON m.id = i.meeting_id WHERE m.external_id = '"
                + words.get("meetingId") + "'");
    }

    /** Two uploads with a part, a tail and a multipart upload in the bucket: their server dies on their way out. */
    private Http abandonsAndTerminates(Http http) throws SQLException {
        Recordings recordings = new Recordings(http, clock);
        String abandoned = started(recordings);
        String terminated = started(recordings);
        server.diesOf("before ObjectStore.abortUpload", () -> terminate(http, terminated));
        // A day passes, for it and for what was announced and never answered.
        try (var statement = database.createStatement()) {
            statement.executeUpdate(
                    "UPDATE upload SET expires_at = clock_timestamp() WHERE given_up_at IS NULL AND finished_at IS NULL");
        }
        server.startAndDie("after ObjectStore.abortUpload");

        Http again = server.start("");
        terminate(again, terminated).problem(410, "upload-gone");
        new Recordings(again, clock).head(abandoned).expect(410);
        return again;
    }

    private String started(Recordings recordings) {
        String upload =
                recordings.announce(LARGE, recordings.described()).expect(201).header("Location");
        recordings.append(upload, 0, source).expect(204);
        return upload;
    }

    private static Http.Answer terminate(Http http, String upload) {
        return http.send("DELETE", upload, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
    }

    /** Every object in the bucket is one of an item that is there. A manifest whose writing a crash cut off is replaced, and goes with its item. */
    void assertNothingElseLeft(ObjectStore store) throws SQLException {
        KeyPrefix everything = new KeyPrefix(text("SELECT string_agg(DISTINCT account_id::text, ',') FROM item") + "/");
        // First what is in the bucket, then what is known: manifests are written at any time, and announced before.
        List<ObjectVersion> found = store.listVersions(everything);
        Set<String> known = new HashSet<>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("""
                        SELECT o.key FROM stored_object o JOIN item i ON i.id = o.item_id
                         WHERE (o.status = 'VISIBLE' OR o.role = 'MANIFEST') AND i.state = 'READY'
                        """)) {
            while (rows.next()) {
                known.add(rows.getString(1));
            }
        }
        assertThat(store.listUploads(everything)).isEmpty();
        assertThat(found)
                .isNotEmpty()
                .extracting(version -> version.key().value())
                .isSubsetOf(known);
    }

    private long count(String question) {
        return Long.parseLong(text(question));
    }

    private String text(String question) {
        try (var statement = database.createStatement();
                var result = statement.executeQuery(question)) {
            result.next();
            return String.valueOf(result.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(question, e);
        }
    }

    private static String partial(Http http, byte[] bytes) {
        Http.Answer created = tus(http, "Upload-Concat", "partial", "Upload-Length", Integer.toString(bytes.length))
                .expect(201);
        new Recordings(http, InstantSource.system())
                .append(created.header("Location"), 0, bytes)
                .expect(204);
        return created.header("Location");
    }

    private static Http.Answer join(Http http, String parts, Map<String, String> words) {
        return tus(http, "Upload-Concat", "final;" + parts, "Upload-Metadata", Recordings.header(words));
    }

    private static Http.Answer tus(Http http, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Tus-Resumable";
        all[headers.length + 1] = "1.0.0";
        return http.send("POST", Recordings.UPLOADS, BodyPublishers.noBody(), all);
    }

    @Override
    public void close() {
        server.close();
    }
}
