package dev.tenure.ingest.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** The three answers of a scanner, and that none but its own clean is taken for clean. */
class ClamdTest {

    private static final String FRESH = "ClamAV 1.4.2/27500/Mon Mar  2 09:30:00 2026";
    private static final Instant NOW = Instant.parse("2026-03-03T12:00:00Z");
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    @Test
    void saysCleanAndInfected() {
        try (ScanningServer server = server(FRESH)) {
            assertThat(scan(server, "hello")).isEqualTo(new Scan.Clean());
            assertThat(scan(server, EICAR)).isEqualTo(new Scan.Infected("Win.Test.EICAR_HDB-1"));
            assertThat(scan(server, "x".repeat(200_000))).isEqualTo(new Scan.Clean());
            assertThat(server.scanned()).containsExactly("hello", EICAR, "x".repeat(200_000));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ClamAV 1.4.2", "ClamAV 1.4.2/27500/long ago", "ClamAV 1.4.2/27000/Mon Feb  2 09:30:00 2026"
            })
    void oldSignaturesSayNothing(String version) {
        try (ScanningServer server = server(version)) {
            assertThat(scan(server, "hello")).isInstanceOf(Scan.NotScanned.class);
            assertThat(server.scanned()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSTREAM size limit exceeded. ERROR | larger than the scanner takes",
                "stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND | gave up",
                "stream: Heuristics.Encrypted.Zip FOUND | gave up",
                "stream: some ERROR | failed",
                "OK | failed",
                "stream: OKAY | failed",
                "UNKNOWN COMMAND | failed"
            })
    void whatIsNoAnswerIsNotClean(String reply, String reason) {
        try (ScanningServer server = new ScanningServer(FRESH, content -> reply)) {
            assertThat(scan(server, "hello"))
                    .isInstanceOfSatisfying(
                            Scan.NotScanned.class,
                            not -> assertThat(not.reason()).contains(reason));
        }
    }

    @Test
    void whatIsTooLargeIsNotSent() {
        try (ScanningServer server = server(FRESH)) {
            assertThat(scan(server, "x".repeat(300_001))).isInstanceOf(Scan.NotScanned.class);
            assertThat(server.scanned()).isEmpty();
        }
    }

    @Test
    void whatIsLockedIsNotClean() {
        String flagged = "PK\1\2" + "\0".repeat(4) + "\1\0" + "\0".repeat(18) + "\1\0" + "\0".repeat(16) + "a";
        String end = "PK\5\6" + "\0".repeat(4) + "\1\0\1\0" + (char) flagged.length() + "\0".repeat(9);
        byte[] locked = (flagged + end).getBytes(StandardCharsets.ISO_8859_1);
        try (ScanningServer server = server(FRESH)) {
            assertThat(clamd(server.port()).scan(new SealedInMemory(locked).content()))
                    .isEqualTo(new Scan.NotScanned("parts of it are encrypted"));
        }
    }

    @Test
    void whoIsAwayOrSilentSaysNothing() {
        int port;
        try (ScanningServer gone = server(FRESH)) {
            port = gone.port();
        }
        assertThat(clamd(port).scan(new SealedInMemory(new byte[10]).content())).isInstanceOf(Scan.NotScanned.class);
        try (ScanningServer silent = new ScanningServer(FRESH, content -> null)) {
            assertThat(scan(silent, "hello")).isEqualTo(new Scan.NotScanned("the scanner did not answer"));
        }
    }

    private static ScanningServer server(String version) {
        return new ScanningServer(version, ClamdTest::answer);
    }

    private static @Nullable String answer(String content) {
        return content.contains("EICAR-STANDARD") ? "stream: Win.Test.EICAR_HDB-1 FOUND" : "stream: OK";
    }

    private static Scan scan(ScanningServer server, String content) {
        return clamd(server.port()).scan(new SealedInMemory(content.getBytes(StandardCharsets.ISO_8859_1)).content());
    }

    private static Clamd clamd(int port) {
        ScanSettings settings = new ScanSettings(
                "127.0.0.1",
                port,
                DataSize.ofBytes(300_000),
                Duration.ofSeconds(2),
                Duration.ofDays(7),
                ScanSettings.Consequence.QUARANTINE,
                ScanSettings.Consequence.ACCEPT);
        return new Clamd(settings, InstantSource.fixed(NOW), System::nanoTime);
    }
}
