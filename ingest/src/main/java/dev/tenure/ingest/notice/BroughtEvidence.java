package dev.tenure.ingest.notice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as somebody brings it: a header, events, or both.
 *
 * @param header what holds for the meeting's recordings as a whole; absent when only events are brought
 * @param events what happened between participants and notices; may be empty beside a header
 */
public record BroughtEvidence(@Nullable EvidenceHeader header, List<EvidenceEvent> events) {

    public BroughtEvidence {
        events = List.copyOf(events);
        if (header == null && events.isEmpty()) {
            throw new IllegalArgumentException("'header' or 'events' must be there");
        }
    }

    /** Whether it says that a notice was shown or heard. That somebody came or went is no evidence of it. */
    public boolean informs() {
        return header != null || events.stream().anyMatch(event -> event.type().informs());
    }
}
