package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class IngestSettingsTest {

    private static final long HEAP = 448L << 20;

    @Test
    void takesUploadsWhosePartsFitIntoTheHeap() {
        assertThatCode(() -> IngestSettings.requireRoomForParts(DataSize.ofGigabytes(64), HEAP))
                .doesNotThrowAnyException();
        assertThatCode(() -> IngestSettings.requireRoomForParts(DataSize.ofGigabytes(512), HEAP))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesUploadsWhosePartsWouldFillItAndSaysWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IngestSettings.requireRoomForParts(DataSize.ofTerabytes(1), HEAP))
                .withMessageContaining("parts of 128 MiB")
                .withMessageContaining("512 MiB or more with TENURE_HEAP");
    }
}
