package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(IngestWorld.Shared.class)
class DeferredLengthIT {

    private final IngestWorld world;
    private final Machine machine;

    DeferredLengthIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    /** The last part is known to be the last only when the length is told: also when it is told on, or just beside, the edge of a part. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40_000, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 7})
    void takesTheLengthAfterTheLastByte(int size) throws IOException {
        byte[] content = webm(Math.max(size, 20));
        Upload upload = machine.create(world.aRecording(NewUpload.UNKNOWN_LENGTH));
        assertThat(upload.lengthKnown()).isFalse();

        assertThat(machine.append(upload, 0, content)).isEqualTo(new Appending.Stored(content.length, false));
        assertThat(tell(upload, content.length, content.length, new byte[0]))
                .isEqualTo(new Appending.Stored(content.length, true));

        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
    }

    /** The client has sent all, and told all: it will not ask again. */
    @ParameterizedTest
    @ValueSource(ints = {500, PART, PART + 300})
    void finishesByItselfWhenAMachineDiedBetweenTheLengthAndTheEnd(int size) throws IOException {
        byte[] content = webm(size);
        Upload upload = machine.create(world.aRecording(NewUpload.UNKNOWN_LENGTH));
        machine.append(upload, 0, content);
        assertThat(machine.the(JdbcUploads.class).tellLength(upload.id(), size)).isTrue();
        assertThat(machine.the(Finishing.class).finishPending(1)).isZero();

        machine.the(Uploads.class).goOn(1);
        machine.assertStored(upload, content);
    }

    @Test
    void takesTheLengthWithBytesInTheMiddleAndResumesElsewhere() throws IOException {
        byte[] content = webm(2 * PART + 1000);
        Upload upload = machine.create(world.aRecording(NewUpload.UNKNOWN_LENGTH));
        machine.append(upload, 0, Arrays.copyOf(content, PART));
        assertThat(tell(upload, PART, content.length, Arrays.copyOfRange(content, PART, PART + 500)))
                .isEqualTo(new Appending.Stored(PART + 500, false));
        try (Machine other = world.boot()) {
            assertThat(other.append(upload, PART + 500, Arrays.copyOfRange(content, PART + 500, content.length)))
                    .isEqualTo(new Appending.Stored(content.length, true));
            other.assertStored(upload, content);
        }
    }

    @Test
    void takesOneLengthOnly() {
        Upload upload = machine.create(world.aRecording(NewUpload.UNKNOWN_LENGTH));
        machine.append(upload, 0, webm(100));
        for (long wrong : new long[] {0, 99, Long.MIN_VALUE}) {
            assertThat(tell(upload, 100, wrong, new byte[0])).isInstanceOf(Appending.WrongLength.class);
        }
        assertThat(tell(upload, 100, Machine.MAX_SIZE + 1, new byte[0])).isInstanceOf(Appending.TooLong.class);
        assertThat(tell(upload, 0, 200, new byte[0])).isEqualTo(new Appending.WrongOffset(100));
        assertThat(machine.now(upload).lengthKnown()).isFalse();

        assertThat(tell(upload, 100, 200, new byte[0])).isEqualTo(new Appending.Stored(100, false));
        assertThat(tell(upload, 100, 300, new byte[0])).isInstanceOf(Appending.WrongLength.class);
        assertThat(tell(upload, 100, 200, new byte[0])).isEqualTo(new Appending.Stored(100, false));
        assertThat(machine.now(upload).length()).isEqualTo(200);
        assertThat(tell(upload, 100, 200, new byte[101])).isEqualTo(new Appending.TooLong(200));
    }

    @Test
    void takesNoMoreThanTheLargestUpload() throws IOException {
        try (Machine small = world.boot(world.store(), java.util.Map.of("tenure.ingest.max-upload-size", "1000B"))) {
            Upload upload = small.create(world.aRecording(NewUpload.UNKNOWN_LENGTH));
            assertThat(small.append(upload, 0, 1001, new ByteArrayInputStream(new byte[1001])))
                    .isEqualTo(new Appending.TooLong(1000));
            assertThat(small.append(upload, 0, -1, FailingBody.whole(new byte[1001], 0, 1001)))
                    .isEqualTo(new Appending.TooLong(1000));
            assertThat(small.now(upload).storedBytes()).isEqualTo(1000);
            Upload exact = small.create(world.aRecording(NewUpload.UNKNOWN_LENGTH));
            assertThat(small.append(exact, 0, webm(1000))).isEqualTo(new Appending.Stored(1000, false));
        }
    }

    private Appending tell(Upload upload, long offset, long length, byte[] bytes) {
        return machine.append(upload, new Portion(offset, bytes.length, length, null), new ByteArrayInputStream(bytes));
    }
}
