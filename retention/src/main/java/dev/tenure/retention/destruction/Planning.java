package dev.tenure.retention.destruction;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.retention.destruction.Candidates.Ruled;
import dev.tenure.retention.destruction.SweepRun.ClassPlan;
import dev.tenure.retention.destruction.SweepRun.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what a sweep would take from an account, by the rows of items and their classes alone. Changes nothing. */
final class Planning {

    /** Items of a plan that are named; it bounds what a plan takes, never what it counts. */
    static final int SAMPLE = 200;

    private final Candidates candidates;
    private final StoredObjects objects;

    Planning(Candidates candidates, StoredObjects objects) {
        this.candidates = candidates;
        this.objects = objects;
    }

    /** A count, the first items of it class by class, the longest ago first, and the first of those that something keeps. */
    record Counted(
            Instant at,
            List<ClassPlan> classes,
            long kept,
            List<ItemId> sample,
            Map<ItemId, Destruction.Kept> keptSample) {

        long items() {
            return classes.stream().mapToLong(ClassPlan::items).sum();
        }

        Plan plan(@Nullable String objection) {
            long bytes = classes.stream().mapToLong(ClassPlan::bytes).sum();
            return new Plan(at, items(), bytes, kept, objection, classes);
        }
    }

    Counted count(List<Ruled> ruled, Instant now) {
        List<ClassPlan> classes = new ArrayList<>();
        List<ItemId> sample = new ArrayList<>();
        Map<ItemId, Destruction.Kept> kept = new LinkedHashMap<>();
        Set<ItemId> trashed = new HashSet<>();
        long[] keptInAll = {0};
        for (Ruled one : ruled) {
            long[] dueOfClass = {0, 0};
            candidates.each(List.of(one), now, () -> false, (rules, page) -> {
                List<ItemId> due = new ArrayList<>();
                for (Item item : page) {
                    // One that was deleted by a person may come twice.
                    if (item.trashedAt() != null && !trashed.add(item.id())) {
                        continue;
                    }
                    candidates
                            .kept(item, rules.rules(), now)
                            .ifPresentOrElse(
                                    cause -> {
                                        keptInAll[0]++;
                                        if (kept.size() < SAMPLE) {
                                            kept.put(item.id(), cause);
                                        }
                                    },
                                    () -> due.add(item.id()));
                }
                dueOfClass[0] += due.size();
                dueOfClass[1] += due.isEmpty() ? 0 : objects.bytes(due);
                sample.addAll(due.subList(0, Math.min(due.size(), SAMPLE - sample.size())));
            });
            if (dueOfClass[0] > 0) {
                classes.add(new ClassPlan(one.id(), candidates.anchoredUpTo(one, now), dueOfClass[0], dueOfClass[1]));
            }
        }
        return new Counted(now, classes, keptInAll[0], sample, kept);
    }
}
