package dev.tenure.model;

import dev.tenure.model.Command.Side;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of the process under test. Once it has died, no effect of it comes about any more until another one is begun: whatever catches the death on its
 * way up changes nothing by that.
 */
final class Mortality {

    /** Nothing between where it happens and the runner may take this for a failure of its own. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;

        Death() {
            super("the process died", null, false, false);
        }
    }

    private int left;
    private @Nullable Side side;
    private boolean dead;
    private int deaths;

    /** Lets it die at that effect from now on. */
    synchronized void dieAt(int effect, Side where) {
        left = effect;
        side = where;
    }

    /** Another process begins; what the former was to die of is over. */
    synchronized void begin() {
        dead = false;
        side = null;
    }

    /** Refuses whatever a dead process would do. */
    synchronized void requireLife() {
        if (dead) {
            throw new Death();
        }
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized int deaths() {
        return deaths;
    }

    /** An effect, at which it may die. */
    <T extends @Nullable Object> T effect(Supplier<T> effect) {
        boolean now = counted();
        if (now && side == Side.BEFORE) {
            die();
        }
        T result = effect.get();
        if (now) {
            die();
        }
        return result;
    }

    private synchronized boolean counted() {
        requireLife();
        return side != null && --left == 0;
    }

    private synchronized void die() {
        dead = true;
        deaths++;
        throw new Death();
    }
}
