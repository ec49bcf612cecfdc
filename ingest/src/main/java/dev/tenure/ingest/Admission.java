package dev.tenure.ingest;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.ingest.inspect.Inspection;
import dev.tenure.ingest.notice.Evidence;
import dev.tenure.ingest.notice.NoticePolicy;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.ingest.quarantine.QuarantineReason;
import org.jspecify.annotations.Nullable;

/** Says whether an item whose bytes are all there may go on, or what a person must look at first. */
final class Admission {

    private final Meetings meetings;
    private final Evidence evidence;
    private final Quarantine quarantine;

    Admission(Meetings meetings, Evidence evidence, Quarantine quarantine) {
        this.meetings = meetings;
        this.evidence = evidence;
        this.quarantine = quarantine;
    }

    /** Whether an item of this kind captures people who have to know of it. Messages and files are sent knowingly. */
    static boolean needsNotice(ItemKind kind) {
        return switch (kind) {
            case RECORDING, TRANSCRIPT -> true;
            case CHAT, FILE, WHITEBOARD -> false;
        };
    }

    /**
     * What holds until the end of the transaction.
     *
     * @param noticed whether a notice was reported, or need not be
     */
    record Ready(Meeting meeting, boolean noticed) {}

    /** Waits for whoever brings evidence of the meeting just now, if it matters; who comes later waits for the end of this transaction. */
    Ready await(Item item) {
        Meeting meeting = meetings.find(item.account(), item.meeting()).orElseThrow();
        boolean noticed = item.notice() != null
                || !needsNotice(item.kind())
                || evidence.known(item.account(), meeting.externalId());
        return new Ready(meeting, noticed);
    }

    /**
     * Notes all that speaks against the item, beside what was noted when it was announced; within the transaction that moves it.
     *
     * @return all of it in one text; absent when nothing does
     */
    @Nullable
    String problem(Item item, Ready ready, @Nullable ContentHash expected, ContentHash hash, Inspection inspection) {
        if (expected != null && !expected.equals(hash)) {
            note(
                    item,
                    ready,
                    QuarantineCause.OTHER_BYTES,
                    "the bytes are not those announced: SHA-256 is " + hash + ", announced was " + expected);
        }
        if (inspection instanceof Inspection.Suspicious suspicious) {
            note(item, ready, QuarantineCause.UNEXPECTED_CONTENT, suspicious.reason());
        }
        if (!ready.noticed() && evidence.policy(item.account()).value() != NoticePolicy.ACCEPT) {
            note(
                    item,
                    ready,
                    QuarantineCause.NO_NOTICE,
                    "no notice was reported, so there is no evidence that participants knew of the recording");
        }
        return quarantine.problem(item.id());
    }

    /** The bytes of its parts could be read after all: it goes on if nothing else is left. */
    void readable(Item item, Actor actor) {
        quarantine.settle(item, QuarantineCause.PARTS_UNREADABLE, actor);
    }

    private void note(Item item, Ready ready, QuarantineCause cause, String explanation) {
        quarantine.note(item, ready.meeting(), new QuarantineReason(cause, explanation));
    }
}
