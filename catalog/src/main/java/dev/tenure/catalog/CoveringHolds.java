package dev.tenure.catalog;

/**
 * Holds that reach items by themselves: by the recording that an item belongs to, or by what a hold asks for. Whoever knows holds provides it; without
 * one, nothing is held. Every method is called in a transaction that took part in the account's {@link HoldLock}, so that no hold comes or goes meanwhile.
 */
public interface CoveringHolds {

    /**
     * Puts a companion under every hold in force that its meeting's recording is under. Called in the transaction that announces the companion, while
     * the recording's row is locked.
     */
    void inherit(ItemId companion, ItemId recording, Actor actor);

    /**
     * Puts what is kept of a meeting under the holds that ask for it, in force or in their cool-off. Called in the transaction in which an item of the
     * meeting is announced.
     *
     * @return whether anything was put under one
     */
    boolean bind(AccountId account, MeetingId meeting, Actor actor);

    /**
     * Puts an item that is to be destroyed under the holds that ask for it, in force or in their cool-off, and that it is not under yet. Called while its
     * row is locked.
     *
     * @return whether it was put under one
     */
    boolean cover(Item item);
}
