package dev.tenure.ingest;

import dev.tenure.catalog.FreshKey;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.Evidence.Taking;
import dev.tenure.ingest.notice.NoticePolicy;
import dev.tenure.ingest.notice.Shown;
import dev.tenure.ingest.quarantine.AnchorSettings;
import dev.tenure.ingest.quarantine.Anchors;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.QuarantineReason;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Announces the item of an upload: with its meeting, the notice that participants were given, and the end that retention is counted from. */
final class ArrivingItems {

    private final Items items;
    private final Meetings meetings;
    private final Notices notices;
    private final Evidence evidence;
    private final Quarantine quarantine;
    private final AnchorSettings anchors;
    private final InstantSource clock;

    ArrivingItems(
            Items items,
            Meetings meetings,
            Notices notices,
            Evidence evidence,
            Quarantine quarantine,
            AnchorSettings anchors,
            InstantSource clock) {
        this.items = items;
        this.meetings = meetings;
        this.notices = notices;
        this.evidence = evidence;
        this.quarantine = quarantine;
        this.anchors = anchors;
        this.clock = clock;
    }

    /** Whether the account wants it, given what is known of notices. */
    boolean admits(NewUpload wish) {
        return wish.notice() != null
                || (wish.evidence() != null && wish.evidence().informs())
                || !Admission.needsNotice(wish.kind())
                || evidence.policy(wish.account()).value() != NoticePolicy.REFUSE
                || evidence.known(wish.account(), wish.meeting().externalId());
    }

    /**
     * In the caller's transaction: meeting, notice, evidence and item are there together or not at all.
     *
     * @throws EvidenceRefused when the evidence that came along is refused: the caller rolls back
     */
    Item announce(NewUpload wish, FreshKey key) throws EvidenceRefused {
        Meeting meeting = meetings.register(wish.account(), wish.meeting());
        // Registered first, so that the evidence may name it.
        Shown told = told(wish);
        if (wish.evidence() != null
                && evidence.takeAlong(wish.account(), meeting.externalId(), wish.evidence(), wish.actor())
                        instanceof Taking.Refused(String explanation)) {
            throw new EvidenceRefused(explanation);
        }
        Shown notice = told == null
                ? evidence.shown(wish.account(), meeting.externalId()).orElse(null)
                : told;
        Optional<QuarantineReason> doubt = Anchors.doubt(
                wish.recordedUntil(), meeting.startsAt(), meeting.endsAt(), clock.instant(), anchors.clockTolerance());
        Item item = items.announce(
                new NewItem(
                        wish.account(),
                        meeting.id(),
                        wish.kind(),
                        doubt.isPresent() ? null : wish.recordedUntil(),
                        wish.retention().retentionClass(),
                        notice == null ? null : notice.notice(),
                        notice == null ? null : notice.at(),
                        wish.fileName()),
                key,
                wish.actor());
        doubt.ifPresent(reason -> quarantine.note(item, meeting, reason));
        return item;
    }

    /** Says why evidence is not kept, and with it nothing of the upload. */
    static final class EvidenceRefused extends Exception {

        EvidenceRefused(String explanation) {
            super(explanation, null, false, false);
        }
    }

    private @Nullable Shown told(NewUpload wish) {
        NewUpload.NoticeShown told = wish.notice();
        if (told == null) {
            return null;
        }
        Notice notice = notices.register(
                wish.account(), NewNotice.of(told.name(), told.version(), told.language(), told.text()), wish.actor());
        return new Shown(notice.id(), told.at());
    }
}
