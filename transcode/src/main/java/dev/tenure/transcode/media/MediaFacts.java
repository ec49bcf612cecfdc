package dev.tenure.transcode.media;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found in a file. Cover pictures, subtitles and data tracks are left out.
 *
 * @param duration length, zero if neither the header nor a pass over the packets told one
 * @param sizeBytes size of the file
 * @param bitRate bits per second of the whole, 0 if unknown
 * @param survey what reading more than the header found, null if nothing was read
 */
public record MediaFacts(
        Container container,
        Duration duration,
        long sizeBytes,
        long bitRate,
        List<VideoTrack> videos,
        List<AudioTrack> audios,
        @Nullable Survey survey) {

    public MediaFacts {
        if (duration.isNegative() || sizeBytes < 0 || bitRate < 0) {
            throw new IllegalArgumentException("negative media fact");
        }
        videos = List.copyOf(videos);
        audios = List.copyOf(audios);
    }

    /** Facts of a header alone. */
    public MediaFacts(
            Container container,
            Duration duration,
            long sizeBytes,
            long bitRate,
            List<VideoTrack> videos,
            List<AudioTrack> audios) {
        this(container, duration, sizeBytes, bitRate, videos, audios, null);
    }

    /** The same facts with a length found by other means. */
    public MediaFacts lasting(Duration measured) {
        return new MediaFacts(container, measured, sizeBytes, bitRate, videos, audios, survey);
    }

    /** The same facts with other picture tracks. */
    public MediaFacts showing(List<VideoTrack> tracks) {
        return new MediaFacts(container, duration, sizeBytes, bitRate, tracks, audios, survey);
    }

    /** The same facts with what reading more than the header found. */
    public MediaFacts surveyed(Survey found) {
        return new MediaFacts(container, duration, sizeBytes, bitRate, videos, audios, found);
    }

    /** What the picture looks like, if somebody looked. */
    public Optional<PictureSample> looks() {
        return Optional.ofNullable(known().looks());
    }

    /** What reading more than the header found; empty where nothing was read. */
    public Survey known() {
        return survey == null ? Survey.NONE : survey;
    }
}
