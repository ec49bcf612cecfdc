package dev.tenure.ingest;

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

    /** Waits for whoever brings evidence of the meeting just now, if it matters; who comes later waits for the end of this transaction. */
    void await(Item item) {
        if (noticeNeeded(item)) {
            evidence.known(item.account(), meeting(item).externalId());
        }
    }

    private static boolean noticeNeeded(Item item) {
        return item.notice() == null && needsNotice(item.kind());
    }

    /**
     * Notes all that speaks against the item, beside what was noted when it was announced; within the transaction that moves it.
     *
     * @return all of it in one text; absent when nothing does
     */
    @Nullable
    String problem(Item item, @Nullable ContentHash expected, ContentHash hash, Inspection inspection) {
        if (expected != null && !expected.equals(hash)) {
            note(
                    item,
                    QuarantineCause.OTHER_BYTES,
                    "the bytes are not those announced: SHA-256 is " + hash + ", announced was " + expected);
        }
        if (inspection instanceof Inspection.Suspicious suspicious) {
            note(item, QuarantineCause.UNEXPECTED_CONTENT, suspicious.reason());
        }
        if (noticeNeeded(item)
                && evidence.policy(item.account()) != NoticePolicy.ACCEPT
                && !evidence.known(item.account(), meeting(item).externalId())) {
            note(
                    item,
                    QuarantineCause.NO_NOTICE,
                    "no notice was reported, so there is no evidence that participants knew of the recording");
        }
        return quarantine.problem(item.id());
    }

    private void note(Item item, QuarantineCause cause, String explanation) {
        quarantine.note(item, meeting(item), new QuarantineReason(cause, explanation));
    }

    private Meeting meeting(Item item) {
        return meetings.find(item.account(), item.meeting()).orElseThrow();
    }
}
