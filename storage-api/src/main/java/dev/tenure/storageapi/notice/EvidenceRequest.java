package dev.tenure.storageapi.notice;

import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.ingest.notice.EvidenceEvent;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Media;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import dev.tenure.ingest.notice.EvidenceHeader;
import dev.tenure.ingest.notice.Interval;
import dev.tenure.ingest.notice.NoticeRef;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as it is brought.
 *
 * @param meeting the media server's id of the meeting, as its uploads name it
 * @param header what holds for the meeting's recordings as a whole; may come by itself, and again when it changes
 * @param events what happened between participants and notices; at most 500 at once
 */
record EvidenceRequest(
        String meeting,
        @Nullable HeaderRequest header,
        @Nullable List<EventRequest> events) {

    /** More than any list in a header needs. */
    private static final int MAX_LIST = 100;

    EvidenceRequest {
        Given.text("meeting", meeting);
        if (events != null) {
            Given.list("events", events);
        }
    }

    /** Names a registered notice. */
    record NamedNotice(String name, int version, String language) {

        NamedNotice {
            Given.text("notice.name", name);
            Given.text("notice.language", language);
        }

        NoticeRef read() {
            return new NoticeRef(name, version, language);
        }
    }

    /** From an instant up to another; {@code until} is absent while it lasts. The offsets are by the clock of the media. */
    record IntervalRequest(
            Instant from,
            @Nullable Instant until,
            @Nullable Long mediaFromMs,
            @Nullable Long mediaUntilMs) {

        IntervalRequest {
            if (from == null) {
                throw new IllegalArgumentException("an interval needs 'from'");
            }
        }

        Interval read() {
            return new Interval(from, until, mediaFromMs, mediaUntilMs);
        }
    }

    /** See {@link EvidenceHeader}; absent lists are empty. */
    record HeaderRequest(
            NamedNotice notice,
            @Nullable List<String> languages,
            @Nullable List<String> channels,
            @Nullable List<String> purposes,
            @Nullable String lawfulBasis,
            @Nullable List<String> dataTypes,
            boolean sensitive,
            @Nullable List<String> storageLocations,
            @Nullable String retentionRule,
            @Nullable String retentionShown,
            @Nullable List<String> recipients,
            @Nullable String withdrawal,
            @Nullable List<String> jurisdictions,
            @Nullable List<IntervalRequest> capture,
            @Nullable String startedBy,
            boolean blockedUntilConsent,
            @Nullable List<IntervalRequest> indicatorGaps) {

        HeaderRequest {
            if (notice == null) {
                throw new IllegalArgumentException("'header' needs 'notice'");
            }
            optional("lawfulBasis", lawfulBasis);
            optional("retentionRule", retentionRule);
            optional("retentionShown", retentionShown);
            optional("withdrawal", withdrawal);
            optional("startedBy", startedBy);
        }

        EvidenceHeader read() {
            return new EvidenceHeader(
                    notice.read(),
                    texts("languages", languages),
                    texts("channels", channels),
                    texts("purposes", purposes),
                    lawfulBasis,
                    texts("dataTypes", dataTypes),
                    sensitive,
                    texts("storageLocations", storageLocations),
                    retentionRule,
                    retentionShown,
                    texts("recipients", recipients),
                    withdrawal,
                    texts("jurisdictions", jurisdictions),
                    intervals("capture", capture),
                    startedBy,
                    blockedUntilConsent,
                    intervals("indicatorGaps", indicatorGaps));
        }
    }

    /** Who it was; {@code id} is the media server's. */
    record ParticipantRequest(
            String id,
            @Nullable String name,
            @Nullable String email,
            @Nullable Strength strength) {

        ParticipantRequest {
            Given.text("participant.id", id);
            optional("participant.name", name);
            optional("participant.email", email);
        }

        Participant read() {
            return new Participant(id, name, email, strength == null ? Strength.GUEST_NAME : strength);
        }
    }

    /** See {@link EvidenceEvent}. */
    record EventRequest(
            String id,
            ParticipantRequest participant,
            Act type,
            Instant at,
            @Nullable Long mediaOffsetMs,
            @Nullable NamedNotice notice,
            @Nullable String channel,
            @Nullable String language,
            @Nullable String action,
            @Nullable String proof,
            @Nullable Media mediaBefore,
            @Nullable Media media,
            @Nullable String purpose,
            @Nullable Instant validUntil,
            boolean proxy) {

        EventRequest {
            Given.text("event.id", id);
            if (participant == null || type == null || at == null) {
                throw new IllegalArgumentException("event '" + id + "' needs 'participant', 'type' and 'at'");
            }
            optional("event.channel", channel);
            optional("event.language", language);
            optional("event.action", action);
            optional("event.proof", proof);
            optional("event.purpose", purpose);
        }

        EvidenceEvent read() {
            return new EvidenceEvent(
                    id,
                    participant.read(),
                    type,
                    at,
                    mediaOffsetMs,
                    notice == null ? null : notice.read(),
                    channel,
                    language,
                    action,
                    proof,
                    mediaBefore,
                    media,
                    purpose,
                    validUntil,
                    proxy);
        }
    }

    /** What was brought; a problem for the caller when it is nothing. */
    BroughtEvidence read() {
        if (header == null && (events == null || events.isEmpty())) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "'header' or 'events' must be there.");
        }
        return new BroughtEvidence(
                header == null ? null : header.read(),
                events == null
                        ? List.of()
                        : events.stream().map(EventRequest::read).toList());
    }

    private static void optional(String field, @Nullable String text) {
        if (text != null) {
            Given.text(field, text);
        }
    }

    private static List<String> texts(String field, @Nullable List<String> texts) {
        if (texts == null) {
            return List.of();
        }
        bounded(field, texts);
        texts.forEach(text -> Given.text(field, text));
        return texts;
    }

    private static List<Interval> intervals(String field, @Nullable List<IntervalRequest> intervals) {
        if (intervals == null) {
            return List.of();
        }
        bounded(field, intervals);
        return intervals.stream().map(IntervalRequest::read).toList();
    }

    private static void bounded(String field, List<?> values) {
        Given.list(field, values);
        if (values.size() > MAX_LIST) {
            throw new IllegalArgumentException("'" + field + "' has more than " + MAX_LIST + " entries");
        }
    }
}
