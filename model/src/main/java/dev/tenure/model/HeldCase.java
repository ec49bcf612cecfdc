package dev.tenure.model;

import dev.tenure.model.Command.Asked;
import dev.tenure.retention.hold.HoldId;
import dev.tenure.retention.hold.HoldQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is expected of one hold. */
final class HeldCase {

    final int label;
    final HoldId id;
    final Instant placedAt;
    final Duration coolOff;

    /** Items of its list that were there. */
    private final Set<Integer> listed;

    private final Asked asked;
    private final int meeting;
    private final Instant endedFrom;

    @Nullable
    Instant releasedAt;

    HeldCase(
            Command.Hold command,
            HoldId id,
            Instant placedAt,
            Duration coolOff,
            Set<Integer> listed,
            Instant endedFrom) {
        this.label = command.hold();
        this.id = id;
        this.placedAt = placedAt;
        this.coolOff = coolOff;
        this.listed = Set.copyOf(listed);
        this.asked = command.asked();
        this.meeting = command.meeting();
        this.endedFrom = endedFrom;
    }

    static String meeting(int number) {
        return "meeting-" + number;
    }

    /** Two meetings each have the same host. */
    static String host(int meeting) {
        return "host-" + meeting % 2 + "@example.org";
    }

    static @Nullable HoldQuery query(Asked asked, int meeting, Instant endedFrom) {
        return switch (asked) {
            case NOTHING -> null;
            case ITS_MEETING -> new HoldQuery(false, null, null, meeting(meeting), null, null);
            case ITS_HOST -> HoldQuery.ofHost(host(meeting));
            case ENDED_LATELY -> new HoldQuery(false, null, null, null, endedFrom, null);
            case WHOLE_ACCOUNT -> HoldQuery.ofWholeAccount();
        };
    }

    /** Whether the item is on its list, or was there already when it came and is asked for. */
    boolean lists(Kept item) {
        return listed.contains(item.label);
    }

    /** Whether it asks for the item; says nothing of whether it came in time. */
    boolean asksFor(Kept item) {
        if (listed.contains(item.label)) {
            return true;
        }
        return switch (asked) {
            case NOTHING -> false;
            case ITS_MEETING -> item.meeting == meeting;
            case ITS_HOST -> host(item.meeting).equals(host(meeting));
            // Of one whose end is not known its meeting's counts, which lies before all of these.
            case ENDED_LATELY -> item.anchor != null && !item.anchor.isBefore(endedFrom);
            case WHOLE_ACCOUNT -> true;
        };
    }

    boolean protectsAt(Instant now) {
        return releasedAt == null || releasedAt.plus(coolOff).isAfter(now);
    }

    @Override
    public String toString() {
        return "hold " + label + " (" + id + ")";
    }
}
