package dev.tenure.catalog;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What accounts are told of. The words are for ever: receivers compare them. */
public enum EventType {
    ITEM_STORED("item.stored"),
    ITEM_READY("item.ready"),
    ITEM_QUARANTINED("item.quarantined"),
    ITEM_PROCESSING_FAILED("item.processing_failed"),
    ITEM_EXPIRING("item.expiring"),
    ITEM_TRASHED("item.trashed"),
    ITEM_RESTORED("item.restored"),
    /** Its first hold: more holds change nothing. */
    ITEM_HELD("item.held"),
    /** Its last hold. */
    ITEM_RELEASED("item.released"),
    /** Proven gone, with a certificate. */
    ITEM_DESTROYED("item.destroyed"),
    ITEM_DESTRUCTION_FAILED("item.destruction_failed"),
    /** Bytes that should be readable are not: altered, or gone. */
    ITEM_DAMAGED("item.damaged"),
    /** The rules in force will bind what is there from an instant on, and some of it goes sooner by that. */
    RULES_CHANGE_SCHEDULED("rules.change_scheduled"),
    /** What was scheduled will not happen. */
    RULES_CHANGE_REVOKED("rules.change_revoked"),
    /** A file that a source told of will not be fetched, unless a person asks for it again. */
    HAND_OVER_GIVEN_UP("hand_over.given_up"),
    /** The day has come on which somebody looks at the hold again; it goes on keeping what it keeps. */
    HOLD_REVIEW_DUE("hold.review_due"),
    /** Asked for, and sent to the one webhook that is named in it. */
    WEBHOOK_TEST("webhook.test");

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** As it stands in events. */
    public String word() {
        return word;
    }

    public static Optional<EventType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /** What a change of state tells; absent where it tells nothing. */
    static @Nullable EventType ofMove(ItemState from, ItemState to) {
        return switch (to) {
            case STORED -> from == ItemState.TRASHED ? ITEM_RESTORED : ITEM_STORED;
            case READY -> from == ItemState.TRASHED ? ITEM_RESTORED : ITEM_READY;
            case QUARANTINED -> from == ItemState.TRASHED ? ITEM_RESTORED : ITEM_QUARANTINED;
            case TRASHED -> ITEM_TRASHED;
            case PURGED -> ITEM_DESTROYED;
            case RECEIVING, REJECTED, DESTROYING -> null;
        };
    }
}
