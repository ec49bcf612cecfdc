package dev.tenure.objectstore.deletion;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import java.util.List;

/**
 * What became of everything under a prefix.
 *
 * @param versions versions and delete markers that the store said it deleted
 * @param uploads uploads that were aborted
 * @param refused versions that the store did not delete, as it last said why
 * @param empty whether the last full listing found no version, no marker and no upload. Only this is proof; the numbers are what the store said
 * @param requests calls to the store, its listings included
 */
public record DeletionReport(long versions, long uploads, List<Refusal> refused, boolean empty, long requests) {

    public DeletionReport {
        refused = List.copyOf(refused);
    }
}
