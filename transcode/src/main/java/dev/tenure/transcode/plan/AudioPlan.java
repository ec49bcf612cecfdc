package dev.tenure.transcode.plan;

/**
 * What becomes of the sound.
 *
 * @param index the stream's number in the source
 * @param channels channels of the output
 * @param sampleRate samples per second of the output
 * @param bitRate bits per second of an encode, 0 for a copy
 */
public record AudioPlan(int index, Treatment treatment, int channels, int sampleRate, int bitRate) {

    public AudioPlan {
        if (index < 0 || channels < 1 || channels > 2 || sampleRate < 1) {
            throw new IllegalArgumentException("audio plan without channels or rate");
        }
        if ((treatment == Treatment.COPY) != (bitRate == 0)) {
            throw new IllegalArgumentException("an encode has a bit rate, a copy has none");
        }
    }
}
