package dev.tenure.transcode.media;

import java.math.BigInteger;
import java.util.List;

/**
 * When the frames of one picture track are shown, as its container counts time: in whole ticks, so that a cut between two frames is exact.
 *
 * @param tickNumerator seconds of a tick, above the line
 * @param tickDenominator seconds of a tick, below the line
 * @param startMicros where the container's clock starts, in microseconds
 * @param first when the first frame is shown, in ticks
 * @param last when the last frame is shown, in ticks
 * @param count how many frames
 * @param timed whether every frame says when it is shown
 * @param keys when key frames are shown, in ticks, rising; of several within a second the first
 * @param decoderSetup a hash of what a decoder is told before the first frame; empty if it is told nothing
 */
public record FrameTimes(
        long tickNumerator,
        long tickDenominator,
        long startMicros,
        long first,
        long last,
        long count,
        boolean timed,
        List<Long> keys,
        String decoderSetup) {

    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

    public FrameTimes {
        if (tickNumerator < 1 || tickDenominator < 1 || count < 0) {
            throw new IllegalArgumentException("no clock");
        }
        keys = List.copyOf(keys);
    }

    /** Ticks in microseconds, rounded to the nearest. */
    public long micros(long ticks) {
        BigInteger twice = BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(tickNumerator))
                .multiply(MICROS)
                .shiftLeft(1)
                .add(BigInteger.valueOf(tickDenominator));
        BigInteger[] parts =
                twice.divideAndRemainder(BigInteger.valueOf(tickDenominator).shiftLeft(1));
        return (parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
    }

    /** All but the key frames, of which there may be very many. */
    public FrameTimes withoutKeys() {
        return new FrameTimes(
                tickNumerator, tickDenominator, startMicros, first, last, count, timed, List.of(), decoderSetup);
    }

    /** Whether a tick is long enough for its place to survive in microseconds. */
    public boolean coarse() {
        return tickDenominator <= 250_000L * tickNumerator;
    }
}
