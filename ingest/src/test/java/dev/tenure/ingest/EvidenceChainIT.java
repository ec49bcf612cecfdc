package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.manifest.Manifests;
import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.Evidence.Taking;
import dev.tenure.ingest.notice.EvidenceDocument;
import dev.tenure.ingest.notice.EvidenceEvent;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import dev.tenure.ingest.notice.NoticeRef;
import dev.tenure.objectstore.ByteRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

/** Long chains of evidence are written while they are read; and who took part without any stands beside them. */
@ExtendWith(IngestWorld.Shared.class)
class EvidenceChainIT {

    private static final Actor SERVER = Actor.token("media-server");
    private static final NoticeRef CONSENT = new NoticeRef("spoken", 1, "en");
    private static final Instant BEGAN = Instant.parse("2026-03-28T20:00:00Z");
    private static final byte[] CONTENT = IngestWorld.webm(1000);

    private final IngestWorld world;
    private final Machine machine;
    private final Evidence evidence;
    private final AccountId account;
    private final String meeting = UUID.randomUUID().toString();

    EvidenceChainIT(IngestWorld world) {
        this.world = world;
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

    @Test
    void whoTookPartWithoutAnyEventIsListedAsNotNotified() throws IOException {
        Item item = upload(List.of(
                new Meeting.Participant("Ana", "ana@example.org"),
                new Meeting.Participant("Grace", "grace@example.org"),
                new Meeting.Participant("Telephone 1", null)));
        take(event("1", new Participant("ana", "Ana", "ana@example.org", Strength.ACCOUNT), Act.NOTICE_HEARD));

        JsonObject all = EvidenceReading.read(document());
        assertThat(EvidenceReading.participants(all))
                .extracting(
                        one -> EvidenceReading.text(one, "name"),
                        one -> one.members().get("notified"),
                        one -> one.members().get("principal") instanceof JsonNull)
                .containsExactly(
                        tuple("Ana", new JsonBoolean(true), false),
                        tuple("Grace", new JsonBoolean(false), true),
                        tuple("Telephone 1", new JsonBoolean(false), true));

        UUID ana = UUID.fromString(
                EvidenceReading.text(EvidenceReading.participants(all).getFirst(), "principal"));
        JsonObject hers =
                EvidenceReading.read(evidence.document(account, meeting, ana).orElseThrow());
        assertThat(EvidenceReading.participants(hers)).hasSize(1);
        assertThat(hers.canonical()).doesNotContain("Grace");

        machine.the(Manifests.class).catchUp(1000);
        JsonObject summary = EvidenceReading.object(manifest(item), "noticeEvidence");
        assertThat(EvidenceReading.participants(summary))
                .extracting(one -> one.members().get("notified"))
                .containsExactly(new JsonBoolean(true), new JsonBoolean(false), new JsonBoolean(false));
        assertThat(summary.canonical()).doesNotContain("Grace", "Telephone", "example.org");
    }

    @Test
    void isSaidToBeUnknownWhereEventsAreOfNobodyByName() {
        upload(List.of(new Meeting.Participant("Ana", "ana@example.org")));
        take(event("1", new Participant("p-17", null, null, Strength.ACCOUNT), Act.NOTICE_HEARD));

        assertThat(EvidenceReading.participants(EvidenceReading.read(document())))
                .extracting(one -> one.members().get("notified"))
                .containsExactly(new JsonBoolean(true), new JsonNull());
    }

    @Test
    void nobodyIsListedOnceItIsForgottenWhomEventsAreOf() {
        upload(List.of(new Meeting.Participant("Ana", "ana@example.org")));
        take(event("1", new Participant("ana", "Ana", "ana@example.org", Strength.ACCOUNT), Act.NOTICE_HEARD));
        machine.the(JdbcClient.class)
                .sql("DELETE FROM notice_participant WHERE meeting = :meeting")
                .param("meeting", meeting)
                .update();

        assertThat(EvidenceReading.participants(EvidenceReading.read(document())))
                .extracting(one -> one.members().get("notified"))
                .containsExactly(new JsonBoolean(true));
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

    private Item upload(List<Meeting.Participant> participants) {
        NewUpload wish = world.aRecording(account, CONTENT.length);
        NewMeeting told = wish.meeting();
        Upload upload = machine.create(new NewUpload(
                account,
                wish.actor(),
                new NewMeeting(
                        meeting, told.title(), told.startsAt(), told.endsAt(), told.zone(), told.host(), participants),
                wish.kind(),
                wish.fileName(),
                wish.length(),
                wish.recordedUntil(),
                wish.notice(),
                wish.retention(),
                null));
        machine.append(upload, 0, CONTENT);
        return machine.item(upload);
    }

    private JsonObject manifest(Item item) throws IOException {
        StoredObject manifest =
                machine.the(StoredObjects.class).manifest(item.id()).orElseThrow();
        var opened = machine.the(ItemBytes.class).open(manifest);
        try (InputStream bytes = opened.open(ByteRange.whole(opened.size()))) {
            return StrictJson.parseObject(bytes.readAllBytes(), 10 << 20);
        }
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
