package dev.tenure.transcode.job;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Priority;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.catalog.processing.Remake;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What people want of the processing of a recording. Each wish is one transaction on the item's row, and an entry in its trail; whoever works on the item, on
 * whatever machine, finds out within seconds. Wishing what is so already changes nothing.
 */
public final class Steering {

    private final Items items;
    private final Processings processings;
    private final Trail trail;
    private final TransactionOperations transactions;

    Steering(Items items, Processings processings, Trail trail, TransactionOperations transactions) {
        this.items = items;
        this.processings = processings;
        this.trail = trail;
        this.transactions = transactions;
    }

    /** What became of a wish. */
    public sealed interface Outcome {

        record Done() implements Outcome {}

        /** The item is another revision than the caller expected; nothing changed. */
        record Outdated() implements Outcome {}

        /** It cannot be so now; nothing changed. */
        record Impossible(String explanation) implements Outcome {}
    }

    /** Calls the processing off. What was there before stays; nothing starts it again but {@link #retry}. */
    public Outcome cancel(ItemId item, Expected expected, Actor actor) {
        return steer(item, expected, now -> {
            if (now.phase() == Phase.CANCELLED) {
                return new Outcome.Done();
            }
            if (!now.open()) {
                return new Outcome.Impossible("Nothing of it waits or runs that could be called off.");
            }
            processings.cancel(
                    item,
                    "Its processing was cancelled by " + actor
                            + ". The original can be downloaded; a retry makes it playable.");
            tell(now, actor, "item.processing_cancelled", Map.of());
            return new Outcome.Done();
        });
    }

    /**
     * Has a recording made playable that was given up or called off, at once where it rests between attempts, or anew where it is READY: then what there is
     * is served until the new is there.
     *
     * @param only what of a READY recording; all of it, where absent
     */
    public Outcome retry(ItemId item, @Nullable Remake only, Expected expected, Actor actor) {
        return steer(item, expected, now -> {
            Remake wanted = only == null ? Remake.ALL : only;
            return switch (now.phase()) {
                case NONE ->
                    new Outcome.Impossible("Nothing is made of an item like this one, which is " + now.state() + ".");
                case RUNNING -> new Outcome.Impossible("It is being processed just now; cancel that first.");
                case WAITING -> {
                    Remake waiting = now.remake() == null ? Remake.ALL : now.remake();
                    if (wanted != waiting) {
                        yield new Outcome.Impossible("It waits for something else to be made of it already.");
                    }
                    processings.hurry(item);
                    if (now.tries().notBefore() != null) {
                        tell(now, actor, "item.processing_hurried", Map.of());
                    }
                    yield new Outcome.Done();
                }
                case PARKED, CANCELLED, DONE -> again(now, wanted, actor);
            };
        });
    }

    private Outcome again(Processing now, Remake wanted, Actor actor) {
        boolean ready = now.state() == ItemState.READY;
        if (!ready && wanted != Remake.ALL) {
            return new Outcome.Impossible("Nothing has been made of it yet, so no part of that can be made anew.");
        }
        processings.again(now.item(), ready ? wanted : null);
        tell(now, actor, "item.processing_retried", Map.of("make", wanted.name().toLowerCase(Locale.ROOT)));
        return new Outcome.Done();
    }

    /** Moves a recording forward or back in the order of waiting, now and whenever it waits again. */
    public Outcome prioritise(ItemId item, Priority priority, Expected expected, Actor actor) {
        return steer(item, expected, now -> {
            if (now.phase() == Phase.NONE) {
                return new Outcome.Impossible("An item that is " + now.state() + " does not wait for anything.");
            }
            if (now.priority() != priority) {
                processings.prioritise(item, priority);
                tell(
                        now,
                        actor,
                        "item.processing_prioritised",
                        Map.of("priority", priority.name().toLowerCase(Locale.ROOT)));
            }
            return new Outcome.Done();
        });
    }

    /** Looks and changes under the lock of the item's row, so that nothing comes between. */
    private Outcome steer(ItemId item, Expected expected, Function<Processing, Outcome> wish) {
        return transactions.execute(status -> {
            Item locked = items.lock(item).orElseThrow(() -> new IllegalArgumentException("no item " + item));
            if (!expected.allows(locked.revision())) {
                return new Outcome.Outdated();
            }
            return wish.apply(processings.find(item).orElseThrow());
        });
    }

    private void tell(Processing now, Actor actor, String action, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("phase", now.phase().name().toLowerCase(Locale.ROOT));
        trail.append(now.account(), now.item(), actor, action, detail);
    }
}
