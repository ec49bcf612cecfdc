package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.ingest.notice.BroughtEvidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a media server says before it sends the bytes.
 *
 * @param length bytes that will come, or {@link #UNKNOWN_LENGTH} when that is told later
 * @param recordedUntil end of the recording, where retention begins; absent when nobody said, and the item is quarantined
 * @param notice what participants saw or heard; absent means that evidence comes by itself, or that there is none
 * @param retention the facts that rule the item, decided by retention before the upload is announced
 * @param expectedHash checked once all bytes are there
 * @param declaredType what the bytes are, as the media server says; compared with them, and otherwise not believed
 * @param evidence what is known of notices at the meeting, kept together with the upload or not at all; absent when none comes with it
 */
public record NewUpload(
        AccountId account,
        Actor actor,
        NewMeeting meeting,
        ItemKind kind,
        String fileName,
        long length,
        @Nullable Instant recordedUntil,
        @Nullable NoticeShown notice,
        RetentionFacts retention,
        @Nullable ContentHash expectedHash,
        @Nullable String declaredType,
        @Nullable BroughtEvidence evidence) {

    /** An upload of whose type the media server says nothing, and that brings no evidence. */
    public NewUpload(
            AccountId account,
            Actor actor,
            NewMeeting meeting,
            ItemKind kind,
            String fileName,
            long length,
            @Nullable Instant recordedUntil,
            @Nullable NoticeShown notice,
            RetentionFacts retention,
            @Nullable ContentHash expectedHash) {
        this(
                account,
                actor,
                meeting,
                kind,
                fileName,
                length,
                recordedUntil,
                notice,
                retention,
                expectedHash,
                null,
                null);
    }

    /** Of an upload whose length its client does not know yet (tus 1.0.0, creation-defer-length). */
    public static final long UNKNOWN_LENGTH = -1;

    /** The same, of so many bytes. */
    NewUpload of(long bytes) {
        return changed(bytes, evidence);
    }

    /** The same, with this evidence beside it. */
    public NewUpload with(BroughtEvidence brought) {
        return changed(length, brought);
    }

    private NewUpload changed(long bytes, @Nullable BroughtEvidence brought) {
        return new NewUpload(
                account,
                actor,
                meeting,
                kind,
                fileName,
                bytes,
                recordedUntil,
                notice,
                retention,
                expectedHash,
                declaredType,
                brought);
    }

    /** A notice and when it was first shown. */
    public record NoticeShown(String name, int version, String language, String text, Instant at) {}

    /**
     * Retention in the words that are stored and tagged; ingest does not interpret them.
     *
     * @param retentionClass id of the interned class
     * @param goAt when the item is to go, for the tag
     */
    public record RetentionFacts(String retentionClass, String goAt) {}
}
