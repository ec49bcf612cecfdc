package dev.tenure.retention;

/** Where a retention fact comes from, which fixes what it can do to an item. */
public enum RuleClass {
    /** The law demands keeping. */
    STATUTORY(Effect.RETAIN),
    /** The account demands keeping. */
    ACCOUNT_MIN(Effect.RETAIN),
    /** The account demanded keeping and gave up the right to change its mind. */
    LOCKED(Effect.RETAIN),
    /** Somebody chose when the item goes: the host, a label, the account's default. */
    HOST(Effect.CHOOSE),
    /** The account forbids keeping longer. */
    ACCOUNT_MAX(Effect.LIMIT),
    /** The law forbids keeping longer. */
    STATUTORY_MAX(Effect.LIMIT),
    /** Keeping counts from an event instead of the recording's end; for ever while the event has not come. */
    EVENT(Effect.RETAIN),
    /** A legal matter forbids destruction for now. */
    HOLD(Effect.VETO),
    /** An open request needs the item for now. */
    PIN(Effect.VETO);

    /** What a fact of a class does. */
    public enum Effect {
        /** Not before. */
        RETAIN,
        /** Then, within what retains and limits. */
        CHOOSE,
        /** Not after. */
        LIMIT,
        /** Not now; moves no date. */
        VETO
    }

    private final Effect effect;

    RuleClass(Effect effect) {
        this.effect = effect;
    }

    public Effect effect() {
        return effect;
    }
}
