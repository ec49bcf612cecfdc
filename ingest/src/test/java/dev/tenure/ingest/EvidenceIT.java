package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.Revised;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.manifest.Manifests;
import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.Evidence.Taking;
import dev.tenure.ingest.notice.EvidenceEvent;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import dev.tenure.ingest.notice.EvidenceHeader;
import dev.tenure.ingest.notice.Interval;
import dev.tenure.ingest.notice.NoticePolicy;
import dev.tenure.ingest.notice.NoticeRef;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class EvidenceIT {

    private static final Actor SERVER = Actor.token("media-server");
    private static final NoticeRef CONSENT = new NoticeRef("spoken", 1, "en");
    private static final Instant BEGAN = Instant.parse("2026-03-28T20:00:00Z");
    private static final byte[] CONTENT = IngestWorld.webm(1000);

    private final IngestWorld world;
    private final Machine machine;
    private final Evidence evidence;
    private final AccountId account;
    private final Notice notice;

    EvidenceIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
        this.evidence = machine.the(Evidence.class);
        this.account = world.anAccount();
        this.notice = machine.the(Notices.class)
                .register(account, NewNotice.of("spoken", 1, "en", "This meeting is recorded."), SERVER);
    }

    private static EvidenceEvent event(String id, String who, Act type, int second, @Nullable NoticeRef notice) {
        return new EvidenceEvent(
                id,
                new Participant(who, who + " Somebody", who + "@example.org", Strength.INVITED_EMAIL),
                type,
                BEGAN.plusSeconds(second),
                null,
                notice,
                "voice",
                "en",
                null,
                null,
                null,
                null,
                null,
                null,
                false);
    }

    private static EvidenceHeader header() {
        return header(new Interval(BEGAN, BEGAN.plusSeconds(600), 0L, 600_000L));
    }

    private static EvidenceHeader header(Interval... capture) {
        return new EvidenceHeader(
                CONSENT,
                List.of("en"),
                List.of("voice"),
                List.of("minutes"),
                "consent",
                List.of("voice", "video"),
                false,
                List.of("Frankfurt"),
                "meetings",
                "90 days",
                List.of(),
                "tell the host",
                List.of("DE"),
                List.of(capture),
                "host",
                false,
                List.of());
    }

    private Taking take(String meeting, @Nullable EvidenceHeader header, EvidenceEvent... events) {
        return evidence.take(account, meeting, new BroughtEvidence(header, List.of(events)), SERVER);
    }

    private NewUpload unnoticed() {
        NewUpload wish = world.aRecording(account, CONTENT.length);
        return IngestWorld.with(wish, wish.recordedUntil(), null, null);
    }

    private Item upload(NewUpload wish) {
        Upload upload = machine.create(wish);
        machine.append(upload, 0, CONTENT);
        return machine.item(upload);
    }

    private Item now(Item item) {
        return machine.the(Items.class).find(item.id()).orElseThrow();
    }

    @Test
    void letsARecordingGoOnWhenEvidenceCameWhileTheMeetingRan() {
        NewUpload wish = unnoticed();
        assertThat(take(
                        wish.meeting().externalId(),
                        null,
                        event("1", "ana", Act.JOINED, 0, null),
                        event("2", "ana", Act.NOTICE_HEARD, 2, CONSENT)))
                .isInstanceOfSatisfying(
                        Taking.Taken.class, taken -> assertThat(taken.added()).isEqualTo(2));
        Item item = upload(wish);
        assertThat(item.state()).isEqualTo(ItemState.STORED);
        assertThat(item.notice()).isEqualTo(notice.id());
        assertThat(item.noticeShownAt()).isEqualTo(BEGAN.plusSeconds(2));
    }

    @Test
    void letsAQuarantinedRecordingGoOnWhenEvidenceComesAfterwards() {
        NewUpload wish = unnoticed();
        Item item = upload(wish);
        assertThat(item.state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(item.problem()).contains("no notice was reported");

        take("another meeting", header());
        assertThat(now(item).state()).isEqualTo(ItemState.QUARANTINED);
        take(wish.meeting().externalId(), header());
        assertThat(now(item).state()).isEqualTo(ItemState.STORED);
        assertThat(now(item).problem()).isNull();
        assertThat(now(item).notice()).isEqualTo(notice.id());
    }

    @Test
    void doesWhatTheAccountWantsOfRecordingsWithout() {
        evidence.policy(account, NoticePolicy.ACCEPT, Expected.ANY, SERVER);
        Item accepted = upload(unnoticed());
        assertThat(accepted.state()).isEqualTo(ItemState.STORED);
        assertThat(accepted.notice()).isNull();

        evidence.policy(account, NoticePolicy.REFUSE, Expected.ANY, SERVER);
        NewUpload wish = unnoticed();
        assertThat(machine.the(Uploads.class).create(wish))
                .isInstanceOfSatisfying(
                        Creation.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Creation.Reason.NO_NOTICE));
        assertThat(machine.the(Uploads.class).create(IngestWorld.of(wish, ItemKind.CHAT, "chat.txt")))
                .isInstanceOf(Creation.Created.class);
        take(wish.meeting().externalId(), header());
        assertThat(upload(wish).state()).isEqualTo(ItemState.STORED);
        assertThat(evidence.policy(world.anAccount())).isEqualTo(new Revised<>(NoticePolicy.QUARANTINE, 0));
    }

    @Test
    void isNoneWhenSomebodyOnlyCameOrWent() {
        NewUpload wish = unnoticed();
        String meeting = wish.meeting().externalId();
        Item waiting = upload(wish);
        evidence.policy(account, NoticePolicy.REFUSE, Expected.ANY, SERVER);

        take(
                meeting,
                null,
                event("1", "ana", Act.JOINED, 0, null),
                event("2", "ana", Act.DECLINED, 1, CONSENT),
                event("3", "ana", Act.IMPLIED_STAY, 2, null),
                event("4", "ana", Act.RE_ASKED, 3, null),
                event("5", "ana", Act.LEFT, 4, null));
        assertThat(now(waiting).state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(machine.the(Uploads.class).create(wish))
                .isInstanceOfSatisfying(
                        Creation.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Creation.Reason.NO_NOTICE));

        take(meeting, null, event("6", "bo", Act.NOTICE_PRESENTED, 5, null));
        assertThat(now(waiting).state()).isEqualTo(ItemState.STORED);
        assertThat(machine.the(Uploads.class).create(wish)).isInstanceOf(Creation.Created.class);
    }

    @Test
    void doesNotClaimThatNobodyWasCapturedWhenItIsNotKnownWhenRecordingWasOn() {
        String meeting = UUID.randomUUID().toString();
        take(meeting, null, event("1", "ana", Act.JOINED, 0, null), event("2", "ana", Act.LEFT, 30, null));
        assertThat(capturedBeforeNotice(meeting)).isInstanceOf(JsonNull.class);
        take(meeting, header(new Interval[0]));
        assertThat(capturedBeforeNotice(meeting)).isInstanceOf(JsonNull.class);
        take(meeting, header());
        assertThat(capturedBeforeNotice(meeting)).isEqualTo(new JsonInteger(30_000));
        take(meeting, header(new Interval[0]));
        assertThat(capturedBeforeNotice(meeting)).isEqualTo(new JsonInteger(30_000));
        take(meeting, header(new Interval(BEGAN.plusSeconds(700), null)));
        assertThat(capturedBeforeNotice(meeting)).isEqualTo(new JsonInteger(30_000));
    }

    private JsonValue capturedBeforeNotice(String meeting) {
        return Objects.requireNonNull(EvidenceReading.participants(document(meeting, null))
                .getFirst()
                .members()
                .get("capturedBeforeNoticeMs"));
    }

    @Test
    void keepsWhatComesTwiceOnceAndNeverEditsHistory() {
        String meeting = UUID.randomUUID().toString();
        EvidenceEvent said = event("1", "ana", Act.DECLINED, 5, CONSENT);
        Taking first = take(meeting, null, said);
        assertThat(take(meeting, null, said)).isEqualTo(new Taking.Taken(0, ((Taking.Taken) first).head()));
        assertThat(take(
                        meeting,
                        null,
                        event("2", "ana", Act.LEFT, 6, null),
                        event("1", "ana", Act.EXPLICIT_ACCEPT, 5, CONSENT)))
                .isInstanceOf(Taking.Refused.class);
        assertThat(EvidenceReading.entries(document(meeting, null))).hasSize(1);
        assertThat(take(meeting, null, event("3", "ana", Act.NOTICE_HEARD, 5, new NoticeRef("unknown", 1, "en"))))
                .isInstanceOf(Taking.Refused.class);
        assertThat(EvidenceReading.entries(document(meeting, null))).hasSize(1);
    }

    @Test
    void writesADocumentThatAnybodyCanCheck() throws NoSuchAlgorithmException {
        String meeting = UUID.randomUUID().toString();
        take(
                meeting,
                header(),
                event("1", "ana", Act.JOINED, 0, null),
                event("2", "ana", Act.NOTICE_HEARD, 3, CONSENT),
                event("3", "bo", Act.JOINED, 10, null),
                event("4", "bo", Act.LEFT, 30, null));
        JsonObject document = document(meeting, null);
        String before = "";
        for (JsonObject entry : EvidenceReading.entries(document)) {
            String body = EvidenceReading.object(entry, "entry").canonical();
            assertThat(EvidenceReading.text(entry, "previous")).isEqualTo(before);
            before = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((before + body).getBytes(StandardCharsets.UTF_8)));
            assertThat(EvidenceReading.text(entry, "hash")).isEqualTo(before);
            // People stand beside the chain, so that they can be forgotten without breaking it.
            assertThat(body).doesNotContain("Somebody").doesNotContain("example.org");
        }
        assertThat(EvidenceReading.text(document, "head")).isEqualTo(before);
        assertThat(document.canonical()).contains("This meeting is recorded.");
        assertThat(EvidenceReading.participants(document))
                .extracting(
                        one -> EvidenceReading.text(one, "id"),
                        one -> one.members().get("capturedBeforeNoticeMs"))
                .containsExactlyInAnyOrder(tuple("ana", new JsonInteger(3000)), tuple("bo", new JsonInteger(20_000)));
    }

    @Test
    void givesAParticipantWhatIsTheirs() {
        String meeting = UUID.randomUUID().toString();
        take(
                meeting,
                header(),
                event("1", "ana", Act.NOTICE_HEARD, 0, CONSENT),
                event("2", "bo", Act.NOTICE_HEARD, 1, CONSENT));
        JsonObject ana = EvidenceReading.participants(document(meeting, null)).stream()
                .filter(one -> "ana".equals(EvidenceReading.text(one, "id")))
                .findFirst()
                .orElseThrow();
        JsonObject hers = document(meeting, UUID.fromString(EvidenceReading.text(ana, "principal")));
        assertThat(EvidenceReading.participants(hers)).containsExactly(ana);
        assertThat(hers.canonical()).doesNotContain("bo Somebody").doesNotContain("bo@example.org");
        assertThat(EvidenceReading.entries(hers)).hasSize(2);
        assertThat(evidence.document(world.anAccount(), meeting, null)).isEmpty();
    }

    @Test
    void standsInTheManifestWithoutNames() throws IOException {
        NewUpload wish = unnoticed();
        String meeting = wish.meeting().externalId();
        Item item = upload(wish);
        Manifests manifests = machine.the(Manifests.class);
        manifests.catchUp(1000);
        assertThat(manifest(item)).contains("tenure.manifest/1").contains("\"noticeEvidence\":null");
        String first = machine.the(StoredObjects.class)
                .manifest(item.id())
                .orElseThrow()
                .key()
                .value();

        take(
                meeting,
                header(),
                event("1", "ana", Act.JOINED, 0, null),
                event("2", "ana", Act.NOTICE_HEARD, 3, CONSENT));
        assertThat(manifests.catchUp(1000)).isPositive();
        assertThat(manifest(item))
                .contains("\"capturedBeforeNoticeMs\":3000", "This meeting is recorded.")
                .doesNotContain("ana Somebody");
        assertThat(world.store().listVersions(StoredObject.prefixOf(account, item.id())))
                .extracting(version -> version.key().value())
                .hasSize(2)
                .doesNotContain(first);
        assertThat(manifests.catchUp(1000)).isZero();
        assertThat(machine.the(StoredObjects.class).visible(item.id()))
                .extracting(StoredObject::name)
                .containsExactly("source");
    }

    private String manifest(Item item) throws IOException {
        StoredObject manifest =
                machine.the(StoredObjects.class).manifest(item.id()).orElseThrow();
        SealedObject opened = machine.the(ItemBytes.class).open(manifest);
        try (InputStream bytes = opened.open(ByteRange.whole(opened.size()))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void forgetsPeopleWithTheirMeetingAndEvidenceLater() {
        NewUpload wish = unnoticed();
        String meeting = wish.meeting().externalId();
        take(meeting, header(), event("1", "ana", Act.NOTICE_HEARD, 0, CONSENT));
        Item item = upload(wish);
        look(meeting);
        assertThat(document(meeting, null).canonical()).contains("ana Somebody");

        set(
                "UPDATE item SET state = 'PURGED', state_since = clock_timestamp() WHERE id = :id",
                item.id().value());
        assertThat(machine.the(Meetings.class).goneSince(account, meeting)).isPresent();
        look(meeting);
        assertThat(document(meeting, null).canonical())
                .contains("NOTICE_HEARD")
                .doesNotContain("ana Somebody")
                .doesNotContain("ana@example.org");

        set(
                "UPDATE item SET state_since = clock_timestamp() - interval '1097 days' WHERE id = :id",
                item.id().value());
        look(meeting);
        assertThat(evidence.document(account, meeting, null)).isEmpty();
        assertThat(evidence.forget()).isZero();
    }

    private void look(String meeting) {
        machine.the(JdbcClient.class)
                .sql(
                        "UPDATE notice_chain SET look_at = clock_timestamp() - interval '1 second' WHERE meeting = :meeting")
                .param("meeting", meeting)
                .update();
        assertThat(evidence.forget()).isEqualTo(1);
    }

    private void set(String sql, UUID id) {
        machine.the(JdbcClient.class).sql(sql).param("id", id).update();
    }

    private JsonObject document(String meeting, @Nullable UUID only) {
        return EvidenceReading.read(evidence.document(account, meeting, only).orElseThrow());
    }
}
