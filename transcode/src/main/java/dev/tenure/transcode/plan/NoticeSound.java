package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.Survey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notice's sound file, as it is played.
 *
 * @param index the stream's number in the file
 * @param gain decibels by which it is raised or lowered, so that it is as loud as speech is; null leaves it as it is
 */
public record NoticeSound(
        Container container,
        int index,
        Duration duration,
        @Nullable Double gain) {

    public NoticeSound {
        if (index < 0 || !duration.isPositive()) {
            throw new IllegalArgumentException("a notice's sound needs a stream and a length");
        }
    }

    /** What is played of a file; empty if nothing of it can be. */
    public static Optional<NoticeSound> of(MediaFacts facts) {
        if (facts.audios().isEmpty() || !facts.duration().isPositive()) {
            return Optional.empty();
        }
        Survey heard = facts.known();
        Double loudness = heard.loudness() == null ? heard.sampledLoudness() : heard.loudness();
        return Optional.of(new NoticeSound(
                facts.container(), facts.audios().getFirst().index(), facts.duration(), SoundRules.gain(loudness)));
    }
}
