package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(IngestWorld.Shared.class)
class ChecksumIT {

    private final IngestWorld world;
    private final Machine machine;

    ChecksumIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    /** The values of RFC 3720, FIPS 180 and of "abc" as everybody has them. */
    @ParameterizedTest
    @CsvSource({
        "SHA1, a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "CRC32C, 364b3fb7"
    })
    void knowsTheAlgorithms(Checksum.Algorithm algorithm, String hex) {
        Checksum.Check right = new Checksum(algorithm, hex).check();
        Checksum.Check wrong = new Checksum(algorithm, hex).check();
        right.update("xabcx".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 1, 3);
        wrong.update("abd".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 3);
        assertThat(right.matches()).isTrue();
        assertThat(wrong.matches()).isFalse();
    }

    /** Also where the bytes fill several parts, which lie in the store before the last byte is here. */
    @ParameterizedTest
    @ValueSource(ints = {100, 50_000, PART, 2 * PART + 1000})
    void countsNothingOfDamagedBytes(int size) throws IOException {
        byte[] content = webm(3 * PART);
        int before = 700;
        Upload upload = machine.create(world.aRecording(content.length));
        machine.append(upload, 0, Arrays.copyOf(content, before));
        byte[] portion = Arrays.copyOfRange(content, before, before + size);
        byte[] damaged = portion.clone();
        damaged[size / 2] ^= 1;

        assertThat(send(upload, before, portion, damaged)).isEqualTo(new Appending.ChecksumMismatch(before));
        assertThat(machine.now(upload).storedBytes()).isEqualTo(before);
        assertThat(send(upload, before, portion, portion)).isEqualTo(new Appending.Stored(before + size, false));

        byte[] rest = Arrays.copyOfRange(content, before + size, content.length);
        assertThat(send(upload, before + size, rest, rest)).isEqualTo(new Appending.Stored(content.length, true));
        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
    }

    @Test
    void putsNoObjectOutOfDamagedBytes() throws IOException {
        byte[] content = webm(3000);
        Upload upload = machine.create(world.aRecording(3000));
        byte[] damaged = content.clone();
        damaged[2999] ^= 1;

        assertThat(send(upload, 0, content, damaged)).isEqualTo(new Appending.ChecksumMismatch(0));
        assertThat(machine.versions(upload)).isEmpty();
        assertThat(send(upload, 0, content, content)).isEqualTo(new Appending.Stored(3000, true));
        machine.assertStored(upload, content);
        machine.assertNothingElseLeft(upload);
    }

    /** Half of them may be damaged, and nobody can tell: none counts. */
    @ParameterizedTest
    @ValueSource(ints = {100, PART + 100})
    void countsNothingOfBytesThatWereCutOff(int cut) throws IOException {
        byte[] content = webm(2 * PART);
        Upload upload = machine.create(world.aRecording(content.length));

        Portion portion = new Portion(0, content.length, NewUpload.UNKNOWN_LENGTH, sha256(content));
        assertThat(machine.append(upload, portion, FailingBody.brokenOff(content, 0, cut)))
                .isInstanceOf(Appending.CutOff.class);
        assertThat(machine.now(upload).storedBytes()).isZero();

        assertThat(send(upload, 0, content, content)).isEqualTo(new Appending.Stored(content.length, true));
        machine.assertStored(upload, content);
    }

    private Appending send(Upload upload, long offset, byte[] meant, byte[] sent) {
        return machine.append(
                upload,
                new Portion(offset, sent.length, NewUpload.UNKNOWN_LENGTH, sha256(meant)),
                new ByteArrayInputStream(sent));
    }

    private static Checksum sha256(byte[] bytes) {
        return Checksum.of(
                Checksum.Algorithm.SHA256,
                HexFormat.of().parseHex(IngestWorld.hash(bytes).hex()));
    }
}
