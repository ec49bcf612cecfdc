package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.Container;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What will be made of one source, with the reasons. Plain data: it survives as JSON between the steps of a job.
 *
 * @param recipe version of the rules that made this plan
 * @param container the source's container
 * @param duration length that every output must have
 * @param sourceBytes size of the source, from which the bound of the output is taken
 * @param video null for sound only
 * @param audio null for picture only
 * @param notice what of the recording's notice the outputs carry, null for nothing
 * @param reasons why each track is treated as it is, one sentence each
 */
public record TranscodePlan(
        String recipe,
        Container container,
        Duration duration,
        long sourceBytes,
        @Nullable VideoPlan video,
        @Nullable AudioPlan audio,
        @Nullable MediaNotice notice,
        List<String> reasons) {

    /** File name of the MP4 in an attempt directory when there is a picture. */
    public static final String VIDEO_FILE = "video.mp4";

    /** File name of the MP4 in an attempt directory when there is only sound. */
    public static final String AUDIO_FILE = "audio.m4a";

    private static final long MIB = 1024L * 1024;

    /** 20 Mbit/s, several times what the recipe's encoder makes of the largest picture it takes. */
    private static final long MAX_ENCODED_BYTES_PER_SECOND = 2_500_000;

    public TranscodePlan {
        if (video == null && audio == null) {
            throw new IllegalArgumentException("a plan needs a picture or sound");
        }
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("a plan needs a length");
        }
        if (notice != null) {
            boolean drawable = video != null && video.treatment() == Treatment.ENCODE;
            boolean playable = audio != null && audio.treatment() == Treatment.ENCODE;
            if ((notice.drawn() && !drawable) || (notice.sound() != null && !playable)) {
                throw new IllegalArgumentException("a notice needs a track that is encoded");
            }
        }
        reasons = List.copyOf(reasons);
    }

    /** A plan whose outputs carry no notice. */
    public TranscodePlan(
            String recipe,
            Container container,
            Duration duration,
            long sourceBytes,
            @Nullable VideoPlan video,
            @Nullable AudioPlan audio,
            List<String> reasons) {
        this(recipe, container, duration, sourceBytes, video, audio, null, reasons);
    }

    public Optional<VideoPlan> picture() {
        return Optional.ofNullable(video);
    }

    public Optional<AudioPlan> sound() {
        return Optional.ofNullable(audio);
    }

    /** The notice that stands on the picture. */
    public Optional<MediaNotice> drawn() {
        return Optional.ofNullable(notice).filter(MediaNotice::drawn);
    }

    /** The notice's sound that is played at the beginning. */
    public Optional<NoticeSound> played() {
        return Optional.ofNullable(notice).flatMap(MediaNotice::played);
    }

    /** Small pictures for a player's time line, if there is a picture. */
    public Optional<Storyboard> storyboard() {
        return picture().map(shown -> Storyboard.of(duration, shown.width(), shown.height()));
    }

    /** Whether the sound is also offered without its picture. */
    public boolean listening() {
        return video != null && audio != null;
    }

    /** The name of the MP4 this plan makes. */
    public String mediaFile() {
        return video == null ? AUDIO_FILE : VIDEO_FILE;
    }

    /** Whether nothing is encoded. */
    public boolean remuxOnly() {
        return (video == null || video.treatment() == Treatment.COPY)
                && (audio == null || audio.treatment() == Treatment.COPY);
    }

    /** Bytes that an honest output cannot exceed: a remux is hardly larger than its source, an encode is bounded by time. */
    public long outputBound() {
        long copied = sourceBytes + sourceBytes / 4;
        long encoded = (duration.toSeconds() + 1) * MAX_ENCODED_BYTES_PER_SECOND;
        return 64 * MIB + (remuxOnly() ? copied : copied + encoded);
    }
}
