package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.hash;
import static dev.tenure.ingest.IngestWorld.webm;
import static dev.tenure.ingest.IngestWorld.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.Trail;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.PartSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class UploadsIT {

    private final IngestWorld world;
    private final Machine machine;

    UploadsIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1000, PART - 1, PART, PART + 1, 3 * PART})
    void takesARecordingInOneGo(int size) throws IOException {
        byte[] content = webm(size);
        Upload upload = machine.create(world.aRecording(size));
        assertThat(machine.item(upload).state()).isEqualTo(ItemState.RECEIVING);

        assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Stored(size, true));

        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
        assertThat(machine.source(upload).mediaType()).isEqualTo(size < 100 ? "audio/flac" : "video/webm");
    }

    @Test
    void takesASingleByte() throws IOException {
        Upload upload = machine.create(IngestWorld.of(world.aRecording(1), ItemKind.FILE, "x"));

        assertThat(machine.append(upload, 0, new byte[] {'x'})).isEqualTo(new Appending.Stored(1, true));
        machine.assertStored(upload, new byte[] {'x'});
    }

    @Test
    void tagsTheSourceWithItsFacts() {
        byte[] content = webm(100);
        NewUpload wish = world.aRecording(100);
        Upload upload = machine.create(wish);
        machine.append(upload, 0, content);
        Item item = machine.item(upload);

        Map<String, String> tags =
                world.store().tags(machine.source(upload).key()).values();
        assertThat(tags)
                .containsEntry("tenure-item", item.id().toString())
                .containsEntry("tenure-account", item.account().toString())
                .containsEntry("tenure-kind", "RECORDING")
                .containsEntry("tenure-retention", wish.retention().retentionClass())
                .containsEntry("tenure-go-at", wish.retention().goAt())
                .containsEntry("tenure-notice", String.valueOf(item.notice()));
    }

    @Test
    void finishesTwiceWithoutDoingAnythingTwice() throws IOException {
        byte[] content = webm(500);
        Upload upload = machine.create(world.aRecording(500));
        machine.append(upload, 0, content);

        assertThat(machine.append(upload, 500, new byte[0])).isEqualTo(new Appending.Stored(500, true));
        machine.the(Finishing.class).finish(upload);
        assertThat(machine.the(Finishing.class).finishPending(100)).isZero();

        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
        assertThat(machine.the(Trail.class).of(upload.account(), upload.item()))
                .extracting(Trail.Entry::action)
                .containsExactly("item.receiving", "item.stored");
    }

    @Test
    void refusesWhatHoldsNothing() {
        for (long length : new long[] {0, -2, Long.MIN_VALUE}) {
            assertRefused(world.aRecording(length), Creation.Reason.EMPTY);
        }
    }

    @Test
    void refusesWhatIsTooLarge() {
        for (long length : new long[] {Machine.MAX_SIZE + 1, 1L << 60, Long.MAX_VALUE}) {
            assertRefused(world.aRecording(length), Creation.Reason.TOO_LARGE);
        }
        assertThat(machine.create(world.aRecording(Machine.MAX_SIZE)).length()).isEqualTo(Machine.MAX_SIZE);
    }

    @Test
    void refusesADescriptionThatCannotBeKept() {
        NewUpload wish = world.aRecording(10);
        NewUpload.NoticeShown shown = new NewUpload.NoticeShown("n", 0, "en", "text", IngestWorld.endOf(wish));
        assertRefused(with(wish, IngestWorld.endOf(wish), shown, null), Creation.Reason.BAD_DESCRIPTION);
        assertRefused(IngestWorld.of(wish, wish.kind(), "a\0b"), Creation.Reason.BAD_DESCRIPTION);
        assertRefused(IngestWorld.of(wish, wish.kind(), "x".repeat(5000)), Creation.Reason.BAD_DESCRIPTION);
        NewUpload.NoticeShown other = new NewUpload.NoticeShown("consent", 1, "en", "Other", IngestWorld.endOf(wish));
        machine.create(wish);
        assertRefused(with(wish, IngestWorld.endOf(wish), other, null), Creation.Reason.BAD_DESCRIPTION);
    }

    private void assertRefused(NewUpload wish, Creation.Reason reason) {
        long before = count();
        assertThat(machine.the(Uploads.class).create(wish)).isInstanceOfSatisfying(Creation.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.explanation()).isNotBlank();
        });
        assertThat(count()).as("nothing was kept").isEqualTo(before);
    }

    private long count() {
        return machine.the(JdbcClient.class)
                .sql(
                        "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM upload) + (SELECT count(*) FROM meeting)"
                                + " + (SELECT count(*) FROM trail_entry) + (SELECT count(*) FROM stored_object)")
                .query(Long.class)
                .single();
    }

    @Test
    void quarantinesOtherBytesThanThoseAnnounced() {
        NewUpload wish = world.aRecording(100);
        assertQuarantined(with(wish, IngestWorld.endOf(wish), wish.notice(), hash(new byte[1])), webm(100), "SHA-256");
    }

    @Test
    void storesTheBytesThatWereAnnounced() throws IOException {
        byte[] content = webm(100);
        NewUpload wish = world.aRecording(100);
        Upload upload = machine.create(with(wish, IngestWorld.endOf(wish), wish.notice(), hash(content)));
        machine.append(upload, 0, content);

        machine.assertStored(upload, content);
    }

    @Test
    void quarantinesARecordingWithoutANotice() {
        NewUpload wish = world.aRecording(100);
        assertQuarantined(with(wish, IngestWorld.endOf(wish), null, null), webm(100), "notice");
    }

    @Test
    void quarantinesARecordingWhoseEndCannotBeTrue() {
        NewUpload wish = world.aRecording(100);
        NewMeeting meeting = wish.meeting();
        assertQuarantined(
                with(wish, IngestWorld.endOf(wish).plus(Duration.ofDays(1)), wish.notice(), null), webm(100), "end");
        assertQuarantined(with(wish, meeting.startsAt().minusMillis(1), wish.notice(), null), webm(100), "end");
        assertQuarantined(with(wish, Instant.MAX, wish.notice(), null), webm(100), "end");
        assertQuarantined(with(wish, Instant.MIN, wish.notice(), null), webm(100), "end");
    }

    @Test
    void quarantinesTextThatIsCalledAVideo() {
        byte[] text = "I am a video, really.\n".getBytes(StandardCharsets.UTF_8);
        assertQuarantined(
                IngestWorld.of(world.aRecording(text.length), ItemKind.RECORDING, "talk.mp4"), text, "text/plain");
    }

    private void assertQuarantined(NewUpload wish, byte[] content, String reason) {
        Upload upload = machine.create(wish);
        assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Stored(content.length, true));
        Item item = machine.item(upload);
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(item.problem()).contains(reason);
        assertThat(machine.now(upload).finished()).isTrue();
        assertThat(machine.source(upload).complete().sha256()).isEqualTo(hash(content));
    }

    @Test
    void knowsNoUploadOfAForeignAccountOrOneThatExpired() {
        Upload upload = machine.create(world.aRecording(100));
        Uploads uploads = machine.the(Uploads.class);
        AccountId stranger = world.anAccount();
        assertThat(uploads.find(stranger, upload.id())).isEmpty();
        assertThat(uploads.append(stranger, upload.id(), Portion.at(0, 1), FailingBody.whole(new byte[1], 0, 1)))
                .isEqualTo(new Appending.Unknown());

        machine.append(upload, 0, webm(10));
        machine.the(JdbcClient.class)
                .sql("UPDATE upload SET expires_at = clock_timestamp() - interval '1 second' WHERE id = :id")
                .param("id", upload.id().value())
                .update();
        assertThat(machine.now(upload).gone()).isTrue();
        assertThat(machine.append(upload, 10, webm(10))).isEqualTo(new Appending.Gone());
    }

    @Test
    void leavesAnItemThatWasGivenUpMeanwhileAsItIs() {
        byte[] content = webm(100);
        Upload upload = machine.create(world.aRecording(100));
        Items items = machine.the(Items.class);
        machine.append(upload, 0, Arrays.copyOf(content, 50));
        items.move(upload.item(), ItemState.RECEIVING, ItemState.REJECTED, Actor.system("test"), "gone");
        machine.append(upload, 50, Arrays.copyOfRange(content, 50, 100));

        assertThat(machine.item(upload).state()).isEqualTo(ItemState.REJECTED);
        assertThat(machine.source(upload).status()).isEqualTo(StoredObject.Status.ANNOUNCED);
        assertThat(machine.the(Finishing.class).finishPending(100)).isZero();
    }

    @Test
    void finishesTheOthersWhenOneCannotBe() throws IOException {
        Upload broken = machine.create(world.aRecording(100));
        Upload sound = machine.create(world.aRecording(100));
        for (Upload upload : new Upload[] {broken, sound}) {
            machine.append(upload, 0, webm(100));
            crashBeforeTheEnd(upload);
        }
        machine.the(Items.class).destroyKey(broken.item());

        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> machine.the(Finishing.class).finishPending(100));
        assertThat(machine.now(sound).finished()).isTrue();
        assertThat(machine.content(sound)).isEqualTo(webm(100));
        machine.the(JdbcClient.class)
                .sql("UPDATE upload SET finished_at = clock_timestamp() WHERE id = :id")
                .param("id", broken.id().value())
                .update();
    }

    /** All bytes are there, and the transaction that finishes the upload never happened. */
    private void crashBeforeTheEnd(Upload upload) {
        for (String undo : new String[] {
            "UPDATE upload SET finished_at = NULL WHERE id = :upload",
            "UPDATE stored_object SET status = 'ANNOUNCED', size = NULL, sha256 = NULL, version_id = NULL WHERE id = :object",
            "UPDATE item SET state = 'RECEIVING' WHERE id = :item"
        }) {
            machine.the(JdbcClient.class)
                    .sql(undo)
                    .param("upload", upload.id().value())
                    .param("object", upload.object().value())
                    .param("item", upload.item().value())
                    .update();
        }
    }

    @Test
    void completesAnUploadOneOfWhosePartsArrivedAgainAfterItWasAcknowledged() throws IOException {
        byte[] content = webm(PART + 100);
        Upload upload = machine.create(world.aRecording(content.length));
        machine.append(upload, 0, Arrays.copyOf(content, PART));
        Upload begun = machine.now(upload);
        StoredObject source = machine.source(upload);
        byte[] late = machine.the(ItemBytes.class).seal(source).seal(1, PartSeal.Role.INNER, content, PART);
        machine.the(ObjectStore.class)
                .uploadPart(new MultipartUpload(source.key(), String.valueOf(begun.multipartId())), 1, late);

        machine.append(upload, PART, Arrays.copyOfRange(content, PART, content.length));

        machine.assertStored(upload, content);
    }

    @Test
    void namesTheBucketItWritesTo() {
        assertThat(machine.source(machine.create(world.aRecording(100))).bucket())
                .isEqualTo(machine.the(ObjectStore.class).bucket());
    }
}
