package dev.tenure.transcode.plan;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of the picture.
 *
 * @param index the stream's number in the source
 * @param width shown width of the output in pixels
 * @param height shown height of the output in pixels
 * @param fit how the source's picture comes to that size
 * @param reorder whether an encode may send frames out of order (B-frames)
 * @param keyFrameDistance longest time between key frames of an encode
 * @param codec what the output's picture is coded in, copied or encoded
 * @param content what an encode is tuned for
 * @param repeats most frames in a row that an encode leaves out because they repeat the one before; 0 keeps all
 * @param toneMapped whether an encode maps a high dynamic range to the common one
 */
public record VideoPlan(
        int index,
        Treatment treatment,
        int width,
        int height,
        Fit fit,
        boolean reorder,
        Duration keyFrameDistance,
        PictureCodec codec,
        Content content,
        int repeats,
        boolean toneMapped) {

    /** How a picture comes to its size; it never grows except by the one line that an odd size lacks. */
    public enum Fit {
        AS_IS,
        PAD_TO_EVEN,
        SHRINK,
        /** Pictures of several sizes, each as large as fits, on black. */
        LETTERBOX
    }

    /** What a plan of an earlier recipe does not say is what every plan meant then: H.264, no tuning. */
    public VideoPlan {
        codec = Objects.requireNonNullElse(codec, PictureCodec.H264);
        content = Objects.requireNonNullElse(content, Content.CAMERAS);
        if (index < 0 || width < 1 || height < 1 || !keyFrameDistance.isPositive() || repeats < 0) {
            throw new IllegalArgumentException("video plan without size or key frames");
        }
        if (treatment == Treatment.COPY && (fit != Fit.AS_IS || repeats > 0 || toneMapped)) {
            throw new IllegalArgumentException("a copied picture stays as it is");
        }
    }

    /** Cameras in H.264, every frame kept. */
    public VideoPlan(
            int index,
            Treatment treatment,
            int width,
            int height,
            Fit fit,
            boolean reorder,
            Duration keyFrameDistance) {
        this(
                index,
                treatment,
                width,
                height,
                fit,
                reorder,
                keyFrameDistance,
                PictureCodec.H264,
                Content.CAMERAS,
                0,
                false);
    }
}
