package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.hold.JdbcHoldMirror.Mark;
import java.util.Optional;

/**
 * Says whose lock it is when the store refuses to delete a version of an item that goes. One of ours, left by a clearing that is late, is
 * cleared by the mirror, and the deletion carries on by itself; anybody else's is for an operator to look at.
 */
public final class StoreRefusals {

    private final JdbcHoldMirror mirror;

    StoreRefusals(JdbcHoldMirror mirror) {
        this.mirror = mirror;
    }

    /** The refusal for people to read. Where the lock is ours, it is due to be cleared when this returns. */
    public String explain(ItemId item, DeleteOutcome.Refusal refusal) {
        String what = refusal.version().key() + ": " + refusal.code();
        if (refusal.worthRetrying()) {
            return what;
        }
        return what + "; " + whose(item, refusal.version());
    }

    private String whose(ItemId item, ObjectVersion version) {
        Optional<Mark> mark = mirror.mark(item, version);
        if (mark.isEmpty()) {
            return "Tenure has set no lock on it: an operator must look for a legal hold or retention of somebody else's,"
                    + " or a missing permission";
        }
        return switch (mark.get()) {
            case CHANGING, SET -> {
                if (mirror.due(item).ids().isEmpty()) {
                    mirror.makeDue(item, false);
                }
                yield mirror.progress(item)
                        .map(JdbcHoldMirror.Progress::problem)
                        .map(problem -> "the legal hold that Tenure set is in the way still; clearing it failed and is"
                                + " tried again: " + problem)
                        .orElse("the legal hold that Tenure set is in the way still, and will be cleared");
            }
            case CLEARED ->
                "Tenure has cleared the legal hold that it had set: an operator must look for a legal hold or retention of"
                        + " somebody else's, or a missing permission";
            case FOREIGN, LOST ->
                "a legal hold that Tenure did not set is in the way: an operator must look whether it may be cleared";
        };
    }
}
