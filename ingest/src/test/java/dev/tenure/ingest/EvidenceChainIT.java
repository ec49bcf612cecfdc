package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.Evidence.Taking;
import dev.tenure.ingest.notice.EvidenceDocument;
import dev.tenure.ingest.notice.EvidenceEvent;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import dev.tenure.ingest.notice.NoticeRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Long chains of evidence are written while they are read. */
@ExtendWith(IngestWorld.Shared.class)
class EvidenceChainIT {

    private static final Actor SERVER = Actor.token("media-server");
    private static final NoticeRef CONSENT = new NoticeRef("spoken", 1, "en");
    private static final Instant BEGAN = Instant.parse("2026-03-28T20:00:00Z");

    private final Machine machine;
    private final Evidence evidence;
    private final AccountId account;
    private final String meeting = UUID.randomUUID().toString();

    EvidenceChainIT(IngestWorld world) {
        this.machine = world.machine();
        this.evidence = machine.the(Evidence.class);
        this.account = world.anAccount();
        machine.the(Notices.class).register(account, NewNotice.of("spoken", 1, "en", "You are recorded."), SERVER);
    }

    /** Does something once, when some of the document has been written. */
    private static final class Interrupted extends ByteArrayOutputStream {

        private final int after;
        private @Nullable Runnable meanwhile;

        Interrupted(int after, Runnable meanwhile) {
            this.after = after;
            this.meanwhile = meanwhile;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            Runnable once = meanwhile;
            if (once != null && size() > after) {
                meanwhile = null;
                once.run();
            }
        }

        boolean happened() {
            return meanwhile == null;
        }
    }

    @Test
    void whatIsAddedWhileADocumentIsWrittenIsInTheNextOne() throws IOException, NoSuchAlgorithmException {
        heard(0, 450);
        heard(450, 900);
        String head = heard(900, 1000);
        Interrupted out = new Interrupted(50_000, () -> heard(1000, 1400));

        document().writeTo(out);

        assertThat(out.happened()).isTrue();
        JsonObject read = StrictJson.parseObject(out.toByteArray(), 10 << 20);
        assertThat(read.canonicalBytes()).as("canonical as a whole").isEqualTo(out.toByteArray());
        assertThat(EvidenceReading.text(read, "head")).isEqualTo(head);
        assertVerifies(read, 1000);
        assertThat(EvidenceReading.participants(read)).hasSize(1000);
        assertVerifies(EvidenceReading.read(document()), 1400);
    }

    @Test
    void isReadPageByPage() {
        heard(0, 450);
        heard(450, 900);
        Interrupted out = new Interrupted(50_000, this::forget);

        EvidenceDocument document = document();
        assertThatIllegalStateException()
                .isThrownBy(() -> document.writeTo(out))
                .withMessageContaining("forgotten while it was read");

        assertThat(out.size()).as("a part of it was on its way").isBetween(50_000, 300_000);
        assertThatExceptionOfType(MalformedJson.class)
                .as("nobody takes it for whole")
                .isThrownBy(() -> StrictJson.parseObject(out.toByteArray(), 10 << 20));
    }

    private void forget() {
        for (String table : List.of("notice_participant", "notice_evidence", "notice_chain")) {
            machine.the(JdbcClient.class)
                    .sql("DELETE FROM " + table + " WHERE meeting = :meeting")
                    .param("meeting", meeting)
                    .update();
        }
    }

    private EvidenceDocument document() {
        return evidence.document(account, meeting, null).orElseThrow();
    }

    /** Events of as many participants; returns the chain's head. */
    private String heard(int from, int to) {
        return take(IntStream.range(from, to)
                .mapToObj(i -> event(
                        "e" + i, new Participant("p" + i, "Guest " + i, null, Strength.GUEST_NAME), Act.NOTICE_HEARD))
                .toArray(EvidenceEvent[]::new));
    }

    private String take(EvidenceEvent... events) {
        Taking taking = evidence.take(account, meeting, new BroughtEvidence(null, List.of(events)), SERVER);
        return ((Taking.Taken) taking).head();
    }

    private static EvidenceEvent event(String id, Participant who, Act type) {
        return new EvidenceEvent(
                id, who, type, BEGAN, null, CONSENT, "voice", "en", null, null, null, null, null, null, false);
    }

    private static void assertVerifies(JsonObject document, int entries) throws NoSuchAlgorithmException {
        String before = "";
        for (JsonObject entry : EvidenceReading.entries(document)) {
            assertThat(EvidenceReading.text(entry, "previous")).isEqualTo(before);
            before = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((before
                                            + EvidenceReading.object(entry, "entry")
                                                    .canonical())
                                    .getBytes(StandardCharsets.UTF_8)));
            assertThat(EvidenceReading.text(entry, "hash")).isEqualTo(before);
        }
        assertThat(EvidenceReading.entries(document)).hasSize(entries);
        assertThat(EvidenceReading.text(document, "head")).isEqualTo(before);
    }
}
