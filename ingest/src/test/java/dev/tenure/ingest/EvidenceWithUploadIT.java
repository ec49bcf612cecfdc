package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.Evidence.Taking;
import dev.tenure.ingest.notice.EvidenceEvent;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import dev.tenure.ingest.notice.NoticePolicy;
import dev.tenure.ingest.notice.NoticeRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Evidence that comes with an upload is kept with it, or neither is. */
@ExtendWith(IngestWorld.Shared.class)
class EvidenceWithUploadIT {

    private static final Actor SERVER = Actor.token("media-server");
    private static final NoticeRef CONSENT = new NoticeRef("spoken", 1, "en");
    private static final Instant BEGAN = Instant.parse("2026-03-28T20:00:00Z");
    private static final byte[] CONTENT = IngestWorld.webm(1000);

    private final IngestWorld world;
    private final Machine machine;
    private final Evidence evidence;
    private final AccountId account;
    private final Notice notice;

    EvidenceWithUploadIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
        this.evidence = machine.the(Evidence.class);
        this.account = world.anAccount();
        this.notice = machine.the(Notices.class)
                .register(account, NewNotice.of("spoken", 1, "en", "This meeting is recorded."), SERVER);
    }

    private static EvidenceEvent heard(String id, Act act, NoticeRef notice) {
        return new EvidenceEvent(
                id,
                new Participant("ana", "Ana", null, Strength.ACCOUNT),
                act,
                BEGAN,
                null,
                notice,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false);
    }

    private static BroughtEvidence brought(EvidenceEvent... events) {
        return new BroughtEvidence(null, List.of(events));
    }

    private NewUpload wish(BroughtEvidence evidence, NewUpload.NoticeShown... notice) {
        NewUpload wish = world.aRecording(account, CONTENT.length);
        return IngestWorld.with(wish, wish.recordedUntil(), notice.length == 0 ? null : notice[0], null)
                .with(evidence);
    }

    private Item upload(NewUpload wish) {
        Upload upload = machine.create(wish);
        machine.append(upload, 0, CONTENT);
        return machine.item(upload);
    }

    private int length(NewUpload wish) {
        return evidence.document(account, wish.meeting().externalId(), null)
                .map(document ->
                        EvidenceReading.entries(EvidenceReading.read(document)).size())
                .orElse(0);
    }

    @Test
    void satisfiesAnAccountThatRefusesRecordingsWithout() {
        evidence.policy(account, NoticePolicy.REFUSE, Expected.ANY, SERVER);
        NewUpload wish = wish(brought(heard("1", Act.NOTICE_HEARD, CONSENT)));

        Item item = upload(wish);

        assertThat(item.state()).isEqualTo(ItemState.STORED);
        assertThat(item.notice()).isEqualTo(notice.id());
        assertThat(item.noticeShownAt()).isEqualTo(BEGAN);
        assertThat(length(wish)).isEqualTo(1);
    }

    @Test
    void doesNotSatisfyItWhenItSaysOfNoNoticeThatItWasShown() {
        evidence.policy(account, NoticePolicy.REFUSE, Expected.ANY, SERVER);
        NewUpload wish = wish(brought(heard("1", Act.JOINED, CONSENT), heard("2", Act.DECLINED, CONSENT)));

        assertThat(machine.the(Uploads.class).create(wish))
                .isInstanceOfSatisfying(
                        Creation.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Creation.Reason.NO_NOTICE));
        assertThat(evidence.document(account, wish.meeting().externalId(), null))
                .isEmpty();
    }

    @Test
    void keepsTheUploadWaitingWhenItSaysOfNoNoticeThatItWasShown() {
        NewUpload wish = wish(brought(heard("1", Act.JOINED, CONSENT)));
        assertThat(upload(wish).state()).isEqualTo(ItemState.QUARANTINED);
        assertThat(length(wish)).isEqualTo(1);
    }

    @Test
    void isOneChainWithWhatComesAfterwards() {
        NewUpload wish = wish(brought(heard("1", Act.NOTICE_HEARD, CONSENT)));
        Item item = upload(wish);
        assertThat(item.state()).isEqualTo(ItemState.STORED);

        assertThat(evidence.take(
                        account,
                        wish.meeting().externalId(),
                        brought(heard("1", Act.NOTICE_HEARD, CONSENT), heard("2", Act.EXPLICIT_ACCEPT, CONSENT)),
                        SERVER))
                .isInstanceOfSatisfying(
                        Taking.Taken.class, taken -> assertThat(taken.added()).isEqualTo(1));
        assertThat(length(wish)).isEqualTo(2);
    }

    @Test
    void mayNameTheNoticeThatTheUploadItselfRegisters() {
        NoticeRef fresh = new NoticeRef("banner", 1, "de");
        NewUpload wish = wish(
                brought(heard("1", Act.NOTICE_PRESENTED, fresh)),
                new NewUpload.NoticeShown("banner", 1, "de", "Wird aufgezeichnet.", BEGAN));
        assertThat(upload(wish).state()).isEqualTo(ItemState.STORED);
        assertThat(length(wish)).isEqualTo(1);
    }

    @Test
    void letsWhatWaitedForItGoOn() {
        NewUpload silent = world.aRecording(account, CONTENT.length);
        Item waiting = upload(IngestWorld.with(silent, silent.recordedUntil(), null, null));
        assertThat(waiting.state()).isEqualTo(ItemState.QUARANTINED);

        NewUpload second = IngestWorld.with(silent, silent.recordedUntil(), null, null)
                .with(brought(heard("1", Act.NOTICE_HEARD, CONSENT)));
        assertThat(upload(second).state()).isEqualTo(ItemState.STORED);
        assertThat(machine.the(dev.tenure.catalog.Items.class)
                        .find(waiting.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(ItemState.STORED);
    }

    @Test
    void whatIsRefusedLeavesNothingOfEither() {
        NewUpload wish = wish(brought(
                heard("1", Act.NOTICE_HEARD, CONSENT),
                heard("2", Act.NOTICE_HEARD, new NoticeRef("unknown", 1, "en"))));

        assertThat(machine.the(Uploads.class).create(wish)).isInstanceOfSatisfying(Creation.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Creation.Reason.EVIDENCE_REFUSED);
            assertThat(refused.explanation()).contains("unknown");
        });
        assertThat(evidence.document(account, wish.meeting().externalId(), null))
                .isEmpty();
        assertThat(machine.the(Meetings.class).hasItems(account, wish.meeting().externalId()))
                .isFalse();
    }

    @Test
    void anUploadThatIsRefusedLeavesNoEvidence() {
        NewUpload wish = wish(brought(heard("1", Act.NOTICE_HEARD, CONSENT)));
        assertThat(machine.the(Uploads.class).create(wish, upload -> {
                    throw new IllegalArgumentException("what is to be true with it is not");
                }))
                .isInstanceOf(Creation.Refused.class);
        assertThat(evidence.document(account, wish.meeting().externalId(), null))
                .isEmpty();
    }
}
