package dev.tenure.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.handover.Macs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conformance kit, as an integrator uses it. */
class AdapterCheckCommandTest {

    private static final Instant AT = Instant.parse("2026-03-04T09:35:00Z");
    private static final String BODY = """
            {"event":"recording.completed","download_token":"canary","payload":{"account_id":"a","object":{"uuid":"u1","topic":"Weekly\\u001b[31m",
             "start_time":"2026-03-04T08:30:00Z","timezone":"Europe/Berlin","duration":60,"host_email":"ada@example.org","recording_files":[
             {"id":"f1","file_type":"MP4","file_extension":"MP4","file_size":5,"status":"completed","recording_end":"2026-03-04T09:30:00Z",
              "download_url":"https://zoom.us/rec/x?canary"}]}}}""";

    @TempDir
    private Path place;

    private record Run(int code, String out, String err) {}

    private Run run(String body, String... arguments) throws IOException {
        Path payload = Files.writeString(place.resolve("call.json"), body);
        Path source = Files.writeString(place.resolve("source.properties"), "secret-token=s3cret\n");
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        ByteArrayOutputStream failed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(failed, true, StandardCharsets.UTF_8));
            List<String> all = new ArrayList<>(List.of("adapter-check"));
            all.addAll(List.of(arguments));
            all.add(2, payload.toString());
            all.addAll(List.of("--secret-file", source.toString(), "--at", AT.toString()));
            int code = CommandLineRoot.execute(all.toArray(String[]::new));
            return new Run(code, told.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String[] signed(String body) {
        String timestamp = Long.toString(AT.getEpochSecond());
        byte[] mac = Macs.sha256("s3cret", ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8));
        return new String[] {
            "zoom",
            "--header",
            "x-zm-request-timestamp: " + timestamp,
            "--header",
            "x-zm-signature: v0=" + HexFormat.of().formatHex(mac)
        };
    }

    @Test
    void showsWhatWasUnderstood() throws IOException {
        Run run = run(BODY, signed(BODY));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("HEARD", "RECORDING", "u1/f1", "2026-03-04T09:30:00Z", "ada@example.org", "5 bytes")
                .contains("https://zoom.us/rec/x")
                .doesNotContain("canary", "s3cret", "\u001b");
    }

    @Test
    void saysInOneLineWhatWouldNotBeTaken() throws IOException {
        Run refused = run(BODY + " ", signed(BODY));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).startsWith("tenure: REFUSED (401)").hasLineCount(1);

        Run malformed = run("[]", signed("[]"));
        assertThat(malformed.code()).isEqualTo(1);
        assertThat(malformed.err()).startsWith("tenure: MALFORMED (400)").hasLineCount(1);

        Run unknown = run(BODY, "unheard-of");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("livekit", "zoom").hasLineCount(1);
    }

    private Run runFile(String file, String content, String adapter) throws IOException {
        Path directory = Files.createDirectories(place.resolve("beside"));
        Path payload = Files.writeString(directory.resolve(file), content);
        Path source = Files.writeString(place.resolve("other.properties"), "directory=recordings\n");
        PrintStream out = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
            int code = CommandLineRoot.execute(
                    "adapter-check", adapter, payload.toString(), "--secret-file", source.toString());
            return new Run(code, told.toString(StandardCharsets.UTF_8), "");
        } finally {
            System.setOut(out);
        }
    }

    @Test
    void showsWhatIsUnderstoodOfFilesThatLieBesideRecordings() throws IOException {
        Run jibri = runFile(
                "metadata.json",
                "{\"meeting_url\":\"https://meet.example.org/weekly?jwt=canary\",\"participants\":[],\"end\":\"2026-03-04T09:30:00Z\"}",
                "jibri");
        assertThat(jibri.code()).isZero();
        assertThat(jibri.out())
                .contains("RECORDING", "weekly", "2026-03-04T09:30:00Z")
                .doesNotContain("canary");

        Run bigBlueButton = runFile(
                "metadata.xml",
                "<recording><id>ab-1772613000000</id><end_time>1772616890000</end_time><meta><meetingName>Board</meetingName></meta></recording>",
                "bigbluebutton");
        assertThat(bigBlueButton.code()).isZero();
        assertThat(bigBlueButton.out()).contains("RECORDING", "Board", "2026-03-04T09:34:50Z");
    }

    /** As docs/adapters shows it: with nothing but the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jibri | metadata.json | {\"meeting_url\":\"https://meet.example.org/weekly\",\"participants\":[]} | weekly",
                "bigbluebutton | metadata.xml | <recording><id>ab-1772613000000</id><meta><meetingName>Board</meetingName></meta></recording> | Board"
            })
    void filesBesideRecordingsNeedNoSettings(String adapter, String name, String content, String shown)
            throws IOException {
        Path payload = Files.writeString(place.resolve(name), content);
        PrintStream out = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
            assertThat(CommandLineRoot.execute("adapter-check", adapter, payload.toString()))
                    .isZero();
        } finally {
            System.setOut(out);
        }
        assertThat(told.toString(StandardCharsets.UTF_8))
                .startsWith("HEARD (202)")
                .contains("RECORDING", shown);
    }
}
