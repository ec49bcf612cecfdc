package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.companion.Companions;
import dev.tenure.ingest.companion.TextFacts;
import dev.tenure.ingest.companion.Texts;
import dev.tenure.objectstore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Text out of documents, kept with them; and what becomes of documents that give none. */
@ExtendWith(IngestWorld.Shared.class)
class TextsIT {

    private final IngestWorld world;
    private final Machine machine;

    TextsIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @Test
    void theTextOfADocumentIsAnObjectOfIts() throws IOException {
        Upload page = ready("page.html", "<html><body><p>Quarterly <b>figures</b></p></body></html>");
        Upload picture = ready("a.gif", "GIF89a" + "\0".repeat(30));
        Upload broken = ready("a.pdf", "%PDF-1.7 broken");

        machine.the(Texts.class).workOn(100);

        assertThat(text(page)).contains("Quarterly figures");
        assertThat(state(page)).isEqualTo(TextFacts.State.DONE);
        assertThat(state(picture)).isEqualTo(TextFacts.State.NOT_SUPPORTED);
        assertThat(state(broken)).isEqualTo(TextFacts.State.FAILED);
        for (Upload upload : List.of(page, picture, broken)) {
            assertThat(machine.item(upload).state()).isEqualTo(ItemState.READY);
        }
        assertThat(machine.the(StoredObjects.class).visible(picture.item())).hasSize(1);
    }

    @Test
    void whatIsTrashedWaitsUntilItComesBack() throws IOException {
        Upload upload = ready("notes.html", "<html><body>found again</body></html>");
        Items items = machine.the(Items.class);
        items.move(upload.item(), ItemState.READY, ItemState.TRASHED, Actor.system("test"), null);
        machine.the(Texts.class).workOn(100);
        assertThat(state(upload)).isEqualTo(TextFacts.State.WAITING);

        items.move(upload.item(), ItemState.TRASHED, ItemState.READY, Actor.system("test"), null);
        machine.the(Texts.class).workOn(100);
        assertThat(text(upload)).contains("found again");
    }

    /** A machine too slow for a document leaves it to another; nothing of the first try is seen. */
    @Test
    void aTryThatWasOutOfTimeIsRepeated() throws IOException {
        // What other tests left behind would come first.
        machine.the(Companions.class).workOn(1000);
        machine.the(Texts.class).workOn(1000);
        Upload upload = ready("slow.html", "<html><body>in the end</body></html>");
        try (Machine slow = world.boot(Map.of("tenure.ingest.text.wall", "1ms"))) {
            slow.the(Texts.class).workOn(1);
        }
        assertThat(state(upload)).isEqualTo(TextFacts.State.WAITING);
        assertThat(machine.the(Texts.class).workOn(100)).isZero();
        machine.the(JdbcClient.class)
                .sql("UPDATE text_extraction SET not_before = clock_timestamp() WHERE item_id = :item")
                .param("item", upload.item().value())
                .update();

        machine.the(Texts.class).workOn(100);
        assertThat(text(upload)).contains("in the end");
        assertThat(machine.the(StoredObjects.class).all(upload.item())).hasSize(2);
    }

    private Upload ready(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        Upload upload = machine.create(IngestWorld.of(world.aRecording(bytes.length), ItemKind.FILE, name));
        machine.append(upload, 0, bytes);
        machine.the(Companions.class).workOn(100);
        assertThat(machine.item(upload).state()).isEqualTo(ItemState.READY);
        return upload;
    }

    private TextFacts.State state(Upload upload) {
        return machine.the(Companions.class).textOf(upload.item()).orElseThrow().state();
    }

    private String text(Upload upload) throws IOException {
        StoredObject object = machine.the(StoredObjects.class)
                .visible(upload.item(), "text.txt")
                .orElseThrow();
        try (InputStream stream = machine.the(ItemBytes.class)
                .open(object)
                .open(ByteRange.whole(object.complete().size()))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
