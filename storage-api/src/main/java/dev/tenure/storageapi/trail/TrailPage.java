package dev.tenure.storageapi.trail;

import dev.tenure.catalog.Trail;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the trail, oldest first, and what to ask for the next one with. The last page has no {@code next}; whoever follows the trail asks
 * again after the last sequence.
 */
public record TrailPage(List<TrailView> entries, @Nullable String next) {

    /** Entries on a page. */
    public static final int SIZE = 50;

    public static TrailPage of(List<Trail.Entry> page) {
        String next = page.size() < SIZE ? null : Long.toString(page.getLast().sequence());
        return new TrailPage(page.stream().map(TrailView::of).toList(), next);
    }

    /** Reads where a page begins; what is no sequence is answered like an entry that is not there. */
    public static @Nullable Long after(@Nullable String text) {
        return text == null ? null : sequence(text);
    }

    static long sequence(String text) {
        try {
            long sequence = Long.parseLong(text);
            if (sequence >= 0 && Long.toString(sequence).equals(text)) {
                return sequence;
            }
        } catch (NumberFormatException e) {
            throw unknown();
        }
        throw unknown();
    }

    static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such entry.");
    }
}
