package dev.tenure.transcode.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the sound.
 *
 * @param index the stream's number in the source
 * @param channels channels of the output
 * @param sampleRate samples per second of the output
 * @param bitRate bits per second of an encode, 0 for a copy
 * @param mixed numbers of further streams that an encode adds to it
 * @param gain decibels by which an encode raises or lowers it; null leaves it as loud as it is
 */
public record AudioPlan(
        int index,
        Treatment treatment,
        int channels,
        int sampleRate,
        int bitRate,
        List<Integer> mixed,
        @Nullable Double gain) {

    public AudioPlan {
        if (index < 0 || channels < 1 || channels > 2 || sampleRate < 1) {
            throw new IllegalArgumentException("audio plan without channels or rate");
        }
        if ((treatment == Treatment.COPY) != (bitRate == 0)) {
            throw new IllegalArgumentException("an encode has a bit rate, a copy has none");
        }
        mixed = List.copyOf(mixed);
        if (treatment == Treatment.COPY && (gain != null || !mixed.isEmpty())) {
            throw new IllegalArgumentException("a copy is one track as loud as it is");
        }
    }

    /** One stream, as loud as it is. */
    public AudioPlan(int index, Treatment treatment, int channels, int sampleRate, int bitRate) {
        this(index, treatment, channels, sampleRate, bitRate, List.of(), null);
    }
}
