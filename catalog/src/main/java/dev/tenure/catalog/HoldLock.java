package dev.tenure.catalog;

/**
 * Orders those who place and release holds of an account, and those who rely on what holds there are. A lock of the database that lasts until the
 * caller's transaction ends; both methods need one. It comes after a meeting's lock and before that of any item.
 */
public interface HoldLock {

    /** For whoever places or releases a hold: waits for all others of the account, and keeps them out. */
    void alone(AccountId account);

    /** For whoever destroys, or brings an item that a hold may ask for: any number at once, but nobody who changes a hold. */
    void together(AccountId account);
}
