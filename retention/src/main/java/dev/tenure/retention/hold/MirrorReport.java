package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the mirror came to.
 *
 * @param supported whether the store was proven to enforce locks; where not, none was set and holds are kept by Tenure only
 * @param mirrored held items all of whose versions are locked
 * @param cleared items under no hold on which no lock of ours is left
 * @param behind items that could not be brought to an end; they stay due
 * @param found what was not as expected, item by item
 * @param next where the next page of an audit begins, or where a run that was broken off goes on; absent when there is nothing more
 * @param brokenOff whether the run ended early because the store is in trouble
 */
public record MirrorReport(
        boolean supported,
        int mirrored,
        int cleared,
        int behind,
        List<Found> found,
        @Nullable ItemId next,
        boolean brokenOff) {

    public MirrorReport {
        found = List.copyOf(found);
    }

    /**
     * Findings of one kind at one item.
     *
     * @param versions how many versions it concerns
     */
    public record Found(ItemId item, MirrorFinding finding, int versions) {}

    static MirrorReport unsupported() {
        return new MirrorReport(false, 0, 0, 0, List.of(), null, false);
    }
}
