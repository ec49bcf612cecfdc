package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Trail;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever step a process dies at, the upload goes on in the next and becomes exactly the bytes that were sent. */
@ExtendWith(IngestWorld.Shared.class)
class CrashIT {

    private final IngestWorld world;

    CrashIT(IngestWorld world) {
        this.world = world;
    }

    /** Changes made to the bucket: tail, begin, part 1, part 2, complete, delete tail; and: tail, put, delete tail. */
    @ParameterizedTest
    @CsvSource({
        PART + 1000 + ", 3000000, false, 6",
        PART + 1000 + ", 3000000, true, 6",
        "900, 500, false, 3",
        "900, 500, true, 3"
    })
    void losesNothingAndDoesNothingTwiceWhereverItDies(int size, int firstPortion, boolean after, int changes)
            throws IOException {
        byte[] content = webm(size);
        for (int fatal = 1; fatal <= changes; fatal++) {
            CrashingStore crashing = new CrashingStore(world.store(), fatal, after);
            Upload upload = world.machine().create(world.aRecording(size));
            try (Machine doomed = world.boot(crashing.asStore())) {
                send(doomed, upload, content, firstPortion);
            }
            assertThat(crashing.diedAt()).as("change %d", fatal).isNotNull();
            try (Machine next = world.boot()) {
                send(next, upload, content, firstPortion);
                next.the(Finishing.class).finishPending(100);

                next.assertStored(upload, content);
                assertThat(next.the(Trail.class).of(upload.account(), upload.item()))
                        .as("change %d, %s", fatal, crashing.diedAt())
                        .extracting(Trail.Entry::action)
                        .containsExactly("item.receiving", "item.stored");
            }
        }
    }

    /** Sends what is missing in two portions, as a client does that asks for the offset first; stops at a crash. */
    private static void send(Machine machine, Upload upload, byte[] content, int firstPortion) {
        try {
            for (Upload now = machine.now(upload); !now.complete(); now = machine.now(upload)) {
                int from = (int) now.storedBytes();
                int to = from < firstPortion ? firstPortion : content.length;
                assertThat(machine.append(upload, from, Arrays.copyOfRange(content, from, to)))
                        .isEqualTo(new Appending.Stored(to, to == content.length));
            }
        } catch (CrashingStore.Crash crash) {
            // The process is dead; whoever comes next goes on.
        }
    }
}
