package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, and whether this machine has a place for them. The order is the catalog's and the same for the fleet; places are this machine's.
 */
public final class Turns {

    private final Processings processings;
    private final Items items;
    private final Transcodes transcodes;
    private final InstantSource clock;
    private final QuietHours quiet;
    private final Semaphore places;
    private final int ahead;

    Turns(
            Processings processings,
            Items items,
            Transcodes transcodes,
            InstantSource clock,
            QuietHours quiet,
            int places) {
        this.processings = processings;
        this.items = items;
        this.transcodes = transcodes;
        this.clock = clock;
        this.quiet = quiet;
        this.places = new Semaphore(places);
        // Enough that a place which becomes free is taken at once, few enough that who comes later and first finds
        // nobody before them for long.
        this.ahead = 2 * places + 2;
    }

    /**
     * What keeps an item waiting.
     *
     * @param place in the order of all, from 1; absent while it rests
     * @param until the end of its rest or of quiet hours; absent when nothing but its turn keeps it
     */
    public record Wait(@Nullable Integer place, @Nullable Instant until) {}

    /** Those to begin with now, first first: a few more than this machine has places for, so that others of the fleet find work too. */
    public List<ItemId> next() {
        return quiet.least(clock.instant())
                .map(least -> processings.next(least, ahead))
                .orElse(List.of());
    }

    /**
     * Works on the item as {@link Transcodes#transcode} does, if it is its turn and there is a place; else does nothing, and somebody is asked again later.
     *
     * @param recovering an earlier run of this item died with its process. Then it is its turn, unless it waits for a place like all others
     * @return whether a place was taken, and is free again
     */
    public boolean take(ItemId item, boolean recovering) {
        if (!places.tryAcquire()) {
            if (recovering) {
                items.evictLease(item);
            }
            return false;
        }
        try {
            boolean turn = recovering || next().contains(item);
            if (turn) {
                transcodes.transcode(item, recovering);
            }
            return turn;
        } finally {
            places.release();
        }
    }

    /** What keeps those of them waiting that wait. */
    public Map<ItemId, Wait> waits(Collection<Processing> processings) {
        List<Processing> waiting = processings.stream()
                .filter(processing -> processing.phase() == Phase.WAITING)
                .toList();
        if (waiting.isEmpty()) {
            return Map.of();
        }
        Map<ItemId, Integer> inOrder =
                this.processings.places(waiting.stream().map(Processing::item).toList());
        Instant now = clock.instant();
        Map<ItemId, Wait> waits = new HashMap<>();
        for (Processing processing : waiting) {
            waits.put(processing.item(), new Wait(inOrder.get(processing.item()), until(processing, now)));
        }
        return waits;
    }

    /** The later of the ends of its rest and of quiet hours, where either is still to come. */
    private @Nullable Instant until(Processing processing, Instant now) {
        Instant rest = processing.tries().notBefore();
        Instant quietEnd = quiet.waits(processing.priority(), now).orElse(null);
        if (rest == null || !rest.isAfter(now)) {
            return quietEnd;
        }
        return quietEnd == null || rest.isAfter(quietEnd) ? rest : quietEnd;
    }
}
