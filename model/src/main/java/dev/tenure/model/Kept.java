package dev.tenure.model;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.retention.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is expected of one item, and what was seen of it. */
final class Kept {

    final int label;
    final ItemId id;
    final int meeting;
    final @Nullable Instant anchor;
    final List<Terms.Event> events = new ArrayList<>();

    /** By the catalog's own word, which has to lie within the command that put it there. */
    @Nullable
    Instant trashedAt;

    ItemState state = ItemState.RECEIVING;

    /** Versions that somebody took or put, past us. */
    final Set<String> takenByOthers = new HashSet<>();

    final Set<String> putByOthers = new HashSet<>();

    /** All that was in the bucket when its key was destroyed. */
    final Set<String> destroyedVersions = new HashSet<>();

    /** The last answer to when it goes and why, and since when that was the answer; absent before the first. */
    @Nullable
    Answer last;

    /** Answers of the past, which have to be given again. */
    final List<Answer> answers = new ArrayList<>();

    Kept(int label, ItemId id, int meeting, @Nullable Instant anchor) {
        this.label = label;
        this.id = id;
        this.meeting = meeting;
        this.anchor = anchor;
    }

    /**
     * An answer.
     *
     * @param at by the database's clock
     * @param events how many events of the item it took into account
     * @param bound how many changes that people decided ruled it
     */
    record Answer(Instant at, Decision decision, int events, long bound) {}

    boolean gone() {
        return state == ItemState.DESTROYING || state == ItemState.PURGED;
    }

    @Override
    public String toString() {
        return "item " + label + " (" + id + ")";
    }
}
