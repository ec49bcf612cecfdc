package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.tenure.objectstore.sealing.PartSeal.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartSealTest {

    private static final int FIRST_SEGMENT = (1 << 20) - 40 - 16;
    private static final int SECOND_SEGMENT = FIRST_SEGMENT + (1 << 20) - 16;

    private final DataKey key = DataKey.random();
    private final SealBinding binding = new SealBinding("account/item/object");
    private final PartSeal seal = new PartSeal(key, binding);

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                15,
                16,
                17,
                FIRST_SEGMENT - 1,
                FIRST_SEGMENT,
                FIRST_SEGMENT + 1,
                FIRST_SEGMENT + 16,
                FIRST_SEGMENT + 17,
                SECOND_SEGMENT - 1,
                SECOND_SEGMENT,
                SECOND_SEGMENT + 1
            })
    void opensWhatItSealedAtEveryBoundary(int size) throws SealBroken {
        byte[] plaintext = random(size);
        byte[] sealed = seal.seal(1, Role.LAST, plaintext, size);

        assertThat(sealed).hasSize(Math.toIntExact(SealedLayout.sealedSizeFor(size)));
        assertThat(seal.open(1, Role.LAST, sealed)).isEqualTo(plaintext);

        for (int more : new int[] {0, 1, 4097}) {
            int start = sealed.length - size + more;
            byte[] place = new byte[start + size + 3];
            System.arraycopy(plaintext, 0, place, start, size);

            assertThat(seal.sealInPlace(1, Role.LAST, place, start, size)).isEqualTo(sealed.length);
            assertThat(seal.open(1, Role.LAST, Arrays.copyOf(place, sealed.length)))
                    .isEqualTo(plaintext);
        }
    }

    @Test
    void sealsInPlaceOnlyWhereThereIsRoom() {
        int overhead = Math.toIntExact(SealedLayout.sealedSizeFor(100) - 100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seal.sealInPlace(1, Role.LAST, new byte[1000], overhead - 1, 100));
    }

    @Test
    void sealsTheFirstBytesOfABufferAndLeavesItAsItIs() throws SealBroken {
        byte[] buffer = random(1000);
        byte[] before = buffer.clone();
        byte[] sealed = seal.seal(1, Role.LAST, buffer, 400);

        assertThat(buffer).isEqualTo(before);
        assertThat(seal.open(1, Role.LAST, sealed)).isEqualTo(Arrays.copyOf(buffer, 400));
    }

    @Test
    void isTinksStreamingFormatUnderTheDocumentedAssociatedData() throws GeneralSecurityException, IOException {
        byte[] plaintext = random(FIRST_SEGMENT + 100);
        byte[] sealed = seal.seal(7, Role.INNER, plaintext, plaintext.length);
        byte[] associated = ByteBuffer.allocate(15 + 1 + 19 + 1 + 4 + 1)
                .put("tenure-sealed/1".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .put("account/item/object".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .putInt(7)
                .put((byte) 0)
                .array();

        AesGcmHkdfStreaming tink = new AesGcmHkdfStreaming(key.secret(), "HmacSha256", 32, 1 << 20, 0);
        try (InputStream stream = tink.newDecryptingStream(new ByteArrayInputStream(sealed), associated)) {
            assertThat(stream.readAllBytes()).isEqualTo(plaintext);
        }
    }

    @Test
    void sealsTheSameBytesDifferentlyEachTime() {
        byte[] plaintext = random(100);

        assertThat(seal.seal(1, Role.LAST, plaintext, 100)).isNotEqualTo(seal.seal(1, Role.LAST, plaintext, 100));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void opensAPartInItsOwnRoleOnly(Role role) {
        byte[] sealed = seal.seal(1, role, random(10), 10);

        for (Role other : Role.values()) {
            if (other != role) {
                assertBroken(seal, 1, other, sealed);
            }
        }
    }

    @Test
    void opensAPartAtItsOwnPlaceOnly() {
        byte[] sealed = seal.seal(1, Role.LAST, random(10), 10);

        assertBroken(seal, 2, Role.LAST, sealed);
        assertBroken(new PartSeal(key, new SealBinding("account/item/other")), 1, Role.LAST, sealed);
        assertBroken(new PartSeal(key, new SealBinding("account/other/object")), 1, Role.LAST, sealed);
        assertBroken(new PartSeal(DataKey.random(), binding), 1, Role.LAST, sealed);
    }

    @Test
    void noticesEveryFlippedBit() {
        int size = FIRST_SEGMENT + 500;
        byte[] sealed = seal.seal(1, Role.LAST, random(size), size);
        int[] places = {
            0, // length byte of the header
            1,
            32, // salt
            33,
            39, // nonce prefix
            40,
            5000,
            (1 << 20) - 17, // first segment
            (1 << 20) - 16,
            (1 << 20) - 1, // its tag
            1 << 20,
            (1 << 20) + 250, // second segment
            sealed.length - 16,
            sealed.length - 1 // its tag
        };
        for (int place : places) {
            for (int bit : new int[] {0x01, 0x80}) {
                byte[] altered = sealed.clone();
                altered[place] ^= (byte) bit;
                assertBroken(seal, 1, Role.LAST, altered);
            }
        }
    }

    @Test
    void noticesEveryCut() {
        int size = FIRST_SEGMENT + 500;
        byte[] sealed = seal.seal(1, Role.LAST, random(size), size);
        for (int cut : new int[] {
            0,
            1,
            39,
            40,
            41,
            55,
            56,
            57,
            1000,
            (1 << 20) - 1,
            1 << 20,
            (1 << 20) + 1,
            (1 << 20) + 15,
            (1 << 20) + 16,
            (1 << 20) + 17,
            sealed.length - 1
        }) {
            assertBroken(seal, 1, Role.LAST, Arrays.copyOf(sealed, cut));
        }
        assertBroken(seal, 1, Role.LAST, Arrays.copyOf(sealed, sealed.length + 1));
    }

    @Test
    void noticesSwappedSegments() {
        int size = FIRST_SEGMENT + 2 * ((1 << 20) - 16) + 5;
        byte[] sealed = seal.seal(1, Role.LAST, random(size), size);
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 1 << 20, swapped, 2 << 20, 1 << 20);
        System.arraycopy(sealed, 2 << 20, swapped, 1 << 20, 1 << 20);

        assertBroken(seal, 1, Role.LAST, swapped);
    }

    @Test
    void neverPrintsTheKey() {
        assertThat(key).hasToString("DataKey[secret]");
    }

    private static void assertBroken(PartSeal seal, int number, Role role, byte[] sealed) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> seal.open(number, role, sealed));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
