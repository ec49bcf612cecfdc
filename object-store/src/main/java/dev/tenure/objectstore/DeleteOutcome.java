package dev.tenure.objectstore;

import java.util.List;

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
    public record Refusal(ObjectVersion version, String code, String message) {}
}
