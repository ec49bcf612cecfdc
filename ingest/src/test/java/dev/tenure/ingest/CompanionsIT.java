package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.companion.CompanionFacts;
import dev.tenure.ingest.companion.CompanionFacts.Outcome;
import dev.tenure.ingest.companion.Companions;
import dev.tenure.ingest.companion.TextFacts;
import dev.tenure.objectstore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class CompanionsIT {

    private static final String VTT =
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Hello <img src=x onerror=alert(1)></v>\n\nlost\n";

    private final IngestWorld world;
    private final Machine machine;

    CompanionsIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @Test
    void aTranscriptBecomesJsonAndCaptions() throws IOException {
        Upload upload = upload(machine, ItemKind.TRANSCRIPT, "talk.vtt", VTT);
        assertThat(machine.item(upload).state()).isEqualTo(ItemState.STORED);

        assertThat(machine.the(Companions.class).workOn(100)).isPositive();

        assertThat(machine.item(upload).state()).isEqualTo(ItemState.READY);
        assertThat(text(upload, "captions.vtt"))
                .isEqualTo(
                        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ada>Hello &lt;img src=x onerror=alert(1)&gt;\n");
        assertThat(text(upload, "words.json"))
                .contains(
                        "\"schema\":\"tenure-words/1\"",
                        "\"speaker\":\"Ada\"",
                        "\"why\":\"not part of a cue\",\"text\":\"lost\"")
                .contains(IngestWorld.hash(VTT.getBytes(StandardCharsets.UTF_8)).hex());
        assertThat(text(upload, "text.txt")).isEqualTo("Ada: Hello <img src=x onerror=alert(1)>\n");
        assertThat(text(upload, "source")).isEqualTo(VTT);
        assertThat(facts(upload)).isEqualTo(new CompanionFacts(Outcome.NORMALISED, "webvtt", "UTF-8", 1, 1, null));
        assertThat(machine.the(Companions.class).textOf(upload.item()))
                .contains(new TextFacts(TextFacts.State.DONE, null));
        assertThat(machine.the(Trail.class).of(upload.account(), upload.item()))
                .extracting(Trail.Entry::action)
                .contains("item.looked_through", "item.ready");
        assertThat(world.store().tags(object(upload, "words.json").key()).values())
                .isEqualTo(world.store().tags(machine.source(upload).key()).values());
    }

    @Test
    void aChatIsPlacedInItsMeeting() throws IOException {
        Upload upload = upload(machine, ItemKind.CHAT, "chat.txt", "00:00:05 From Ada to Everyone:\n\tHello\n");
        machine.the(Companions.class).workOn(100);

        assertThat(text(upload, "words.json")).contains("\"kind\":\"CHAT\"", "\"startMs\":5000", "\"to\":\"Everyone\"");
        assertThat(text(upload, "captions.vtt")).contains("00:00:05.000 --> 00:00:10.000");
    }

    @Test
    void whatHoldsNoWordsIsKeptAsItIs() throws IOException {
        Upload pdf = upload(machine, ItemKind.TRANSCRIPT, "talk.pdf", "%PDF-1.7\nx");
        Upload file = upload(machine, ItemKind.FILE, "slides.bin", "slides");
        Upload board = upload(machine, ItemKind.WHITEBOARD, "board.txt", "board");
        machine.the(Companions.class).workOn(100);

        for (Upload upload : List.of(pdf, file, board)) {
            assertThat(machine.item(upload).state()).isEqualTo(ItemState.READY);
            assertThat(machine.the(StoredObjects.class).visible(upload.item()))
                    .extracting(StoredObject::name)
                    .containsExactly("source");
            assertThat(machine.the(Companions.class).textOf(upload.item()))
                    .contains(new TextFacts(TextFacts.State.WAITING, null));
        }
        assertThat(facts(pdf).outcome()).isEqualTo(Outcome.NOT_UNDERSTOOD);
        assertThat(facts(pdf).reason()).contains("document");
        assertThat(facts(file).outcome()).isEqualTo(Outcome.KEPT_AS_IT_IS);
    }

    @Test
    void recordingsAreNotTouched() {
        byte[] content = IngestWorld.webm(100);
        Upload upload = machine.create(world.aRecording(content.length));
        machine.append(upload, 0, content);
        machine.the(Companions.class).workOn(100);

        assertThat(machine.item(upload).state()).isEqualTo(ItemState.STORED);
        assertThat(machine.the(Companions.class).factsOf(upload.item())).isEmpty();
    }

    /** The store fails at every call in turn; another machine ends the work, and nothing is there twice. */
    @Test
    void goesOnWhereAnotherMachineDied() throws IOException {
        machine.the(Companions.class).workOn(100);
        for (int call = 0; call < 6; call++) {
            Upload upload = upload(machine, ItemKind.TRANSCRIPT, "talk.vtt", VTT);
            CrashingStore crashing = new CrashingStore(world.store(), call / 2 + 1, call % 2 == 1);
            try (Machine mortal = world.boot(crashing.asStore())) {
                assertThatThrownBy(() -> mortal.the(Companions.class).workOn(100))
                        .isInstanceOf(CrashingStore.Crash.class);
            }
            assertThat(crashing.diedAt()).isEqualTo("put");
            assertThat(machine.item(upload).state()).isEqualTo(ItemState.STORED);
            due(upload);
            machine.the(Companions.class).workOn(100);

            assertThat(machine.item(upload).state()).isEqualTo(ItemState.READY);
            assertThat(machine.the(StoredObjects.class).visible(upload.item()))
                    .extracting(StoredObject::name)
                    .containsExactlyInAnyOrder("source", "words.json", "captions.vtt", "text.txt");
            assertThat(machine.the(StoredObjects.class).all(upload.item()))
                    .extracting(StoredObject::status)
                    .isSubsetOf(StoredObject.Status.VISIBLE, StoredObject.Status.DROPPED);
        }
    }

    @Test
    void manyMachinesDoNothingTwice() throws InterruptedException, ExecutionException {
        List<Upload> uploads = Stream.generate(() -> upload(machine, ItemKind.TRANSCRIPT, "t.vtt", VTT))
                .limit(12)
                .toList();
        try (Machine second = world.boot();
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            Callable<Integer> here = () -> machine.the(Companions.class).workOn(100);
            Callable<Integer> there = () -> second.the(Companions.class).workOn(100);
            for (Future<Integer> done : workers.invokeAll(List.of(here, there, here, there))) {
                done.get();
            }
        }
        for (Upload upload : uploads) {
            assertThat(machine.item(upload).state()).isEqualTo(ItemState.READY);
            assertThat(machine.the(StoredObjects.class).all(upload.item())).hasSize(4);
            assertThat(machine.the(Trail.class).of(upload.account(), upload.item()))
                    .extracting(Trail.Entry::action)
                    .containsOnlyOnce("item.ready", "item.looked_through");
        }
    }

    @Test
    void aCompanionIsKeptAsLongAsItsRecordingWheneverItArrives() {
        NewUpload recording = world.aRecording(100);
        Upload first = machine.create(recording);
        machine.append(first, 0, IngestWorld.webm(100));
        Instant arrival = IngestWorld.endOf(recording).plus(Duration.ofMinutes(50));

        NewUpload late = IngestWorld.with(of(recording.meeting(), ItemKind.CHAT), arrival, null, null);
        Item companion = machine.item(machine.create(late));

        Item lead = machine.item(first);
        assertThat(companion.meeting()).isEqualTo(lead.meeting());
        assertThat(companion.anchor()).isEqualTo(lead.anchor());
        assertThat(companion.retentionClass()).isEqualTo(lead.retentionClass());
        assertThat(companion.notice()).isEqualTo(lead.notice());
        assertThat(companion.noticeShownAt()).isEqualTo(lead.noticeShownAt());
    }

    @Test
    void withoutARecordingACompanionEndsWithItsMeeting() {
        NewUpload wish = IngestWorld.of(world.aRecording(10), ItemKind.CHAT, "chat.txt");
        Instant arrival = wish.meeting().endsAt().plus(Duration.ofMinutes(30));

        Item companion = machine.item(machine.create(IngestWorld.with(wish, arrival, wish.notice(), null)));

        assertThat(companion.anchor()).isEqualTo(wish.meeting().endsAt());
    }

    private NewUpload of(NewMeeting meeting, ItemKind kind) {
        NewUpload wish = IngestWorld.of(world.aRecording(10), kind, "chat.txt");
        return new NewUpload(
                wish.account(),
                wish.actor(),
                meeting,
                wish.kind(),
                wish.fileName(),
                wish.length(),
                wish.recordedUntil(),
                wish.notice(),
                wish.retention(),
                wish.expectedHash());
    }

    /** As if the pause after a try had passed. */
    private void due(Upload upload) {
        machine.the(JdbcClient.class)
                .sql("UPDATE companion SET not_before = clock_timestamp() WHERE item_id = :item")
                .param("item", upload.item().value())
                .update();
        machine.the(Items.class).evictLease(upload.item());
    }

    private Upload upload(Machine through, ItemKind kind, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Upload upload = through.create(IngestWorld.of(world.aRecording(bytes.length), kind, name));
        through.append(upload, 0, bytes);
        return upload;
    }

    private CompanionFacts facts(Upload upload) {
        return machine.the(Companions.class).factsOf(upload.item()).orElseThrow();
    }

    private StoredObject object(Upload upload, String name) {
        return machine.the(StoredObjects.class).visible(upload.item(), name).orElseThrow();
    }

    private String text(Upload upload, String name) throws IOException {
        StoredObject object = object(upload, name);
        try (InputStream stream = machine.the(ItemBytes.class)
                .open(object)
                .open(ByteRange.whole(object.complete().size()))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
