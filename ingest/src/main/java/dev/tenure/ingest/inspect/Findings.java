package dev.tenure.ingest.inspect;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the bytes found, beside whether they may go on.
 *
 * @param contentType what the bytes are
 * @param declaredType what somebody said they were; absent when nobody said, or it was no type
 * @param nameType what their name promises; absent when it promises nothing
 * @param mismatches which of the two the bytes do not keep
 * @param active what in them could run where somebody opens them; absent when nothing was seen
 * @param scan what the virus scanner said
 */
public record Findings(
        String contentType,
        @Nullable String declaredType,
        @Nullable String nameType,
        Set<Mismatch> mismatches,
        @Nullable String active,
        Scan scan) {

    public Findings {
        mismatches = Set.copyOf(mismatches);
    }

    /** Who said something else than the bytes show. */
    public enum Mismatch {
        NAME,
        DECLARED
    }
}
