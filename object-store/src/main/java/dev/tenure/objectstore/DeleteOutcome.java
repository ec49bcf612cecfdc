package dev.tenure.objectstore;

import java.util.List;
import java.util.Set;

/**
 * What became of each version of one batch. Every version asked for is in exactly one list; a version that no longer existed counts as
 * deleted, as S3 reports it.
 */
public record DeleteOutcome(List<ObjectVersion> deleted, List<Refusal> refused) {

    public DeleteOutcome {
        deleted = List.copyOf(deleted);
        refused = List.copyOf(refused);
    }

    /**
     * A version that is still there.
     *
     * @param code the store's error code, for instance {@code AccessDenied} for a locked version
     */
    public record Refusal(ObjectVersion version, String code, String message) {

        /** Our own code for a version that the store's answer did not name. */
        public static final String NO_ANSWER = "NoAnswer";

        /** Codes of a store that could not do it just now. */
        private static final Set<String> PASSING = Set.of(
                NO_ANSWER, "InternalError", "ServiceUnavailable", "SlowDown", "OperationAborted", "RequestTimeout");

        /** Whether asking again may help. What is locked or forbidden stays so. */
        public boolean worthRetrying() {
            return PASSING.contains(code);
        }
    }
}
