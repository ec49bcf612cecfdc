package dev.tenure.ingest.handover.jibri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.ingest.handover.Payload;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that Jibri runs, run by the machine's own shell. */
class FinalizeScriptTest {

    private static final Path SCRIPT =
            Path.of("../docs/adapters/jibri/finalize.sh").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private int run(String command, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command, "sh", SCRIPT.toString());
        shell.command().addAll(List.of(arguments));
        shell.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        shell.environment()
                .put("TENURE_CURL_CONFIG", directory.resolve("tenure.curl").toString());
        shell.redirectErrorStream(true);
        Process process = shell.start();
        // To the end of its output, as Jibri does.
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private int finalized(Path session) throws IOException, InterruptedException {
        return run("\"$@\"", session.toString());
    }

    private Path session() throws IOException {
        return Files.createDirectories(directory.resolve("sess_ion-1"));
    }

    @Test
    void itLeavesAMarkerThatStaysWhenItIsCalledAgain() throws IOException, InterruptedException {
        Path session = session();
        Path marker = session.resolve(Session.MARKER);

        assertThat(finalized(session)).isZero();
        Instant at = Payload.of(Files.readAllBytes(marker))
                .orElseThrow()
                .iso("finalized")
                .orElseThrow();
        assertThat(at).isCloseTo(InstantSource.system().instant(), within(Duration.ofMinutes(1)));

        String first = "{\"finalized\":\"2026-03-04T09:30:00Z\"}\n";
        Files.writeString(marker, first);
        assertThat(finalized(session)).isZero();
        assertThat(marker).hasContent(first);
    }

    @Test
    void onAFullDiskItLeavesNothingThatLooksLikeAMarker() throws IOException, InterruptedException {
        Path session = session();

        // A shell that may write no byte to a file fails as on a full disk.
        assertThat(run("trap '' XFSZ; ulimit -f 0; \"$@\"", session.toString())).isEqualTo(1);
        assertThat(session.resolve(Session.MARKER)).doesNotExist();

        Files.createFile(session.resolve(Session.MARKER));
        assertThat(finalized(session)).isZero();
        assertThat(session.resolve(Session.MARKER)).isNotEmptyFile();
    }

    @Test
    void withoutADirectoryItSaysSo() throws IOException, InterruptedException {
        assertThat(run("\"$@\"")).isEqualTo(2);
        assertThat(finalized(directory.resolve("absent"))).isEqualTo(2);
    }

    @Test
    @Timeout(60)
    void itCallsWithoutShowingTheTokenAndDoesNotWait() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path said = pipe("said");
        Path go = pipe("go");
        // Stands for a Tenure that does not answer: it hangs until it was heard and is let go.
        Path curl = Files.writeString(
                bin.resolve("curl"), "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + said + "'\nread line < '" + go + "'\n");
        assertThat(curl.toFile().setExecutable(true)).isTrue();
        Path call = Files.writeString(
                directory.resolve("tenure.curl"),
                "url = \"https://tenure.example.org/\"\nheader = \"Authorization: Bearer canary\"\n");

        assertThat(finalized(session())).isZero();

        try (InputStream arguments = new FileInputStream(said.toFile())) {
            assertThat(new String(arguments.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("--config\n" + call, "{\"session\":\"sess_ion-1\"}")
                    .doesNotContain("canary");
        } finally {
            Files.writeString(go, "\n");
        }
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        Path pipe = directory.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
