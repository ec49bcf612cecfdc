package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.FolderOwner;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class UploadFoldersIT {

    private final IngestWorld world;
    private final Machine machine;

    UploadFoldersIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @Test
    void theFolderOfAnUploadIsKeptUntilItIsAnItemsAlone() throws IOException {
        byte[] content = webm(100);
        Upload upload = machine.create(world.aRecording(100));
        assertThat(kept(upload)).isTrue();
        machine.append(upload, 0, content);
        machine.assertStored(upload, content);
        Until.holds(() -> machine.now(upload).finished());
        assertThat(kept(upload)).isFalse();
    }

    @Test
    void theFolderOfAPartialUploadIsKeptWhileItWaitsAndUntilItIsProvenGone() {
        Upload partial = ((Creation.Created) machine.the(Uploads.class).createPartial(world.account(), 100)).upload();
        machine.append(partial, 0, webm(100));
        assertThat(kept(partial)).as("whole, and joined by nobody yet").isTrue();

        machine.the(Uploads.class).terminate(partial.account(), partial.id(), Actor.token("recorder"));
        assertThat(machine.versions(partial)).isEmpty();
        assertThat(kept(partial)).as("looked for once more").isTrue();

        machine.the(JdbcClient.class)
                .sql("UPDATE upload SET swept_at = swept_at - interval '16 minutes' WHERE id = :id")
                .param("id", partial.id().value())
                .update();
        machine.the(Reaping.class).reap(100);
        assertThat(kept(partial)).isFalse();
    }

    @Test
    void aFolderOfNobodysIsNotKept() {
        assertThat(machine.the(FolderOwner.class).keeps(Set.of(UUID.randomUUID())))
                .isEmpty();
    }

    private boolean kept(Upload upload) {
        UUID folder = upload.item().value();
        return machine.the(FolderOwner.class)
                .keeps(List.of(folder, UUID.randomUUID()))
                .equals(Set.of(folder));
    }
}
