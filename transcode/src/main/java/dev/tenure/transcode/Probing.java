package dev.tenure.transcode;

import dev.tenure.catalog.OnMedia;
import dev.tenure.transcode.ffmpeg.Ffmpeg;
import dev.tenure.transcode.ffmpeg.PictureSizes;
import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaFailure.RefusedInput;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Survey;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.Recipe;
import dev.tenure.transcode.plan.SoundRules;
import dev.tenure.transcode.plan.SoundTracks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks into one source: its header, and of the rest as much as the plan needs to be right. */
final class Probing {

    /** A sound that may be copied is listened to for this long: enough speech, and seconds of work for a day of it. */
    private static final Duration SAMPLE = Duration.ofMinutes(10);

    /** Where to begin: behind the joining and greeting. */
    private static final int SAMPLE_START_DIVISOR = 10;

    /** What conference servers record as it comes over the network, in every size that the network allowed. */
    private static final Set<String> RESIZED_LIVE = Set.of("vp8", "vp9");

    private final Ffmpeg ffmpeg;
    private final MediaLimits limits;
    private final Recipe recipe;
    private final Path source;
    private final Path work;
    private final CancelSignal cancel;

    Probing(Ffmpeg ffmpeg, MediaLimits limits, Recipe recipe, Path source, Path work, CancelSignal cancel) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.recipe = recipe;
        this.source = source;
        this.work = work;
        this.cancel = cancel;
    }

    MediaFacts facts(Container container) throws IOException {
        SourceShape shape = SourceShape.of(source, container);
        if (shape == SourceShape.HEADLESS) {
            throw new MediaException(new RefusedInput("its index is missing (no moov box):"
                    + " the recording was cut off before its recorder could write where its samples are"));
        }
        MediaFacts facts = ffmpeg.probe(source, container, work, cancel);
        if (facts.videos().isEmpty() && facts.audios().isEmpty()) {
            return facts;
        }
        boolean live = facts.duration().isZero();
        Survey survey = Survey.NONE;
        if (live || shape == SourceShape.CUT || container.guessesLength()) {
            Duration measured = ffmpeg.measure(source, container, work, cancel);
            if (shape == SourceShape.CUT && measured.plusSeconds(1).compareTo(facts.duration()) < 0) {
                survey = survey.cutFrom(facts.duration());
            }
            facts = facts.lasting(measured);
        }
        if (!facts.duration().isPositive() || facts.duration().compareTo(limits.maxDuration()) > 0) {
            // It will be refused, whatever else is in it.
            return facts.surveyed(survey);
        }
        facts = sized(facts, survey, live);
        facts = facts.surveyed(heard(facts, facts.known()));
        return seen(facts, recipe.toEncode(facts));
    }

    /** The facts with what an encode of the picture must know. */
    private MediaFacts seen(MediaFacts facts, Optional<VideoTrack> picture) {
        return paced(looked(facts, picture), picture);
    }

    /** The facts with the longest time between two frames, where they come as they like or only a header says that they do not. */
    private MediaFacts paced(MediaFacts facts, Optional<VideoTrack> picture) {
        return picture.filter(track -> !track.steady() || facts.container() == Container.MATROSKA)
                .map(track -> facts.surveyed(facts.known().paced(widestGap(facts, track))))
                .orElse(facts);
    }

    private @Nullable Duration widestGap(MediaFacts facts, VideoTrack track) {
        try {
            return ffmpeg.widestGap(source, facts.container(), track.index(), work, cancel)
                    .orElse(null);
        } catch (MediaException failed) {
            onlyOfTheSource(failed);
            return null;
        }
    }

    /** The facts with what a picture looks like, where there is one and a moment of it can be read. */
    MediaFacts looked(MediaFacts facts, Optional<VideoTrack> picture) {
        return picture.flatMap(track -> ffmpeg.look(facts, source, track, work, cancel))
                .map(seen -> facts.surveyed(facts.known().looking(seen)))
                .orElse(facts);
    }

    /** The facts with what a plan must know that encodes for the sake of a notice what it could copy. */
    MediaFacts noticed(MediaFacts facts, OnMedia notice) {
        MediaFacts known = facts;
        if (notice.visible() != OnMedia.Visible.NONE && known.looks().isEmpty()) {
            known = seen(known, recipe.picture(known));
        }
        SoundTracks tracks = SoundTracks.of(known);
        if (notice.audible() && !tracks.taken().isEmpty() && known.known().loudness() == null) {
            List<Integer> streams =
                    tracks.taken().stream().map(AudioTrack::index).toList();
            known = known.surveyed(known.known().loud(loudness(known, streams, Duration.ZERO, known.duration())));
        }
        return known;
    }

    /** The facts with the largest size of each picture whose size may change on the way. */
    private MediaFacts sized(MediaFacts facts, Survey survey, boolean live) {
        List<VideoTrack> tracks = new ArrayList<>();
        List<Integer> changing = new ArrayList<>();
        for (VideoTrack track : facts.videos()) {
            PictureSizes sizes = mayChange(facts.container(), track, live) ? sizes(facts, track) : null;
            if (sizes != null && sizes.changing()) {
                changing.add(track.index());
                tracks.add(track.sized(sizes.width(), sizes.height()));
            } else {
                tracks.add(track);
            }
        }
        return facts.showing(tracks).surveyed(survey.changing(changing));
    }

    private static boolean mayChange(Container container, VideoTrack track, boolean live) {
        return switch (container) {
            case MATROSKA ->
                RESIZED_LIVE.contains(track.codec()) || (live && track.codec().equals("h264"));
            case MPEG_TS, FLV -> track.codec().equals("h264");
            case MP4, AVI, OGG, WAV, MP3, FLAC, AAC -> false;
        };
    }

    private @Nullable PictureSizes sizes(MediaFacts facts, VideoTrack track) {
        try {
            return ffmpeg.sizes(facts, source, track.index(), work, cancel);
        } catch (MediaException failed) {
            onlyOfTheSource(failed);
            return null;
        }
    }

    /** The survey with the loudness that the plan asks for: of a stretch, if that settles it, or of everything. */
    private Survey heard(MediaFacts facts, Survey survey) {
        SoundTracks tracks = SoundTracks.of(facts);
        if (tracks.taken().isEmpty()) {
            return survey;
        }
        List<Integer> streams = tracks.taken().stream().map(AudioTrack::index).toList();
        if (SoundRules.encodes(tracks)) {
            return survey.loud(loudness(facts, streams, Duration.ZERO, facts.duration()));
        }
        Duration from = facts.duration().compareTo(SAMPLE) < 0
                ? Duration.ZERO
                : facts.duration().dividedBy(SAMPLE_START_DIVISOR);
        Double sample = loudness(facts, streams, from, SAMPLE);
        Survey sampled = survey.sampled(sample);
        return SoundRules.bearable(sample)
                ? sampled
                : sampled.loud(loudness(facts, streams, Duration.ZERO, facts.duration()));
    }

    private @Nullable Double loudness(MediaFacts facts, List<Integer> streams, Duration from, Duration length) {
        try {
            return ffmpeg.loudness(facts, source, streams, from, length, work, cancel);
        } catch (MediaException failed) {
            onlyOfTheSource(failed);
            return null;
        }
    }

    /** What a source breaks here it breaks again when it is encoded, and there the reason is told. */
    private static void onlyOfTheSource(MediaException failed) {
        if (!(failed.failure() instanceof MediaFailure.RefusedInput)) {
            throw failed;
        }
    }
}
