package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.NoticePolicy;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.ingest.quarantine.QuarantineReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that nobody or hardly anybody tells of: in a bucket, and in a directory of this machine. */
@ExtendWith(HandOverWorld.Shared.class)
class FilesIT {

    private final HandOverWorld world;
    private final AccountId account;

    FilesIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
    }

    @AfterEach
    void stop() {
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private Source bucket(String prefix) {
        Map<String, String> settings = new TreeMap<>(world.bucketSettings());
        settings.put("prefix", prefix);
        settings.put("end-from-time", "true");
        return world.aSource(
                account,
                "bucket",
                settings,
                Map.of("token", "canary", "bucket-secret-key", world.bucketSecret()),
                false);
    }

    @Test
    void whatIsInTheBucketIsFoundThoughNobodyTellsOfIt() {
        String prefix = "drop-" + UUID.randomUUID() + "/";
        byte[] one = HandOverWorld.webm(30_000, 1);
        world.puts(prefix + "one.webm", one);
        world.puts(prefix + "readme.txt", one);
        Source source = bucket(prefix);

        world.work();
        assertThat(world.only(source).state()).isEqualTo(Told.State.ARRIVED);

        world.puts(prefix + "two.webm", HandOverWorld.webm(30_001, 2));
        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(world.told(source)).hasSize(2).allMatch(told -> told.state() == Told.State.ARRIVED);
    }

    @Test
    void aNotificationAndTheListingMeanTheSameFile() {
        String prefix = "told-" + UUID.randomUUID() + "/";
        byte[] bytes = HandOverWorld.webm(30_000, 1);
        Source source = bucket(prefix);
        world.work();
        world.puts(prefix + "a b.webm".replace(' ', '-'), bytes);
        String etag = HexFormat.of().formatHex(md5(bytes));
        String body = "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\",\"eventTime\":\"" + world.now()
                + "\",\"s3\":{\"bucket\":{\"name\":\"egress\"},\"object\":{\"key\":\""
                + (prefix + "a-b.webm").replace("/", "%2F") + "\",\"size\":" + bytes.length + ",\"eTag\":\"" + etag
                + "\"}}}]}";

        for (int i = 0; i < 2; i++) {
            assertThat(world.the(Hearings.class).hear(source.id(), Calls.of(body, "Authorization", "Bearer canary")))
                    .isInstanceOf(Hearing.Heard.class);
        }
        world.advance(Duration.ofMinutes(11));
        world.work();

        assertThat(world.only(source).state()).isEqualTo(Told.State.ARRIVED);
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Path folder() {
        try {
            return Files.createDirectories(
                    world.folders().resolve(world.slug(account)).resolve("drop"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path puts(String name, byte[] bytes, Instant changed) {
        try {
            Path file = folder().resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(changed));
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Source folderSource(boolean deleteAfter) {
        folder();
        return world.aSource(account, "drop-folder", Map.of("directory", "drop"), Map.of(), deleteAfter);
    }

    @Test
    void aFileIsTakenOnceItIsQuietAndDeletedOnlyWhereThatIsConfigured() {
        Instant now = world.now();
        Path quiet = puts("a/talk.webm", HandOverWorld.webm(20_000, 1), now.minus(Duration.ofMinutes(5)));
        Path busy = puts("busy.webm", HandOverWorld.webm(20_000, 2), now);
        puts(".hidden.webm", HandOverWorld.webm(20_000, 3), now.minus(Duration.ofMinutes(5)));
        puts("notes.txt", new byte[9], now.minus(Duration.ofMinutes(5)));
        puts("empty.webm", new byte[0], now.minus(Duration.ofMinutes(5)));
        Source source = folderSource(true);

        world.work();

        assertThat(world.told(source))
                .extracting(Told::fileName, Told::state)
                .containsExactlyInAnyOrder(
                        tuple("talk.webm", Told.State.ARRIVED), tuple("empty.webm", Told.State.UNUSABLE));
        assertThat(quiet).doesNotExist();
        assertThat(busy).exists();
        Item item = world.item(world.told(source).stream()
                        .filter(told -> told.state() == Told.State.ARRIVED)
                        .findFirst()
                        .orElseThrow()
                        .item())
                .orElseThrow();
        assertThat(item.anchor()).as("nobody said when it ended").isNull();
    }

    @Test
    void whatComesWithoutANoticeWaitsThoughTheAccountRefusesUploadsWithout() {
        world.the(Evidence.class).policy(account, NoticePolicy.REFUSE, Expected.ANY, HandOverWorld.ACTOR);
        Path file =
                puts("talk.webm", HandOverWorld.webm(20_000, 11), world.now().minus(Duration.ofMinutes(5)));
        Source source = folderSource(true);

        world.work();

        Told told = world.only(source);
        assertThat(told.state()).isEqualTo(Told.State.ARRIVED);
        assertThat(file).doesNotExist();
        Item item = world.item(told.item()).orElseThrow();
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(world.the(Quarantine.class).reasons(item.id()))
                .extracting(QuarantineReason::cause)
                .contains(QuarantineCause.NO_NOTICE);
    }

    @Test
    void aFileThatChangesWhileItIsFetchedIsNotDeletedUntilItIsHereAsItIsNow() {
        Instant changed = world.now().minus(Duration.ofMinutes(5));
        Path file = puts("talk.webm", HandOverWorld.webm(20_000, 12), changed);
        Source source = folderSource(true);
        byte[] after = HandOverWorld.webm(20_000, 13);
        world.whileStoring(() -> puts("talk.webm", after, changed.plusSeconds(1)));

        world.work();

        assertThat(world.only(source).state()).isEqualTo(Told.State.HEARD);
        assertThat(world.only(source).problem()).contains("changed while it was fetched");
        assertThat(file).hasBinaryContent(after);
    }

    @Test
    void isNotToldToDeleteWhereNothingCanBeDeleted() {
        assertThatThrownBy(() -> world.aSource(account, "zoom", Map.of(), Map.of("secret-token", "canary"), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deleteAfter");
    }

    @Test
    void whatLiesBesideAFileSaysWhatItsMeetingWas() {
        Instant changed = world.now().minus(Duration.ofMinutes(5));
        puts("talk.webm", HandOverWorld.webm(20_000, 4), changed);
        Instant end = world.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        String said = "{\"id\":\"m-1\",\"title\":\"Board\",\"start\":\"" + end.minusSeconds(60) + "\",\"end\":\"" + end
                + "\",\"host\":\"ada@example.org\",\"zone\":\"Europe/Berlin\",\"participants\":[{\"displayName\":\"Ada\"}]}";
        puts("talk.webm.meeting.json", said.getBytes(StandardCharsets.UTF_8), changed);
        Source source = folderSource(false);

        world.work();

        Item item = world.item(world.only(source).item()).orElseThrow();
        Meeting meeting =
                world.the(Meetings.class).find(account, item.meeting()).orElseThrow();
        assertThat(item.anchor()).isEqualTo(end);
        assertThat(item.kind()).isEqualTo(ItemKind.RECORDING);
        assertThat(meeting.title()).isEqualTo("Board");
        assertThat(meeting.host()).isEqualTo("ada@example.org");
        assertThat(meeting.participants()).hasSize(1);
    }

    @Test
    void aLinkLeadsNowhere() throws IOException {
        Path secret = puts("../../outside.webm", HandOverWorld.webm(20_000, 5), Instant.EPOCH);
        Files.createSymbolicLink(folder().resolve("link.webm"), secret);
        Files.createSymbolicLink(folder().resolve("dir"), secret.getParent());
        Source source = folderSource(true);

        world.work();

        assertThat(world.told(source)).isEmpty();
        assertThat(secret).exists();
    }

    @Test
    void anotherAccountsDirectoryCannotBeNamed() throws IOException {
        puts("theirs.webm", HandOverWorld.webm(20_000, 6), Instant.EPOCH);
        AccountId stranger = world.anAccount();
        for (String directory : List.of("../" + world.slug(account), "/tmp", "a/../../x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            world.aSource(stranger, "drop-folder", Map.of("directory", directory), Map.of(), false));
        }
        Path own = Files.createDirectories(world.folders().resolve(world.slug(stranger)));
        Files.createSymbolicLink(own.resolve("mine"), folder());
        Source source = world.aSource(stranger, "drop-folder", Map.of("directory", "mine"), Map.of(), false);

        world.work();

        assertThat(world.told(source)).isEmpty();
        assertThat(world.the(Sources.class)
                        .find(stranger, source.id())
                        .orElseThrow()
                        .pullProblem())
                .contains("leads out");
        world.the(Sources.class).delete(source, Expected.ANY, HandOverWorld.ACTOR);
    }

    @Test
    void whatOpenViduMeetCallsOfAndWhatItForgotToComeOver() {
        String room = "room-" + UUID.randomUUID();
        byte[] called = HandOverWorld.webm(20_000, 7);
        world.puts("meet/recordings/" + room + "/" + room + "--u1.mp4", called);
        Map<String, String> settings = new TreeMap<>(world.bucketSettings());
        settings.put("folder", "meet");
        Source source = world.aSource(
                account,
                "openvidu-meet",
                settings,
                Map.of("api-key", "k", "bucket-secret-key", world.bucketSecret()),
                false);
        long now = world.now().toEpochMilli();
        String body = "{\"event\":\"recordingEnded\",\"data\":{\"recordingId\":\"" + room
                + "--EG_1--u1\",\"status\":\"complete\",\"startDate\":" + (now - 9_000_000) + ",\"endDate\":"
                + (now - 8_000_000) + ",\"size\":20000}}";
        String signature =
                HexFormat.of().formatHex(Macs.sha256("k", (now + "." + body).getBytes(StandardCharsets.UTF_8)));
        world.the(Hearings.class)
                .hear(source.id(), Calls.of(body, "X-Timestamp", Long.toString(now), "X-Signature", signature));
        world.work();
        assertThat(world.only(source).state()).isEqualTo(Told.State.ARRIVED);
        assertThat(world.item(world.only(source).item()).orElseThrow().anchor()).isNotNull();

        world.puts("meet/recordings/" + room + "/" + room + "--u2.mp4", HandOverWorld.webm(20_001, 8));
        world.advance(Duration.ofHours(1));
        world.work();
        assertThat(world.told(source)).hasSize(2).allMatch(told -> told.state() == Told.State.ARRIVED);
    }
}
