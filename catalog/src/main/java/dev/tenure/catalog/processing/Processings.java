package dev.tenure.catalog.processing;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.PersonId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The processing of recordings, as the catalog knows it: of what runs on any machine. What changes for people's sake joins the caller's transaction,
 * who has locked the item and tells the trail.
 */
public interface Processings {

    /** Of the item, whatever it is; empty when there is none. Whether the caller may know of it is not asked here. */
    Optional<Processing> find(ItemId item);

    /**
     * Of an account, of one owner where that is given, in these phases, the newest item first and after that item where it is given.
     *
     * @param phases WAITING, RUNNING, PARKED and CANCELLED are found; the others have no end
     */
    List<Processing> page(
            AccountId account, @Nullable PersonId onlyOf, Set<Phase> phases, @Nullable ItemId after, int limit);

    /**
     * Whose turn comes next, of all accounts. Accounts take turns: what counts is first how many of its own run or come before it, then the priority,
     * then how long it waits. What may not begin yet has no turn.
     *
     * @param least what is of lower priority has no turn
     */
    List<ItemId> next(Priority least, int limit);

    /** The places of these items in the order of {@link #next}, from 1, without those that have no turn now. */
    Map<ItemId, Integer> places(Collection<ItemId> items);

    /** Counts an attempt that begins, and shows its progress from 0; without effect for any but the lease's owner. */
    void begin(ItemId item, String owner);

    /** Shows that the run will be done after this much longer; without effect for any but the lease's owner. */
    void estimate(ItemId item, String owner, Duration left);

    /**
     * Notes a failure of the present round.
     *
     * @param counts whether it counts against the recording; an outage does not
     * @return how many of its kind there have been in this round, with this one
     */
    int failed(ItemId item, Failure failure, boolean counts);

    /** Nobody begins the next attempt for this long. */
    void rest(ItemId item, Duration rest);

    /** Clears what only a run needs: it ended well, or for good. */
    void ended(ItemId item);

    /**
     * Puts an end to making it anew, whether that came to something or not.
     *
     * @return false when nothing was to be made anew in this round: people wish for something else by now
     */
    boolean remade(ItemId item, int round);

    /** Calls it off: a STORED item keeps this problem, so that nothing starts it again; one that is READY stays as it is. */
    void cancel(ItemId item, String problem);

    /**
     * Begins a new round, which may start at once.
     *
     * @param remake what of a READY item is made anew; absent for one that is STORED
     */
    void again(ItemId item, @Nullable Remake remake);

    /** The round may start at once, whatever its attempts came to. */
    void hurry(ItemId item);

    void prioritise(ItemId item, Priority priority);
}
