package dev.tenure.catalog;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids: UUID version 7 (RFC 9562 §5.7), each greater than the one before it from the same maker, and not to be guessed.
 *
 * <p>48 bits are milliseconds. The next 12 count within the millisecond, from a random beginning (RFC 9562 §6.2, method 1): what is made one after the
 * other sorts so, also when the clock stands or goes back. 62 bits are random.
 */
public final class Ids {

    private static final int COUNTER_BITS = 12;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong made = new AtomicLong();
    private final InstantSource clock;

    /**
     * Draws ids whose time part comes from this clock.
     *
     * @param clock a local clock is enough: ids of several makers need rough order only
     */
    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public UUID next() {
        // The upper half of the counter stays free for those that follow in the same millisecond; were it used up, the
        // time part goes on by one.
        long earliest = (clock.millis() << COUNTER_BITS) | random.nextInt(1 << (COUNTER_BITS - 1));
        long ordered = made.updateAndGet(last -> Math.max(last + 1, earliest));
        long high = ((ordered >>> COUNTER_BITS) << 16) | 0x7000L | (ordered & ((1 << COUNTER_BITS) - 1));
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
