package dev.tenure.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices in the files themselves: which accounts want that, and which files have it. */
public interface NoticesOnMedia {

    /** What the account wants of files that are made from now on. */
    Revised<OnMedia> wanted(AccountId account);

    /** Changes that; false where it is another revision than was looked at, and then nothing is changed. */
    boolean want(AccountId account, OnMedia wish, Expected expected, Actor actor);

    /**
     * What published files carry.
     *
     * @param words what stands on the picture, a line each; empty where nothing does
     */
    record Carried(NoticeId notice, OnMedia what, String words) {}

    /** What the item's published files carry; empty if nothing. */
    Optional<Carried> carried(ItemId item);

    /** Says what the files carry that replace the item's others, in the transaction that publishes them; null: nothing. */
    void carry(ItemId item, @Nullable Carried carried);
}
