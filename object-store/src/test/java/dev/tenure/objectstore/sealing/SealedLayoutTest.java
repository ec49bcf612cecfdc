package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.objectstore.StoredPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedLayoutTest {

    private static final int PART = 5 << 20;
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 56",
        "1, 1, 57",
        "1048520, 1, 1048576",
        "1048521, 1, 1048593",
        "5242879, 1, 5243015",
        "5242880, 1, 5243016",
        "5242881, 2, 5243073",
        "10485760, 2, 10486032",
        "10485761, 3, 10486089"
    })
    void countsPartsAndSealedBytes(long plaintext, int parts, long sealed) {
        SealedLayout layout = new SealedLayout(plaintext, PART);

        assertThat(layout.partCount()).isEqualTo(parts);
        assertThat(layout.sealedSize()).isEqualTo(sealed);
        long sum = 0;
        for (int part = 1; part <= parts; part++) {
            sum += layout.plaintextSizeOf(part);
        }
        assertThat(sum).isEqualTo(plaintext);
    }

    @Test
    void findsTheSegmentOfEveryByteNearABoundary() {
        for (int segment = 0; segment < 5; segment++) {
            int first = SealedLayout.plaintextOffsetOf(segment);
            assertThat(SealedLayout.segmentOf(first)).isEqualTo(segment);
            assertThat(SealedLayout.segmentOf(SealedLayout.plaintextOffsetOf(segment + 1) - 1))
                    .isEqualTo(segment);
        }
    }

    @Test
    void keepsTheDefaultPartsUpTo64GiBAndThenDoublesThem() {
        assertThat(SealedLayout.partSizeFor(0)).isEqualTo(SealedLayout.DEFAULT_PART_SIZE);
        assertThat(SealedLayout.partSizeFor(64 * GIB)).isEqualTo(SealedLayout.DEFAULT_PART_SIZE);
        assertThat(SealedLayout.partSizeFor(65 * GIB)).isEqualTo(2 * SealedLayout.DEFAULT_PART_SIZE);
        assertThat(SealedLayout.partSizeFor(4096 * GIB)).isEqualTo(512 << 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 127, 128, 129, 500, 1023, 1025, 2048, 4096})
    void keepsHugeSourcesBelowTheLimitOfParts(long gibibytes) {
        SealedLayout layout = SealedLayout.of(gibibytes * GIB + 1);

        assertThat(layout.partCount()).isLessThanOrEqualTo(StoredPart.MAX_NUMBER);
        assertThat(layout.sealedSize()).isGreaterThan(layout.plaintextSize());
        assertThat(layout.sealedOffsetOf(layout.partCount())).isLessThan(layout.sealedSize());
    }

    @Test
    void refusesWhatCannotBeStored() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SealedLayout(-1, PART));
        assertThatIllegalArgumentException().isThrownBy(() -> new SealedLayout(1, PART - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SealedLayout(1, (512 << 20) + 1));
        long most = (long) StoredPart.MAX_NUMBER * PART;
        assertThat(new SealedLayout(most, PART).partCount()).isEqualTo(StoredPart.MAX_NUMBER);
        assertThatIllegalArgumentException().isThrownBy(() -> new SealedLayout(most + 1, PART));
        assertThatIllegalArgumentException().isThrownBy(() -> SealedLayout.of(Long.MAX_VALUE));
    }
}
