package dev.tenure.catalog;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes ids: UUID version 7 (RFC 9562 §5.7), 48 bits of milliseconds and 74 random bits, so ids sort by their making and cannot be guessed.
 */
public final class Ids {

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    /**
     * Draws ids whose time part comes from this clock.
     *
     * @param clock a local clock is enough: ids need rough order only
     */
    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public UUID next() {
        long high = (clock.millis() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
