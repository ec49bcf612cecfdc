package dev.tenure.ingest.quarantine;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A reason why an item waits.
 *
 * @param explanation for people to read
 */
public record QuarantineReason(QuarantineCause cause, String explanation) {

    /** All of them in one text. */
    static String text(Collection<QuarantineReason> reasons) {
        return reasons.stream().map(QuarantineReason::explanation).collect(Collectors.joining("; "));
    }
}
