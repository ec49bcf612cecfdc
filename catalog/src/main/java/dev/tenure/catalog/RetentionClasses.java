package dev.tenure.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The interned sets of facts that rule items, and their editions: what the items of a class are ruled by from an instant on. The retention module
 * makes and reads them; here they are text. Classes and editions are never changed.
 */
public interface RetentionClasses {

    /** A class, with the facts that were asked for: its own, or those in force at an instant. */
    record RetentionClass(String id, AccountId account, String factsJson) {}

    /**
     * Facts that rule a class from an instant on, until a later edition does.
     *
     * @param sequence orders the editions of one instant; the greater rules
     * @param change the change that it may be revoked with; absent where it cannot be
     * @param madeAt since when it is known
     * @param revokedAt since when it is known that it never rules; absent unless revoked
     */
    record Edition(
            long sequence,
            @Nullable UUID change,
            Instant madeAt,
            Instant effectiveAt,
            @Nullable Instant revokedAt,
            String factsJson) {}

    /** Keeps the class; one with the same id is the same class, and stays as it is. */
    void intern(RetentionClass retentionClass);

    /** The class with the facts that it was made with. */
    Optional<RetentionClass> find(String id);

    /** The class with the facts that rule its items at this instant. */
    Optional<RetentionClass> inForce(String id, Instant at);

    /** All classes, of all accounts, with the facts that rule their items at this instant; they are few. */
    List<RetentionClass> inForce(Instant at);

    /** The same of one account. */
    List<RetentionClass> inForce(AccountId account, Instant at);

    /** All classes of an account, with the facts that they were made with. */
    List<RetentionClass> of(AccountId account);

    /** Editions of a class beside its own facts, revoked ones too, in order of sequence. */
    List<Edition> editions(String id);

    /**
     * Lets these facts rule the class from an instant on.
     *
     * @param change what it may be revoked with; absent where it cannot be
     */
    void append(String id, @Nullable UUID change, Instant madeAt, Instant effectiveAt, String factsJson);

    /** Revokes the editions of a change, as long as none of them rules; false when it was revoked before. */
    boolean revoke(UUID change, Instant at);

    /**
     * Keeps others from making editions or revoking them until the transaction ends; what comes here waits for whoever does. Many may hold this at
     * once: who makes a class, and who destroys an item by the facts in force. Needs a transaction.
     */
    void keepInForce(AccountId account);

    /** Waits for all who rely on the editions as they are, and is the only one until the transaction ends. Needs a transaction. */
    void lock(AccountId account);

    /**
     * Tells items of one class that another edition rules them now: their tags, manifests and warnings follow as after any change of their facts.
     * Goes on where it stopped.
     *
     * @return how many items were told; 0 when all know
     */
    int follow(Instant now, int limit);
}
