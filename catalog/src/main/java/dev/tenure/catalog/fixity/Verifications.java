package dev.tenure.catalog.fixity;

import dev.tenure.catalog.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When objects were last read back. Only those count that readers see, of items that are kept: nobody has to be able to read what is on its way in
 * or out. Every note is one statement or joins the caller's transaction.
 */
public interface Verifications {

    /**
     * An object and when somebody last looked at it: what a later note refers to, so that a worker that was overtaken notes nothing.
     */
    record Turn(ObjectId object, Instant checkedAt) {}

    /** What became of a note. */
    enum Noted {
        /** It says what was known. */
        KNOWN,
        /** It changes what is known: somebody has to hear of it. */
        NEWS,
        /** The object is not to be seen any more, its item goes, or another noted something since: nothing was noted. */
        OVERTAKEN
    }

    /** What nobody looked at since this instant and nothing is known against, the longest ago first, from behind {@code after} on where that is given. */
    List<Turn> turns(Instant notSince, @Nullable Turn after, int limit);

    /** What is known to be damaged and nobody looked at since this instant. */
    List<Turn> damaged(Instant notSince, int limit);

    /**
     * Notes that every byte was as it was written.
     *
     * @param began when the reading began
     * @return {@code NEWS} where it was known as damaged
     */
    Noted sound(Turn turn, Instant began);

    /**
     * Notes what is wrong with an object, under a lock that keeps its item from its destruction meanwhile. Needs a transaction.
     *
     * @return {@code NEWS} where that was not known
     */
    Noted unsound(ObjectId object, Damage damage, Instant now);

    /** Counts anew, unless somebody did so within {@code unless} before now. Reads every object once. */
    void count(Instant now, Duration window, Duration unless);

    /** As it was last counted; empty before the first time. */
    Optional<FixityStanding> standing();
}
