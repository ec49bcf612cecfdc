package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.inspect.Findings;
import dev.tenure.ingest.inspect.Findings.Mismatch;
import dev.tenure.ingest.inspect.Inspections;
import dev.tenure.ingest.inspect.Scan;
import dev.tenure.ingest.inspect.ScanningServer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is found in bytes stands with the item and in its trail, and what must not go on does not. */
@ExtendWith(IngestWorld.Shared.class)
class InspectionIT {

    private static final String HTML = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private final IngestWorld world;
    private final Machine machine;

    InspectionIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @Test
    void whatIsNotAsItWasSaidIsRecorded() {
        Upload upload = upload(machine, ItemKind.FILE, "talk.mp4", "video/mp4; codecs=avc1", HTML);

        assertThat(machine.item(upload).state()).isEqualTo(ItemState.STORED);
        assertThat(machine.source(upload).mediaType()).isEqualTo("text/html");
        Findings findings = findings(upload);
        assertThat(findings.declaredType()).isEqualTo("video/mp4");
        assertThat(findings.nameType()).isEqualTo("video/mp4");
        assertThat(findings.mismatches()).containsExactlyInAnyOrder(Mismatch.NAME, Mismatch.DECLARED);
        assertThat(findings.active()).isEqualTo("a web page");
        assertThat(findings.scan()).isEqualTo(new Scan.NotScanned("no scanner is set up"));
        assertThat(machine.the(Trail.class).of(upload.account(), upload.item()))
                .filteredOn(entry -> entry.action().equals("item.inspected"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail())
                        .containsEntry("contentType", "text/html")
                        .containsEntry("mismatch", "NAME,DECLARED")
                        .containsEntry("active", "a web page"));
    }

    @Test
    void aDeclaredTypeThatIsNoneIsKeptNowhere() {
        for (String nonsense :
                new String[] {"", "x", "text/html\r\nX: y", "a/b/c", "<script>/x", "x/" + "y".repeat(500)}) {
            Upload upload = upload(machine, ItemKind.FILE, "notes", nonsense, "words");
            assertThat(findings(upload).declaredType()).isNull();
            assertThat(machine.item(upload).state()).isEqualTo(ItemState.STORED);
        }
    }

    @Test
    void aTypeThatItsKindMayNotHaveWaitsForAPerson() {
        Item item = machine.item(upload(machine, ItemKind.CHAT, "chat.txt", null, "#!/bin/sh\nrm -rf /\n"));
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(item.problem()).contains("application/x-sh", "no chat may be");
    }

    @Test
    void theSiteDecidesWhatTheScannersAnswerMeans() {
        try (ScanningServer server = new ScanningServer(fresh(), InspectionIT::answer);
                Machine scanning = world.boot(scanner(server.port(), "ACCEPT"));
                Machine strict = world.boot(scanner(server.port(), "QUARANTINE"))) {
            Upload clean = upload(scanning, ItemKind.FILE, "a.txt", null, "clean");
            Upload infected = upload(scanning, ItemKind.FILE, "b.txt", null, EICAR);
            Upload unsure = upload(scanning, ItemKind.FILE, "c.txt", null, "unsure");
            Upload refused = upload(strict, ItemKind.FILE, "d.txt", null, "unsure");

            assertThat(machine.item(clean).state()).isEqualTo(ItemState.STORED);
            assertThat(findings(clean).scan()).isEqualTo(new Scan.Clean());
            assertThat(machine.item(infected).state()).isEqualTo(ItemState.QUARANTINED);
            assertThat(machine.item(infected).problem()).contains("Win.Test.EICAR_HDB-1");
            assertThat(findings(infected).scan()).isEqualTo(new Scan.Infected("Win.Test.EICAR_HDB-1"));
            assertThat(machine.item(unsure).state()).isEqualTo(ItemState.STORED);
            assertThat(findings(unsure).scan()).isInstanceOf(Scan.NotScanned.class);
            assertThat(machine.item(refused).state()).isEqualTo(ItemState.QUARANTINED);
            assertThat(machine.item(refused).problem()).contains("could not be scanned");
        }
    }

    private Map<String, Object> scanner(int port, String notScanned) {
        return Map.of(
                "tenure.ingest.scan.host", "127.0.0.1",
                "tenure.ingest.scan.port", port,
                "tenure.ingest.scan.not-scanned", notScanned);
    }

    private static @Nullable String answer(String content) {
        if (content.contains("EICAR-STANDARD")) {
            return "stream: Win.Test.EICAR_HDB-1 FOUND";
        }
        return content.equals("clean") ? "stream: OK" : "stream: engine ERROR";
    }

    private String fresh() {
        return "ClamAV 1.4.2/27500/"
                + DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
                        .format(machine.the(InstantSource.class).instant().atOffset(ZoneOffset.UTC));
    }

    private Findings findings(Upload upload) {
        return machine.the(Inspections.class).of(upload.item()).orElseThrow();
    }

    private Upload upload(Machine through, ItemKind kind, String name, @Nullable String declared, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        NewUpload wish = IngestWorld.of(world.aRecording(bytes.length), kind, name);
        Upload upload = through.create(new NewUpload(
                wish.account(),
                wish.actor(),
                wish.meeting(),
                wish.kind(),
                wish.fileName(),
                wish.length(),
                wish.recordedUntil(),
                wish.notice(),
                wish.retention(),
                wish.expectedHash(),
                declared,
                null));
        through.append(upload, 0, bytes);
        return upload;
    }
}
