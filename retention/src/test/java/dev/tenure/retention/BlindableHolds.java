package dev.tenure.retention;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.CoveringHolds;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.MeetingId;
import java.util.function.Supplier;

/** The real thing; or, blind, one that forgets what queries ask for, as a list of items that somebody wrote down once would. */
public final class BlindableHolds implements CoveringHolds {

    private final Supplier<? extends CoveringHolds> real;
    private volatile boolean blind;

    BlindableHolds(Supplier<? extends CoveringHolds> real) {
        this.real = real;
    }

    public void blind(boolean now) {
        blind = now;
    }

    @Override
    public void inherit(ItemId companion, ItemId recording, Actor actor) {
        real.get().inherit(companion, recording, actor);
    }

    @Override
    public boolean bind(AccountId account, MeetingId meeting, Actor actor) {
        return !blind && real.get().bind(account, meeting, actor);
    }

    @Override
    public boolean cover(Item item) {
        return !blind && real.get().cover(item);
    }
}
