package dev.tenure.transcode.media;

import java.time.Duration;
import java.util.List;

/**
 * What a probe found in a file. Cover pictures, subtitles and data tracks are left out.
 *
 * @param duration length, zero if neither the header nor a pass over the packets told one
 * @param sizeBytes size of the file
 * @param bitRate bits per second of the whole, 0 if unknown
 */
public record MediaFacts(
        Container container,
        Duration duration,
        long sizeBytes,
        long bitRate,
        List<VideoTrack> videos,
        List<AudioTrack> audios) {

    public MediaFacts {
        if (duration.isNegative() || sizeBytes < 0 || bitRate < 0) {
            throw new IllegalArgumentException("negative media fact");
        }
        videos = List.copyOf(videos);
        audios = List.copyOf(audios);
    }

    /** The same facts with a length found by other means. */
    public MediaFacts lasting(Duration measured) {
        return new MediaFacts(container, measured, sizeBytes, bitRate, videos, audios);
    }
}
