package dev.tenure.model;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.retention.hold.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What placing a hold answered, beside what is expected of it. */
final class Placements {

    private final Expectation expectation;

    Placements(Expectation expectation) {
        this.expectation = expectation;
    }

    /** I6: every item that a hold asks for is either preserved, or was being destroyed, or was gone: never two of these, never none. */
    List<Violation> judge(Command.Hold command, Set<Integer> listed, Instant endedFrom, Placement placement) {
        HeldCase hold = new HeldCase(command, placement.hold(), Instant.MIN, Duration.ZERO, listed, endedFrom);
        Set<ItemId> preserved = new HashSet<>();
        Set<ItemId> inDestruction = new HashSet<>();
        Set<ItemId> destroyed = new HashSet<>();
        for (Kept item : expectation.items()) {
            // Meetings of which nothing is left have forgotten who held them, and may be asked for no more.
            if (!hold.asksFor(item) || (item.state == ItemState.PURGED && !listed.contains(item.label))) {
                continue;
            }
            switch (item.state) {
                case DESTROYING -> inDestruction.add(item.id);
                case PURGED, REJECTED -> destroyed.add(item.id);
                case RECEIVING, STORED, QUARANTINED, READY, TRASHED -> preserved.add(item.id);
            }
        }
        List<Violation> wrong = new ArrayList<>();
        compare("preserved", preserved, placement.preserved(), wrong);
        compare("in destruction", inDestruction, placement.inDestruction(), wrong);
        if (!placement.destroyed().first().containsAll(destroyed)) {
            wrong.add(new Violation("I6 a hold lists each item once", "of those destroyed some are missing"));
        }
        return wrong;
    }

    private static void compare(String what, Set<ItemId> wanted, Placement.Items found, List<Violation> wrong) {
        if (!wanted.equals(new HashSet<>(found.first())) || found.count() != wanted.size()) {
            wrong.add(new Violation(
                    "I6 a hold lists each item once", what + " are " + found.first() + ", but should be " + wanted));
        }
    }
}
