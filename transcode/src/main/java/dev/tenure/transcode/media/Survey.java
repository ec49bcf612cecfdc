package dev.tenure.transcode.media;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading more of a source than its header found.
 *
 * @param claimed the length that the header tells of a file whose end is missing; null if the file is whole
 * @param changing picture tracks whose size changes on the way; their facts tell the largest
 * @param loudness integrated loudness in LUFS (EBU R128) of all the sound that is taken, as one channel; null if it was
 *     not measured or is silent throughout
 * @param sampledLoudness the same of a stretch of sound that may be taken as it is; null likewise
 * @param looks what the picture that is taken looks like; null if nobody looked, or no moment of it could be read
 * @param widestGap longest time between two frames of the picture that is encoded; null if nobody had to know, or it does not say
 */
public record Survey(
        @Nullable Duration claimed,
        List<Integer> changing,
        @Nullable Double loudness,
        @Nullable Double sampledLoudness,
        @Nullable PictureSample looks,
        @Nullable Duration widestGap) {

    /** Nothing was read. */
    public static final Survey NONE = new Survey(null, List.of(), null, null, null, null);

    public Survey {
        changing = List.copyOf(changing);
    }

    /** The same, for a file that ends before its header says. */
    public Survey cutFrom(Duration length) {
        return new Survey(length, changing, loudness, sampledLoudness, looks, widestGap);
    }

    /** The same with the tracks whose size changes. */
    public Survey changing(List<Integer> tracks) {
        return new Survey(claimed, tracks, loudness, sampledLoudness, looks, widestGap);
    }

    /** The same with the loudness of all the sound. */
    public Survey loud(@Nullable Double lufs) {
        return new Survey(claimed, changing, lufs, sampledLoudness, looks, widestGap);
    }

    /** The same with the loudness of a stretch of the sound. */
    public Survey sampled(@Nullable Double lufs) {
        return new Survey(claimed, changing, loudness, lufs, looks, widestGap);
    }

    /** The same with what the picture looks like. */
    public Survey looking(PictureSample seen) {
        return new Survey(claimed, changing, loudness, sampledLoudness, seen, widestGap);
    }

    /** The same with the longest time between two frames. */
    public Survey paced(@Nullable Duration gap) {
        return new Survey(claimed, changing, loudness, sampledLoudness, looks, gap);
    }
}
