package dev.tenure.transcode;

import dev.tenure.transcode.ffmpeg.Ffmpeg;
import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.mp4.FragmentIndex;
import dev.tenure.transcode.mp4.HlsPlaylist;
import dev.tenure.transcode.mp4.Mp4FormatException;
import dev.tenure.transcode.plan.AudioPlan;
import dev.tenure.transcode.plan.Storyboard;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.VideoPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a render left with what its plan promised. */
final class Verification {

    /** Outputs may differ in length by this much, or by a fiftieth if that is more: frames and priming never add up. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private static final int TOLERANCE_DIVISOR = 50;

    private final Ffmpeg ffmpeg;
    private final TranscodePlan plan;
    private final Path directory;
    private final CancelSignal cancel;

    Verification(Ffmpeg ffmpeg, TranscodePlan plan, Path directory, CancelSignal cancel) {
        this.ffmpeg = ffmpeg;
        this.plan = plan;
        this.directory = directory.toAbsolutePath();
        this.cancel = cancel;
    }

    Verified verify() {
        Path media = directory.resolve(plan.mediaFile());
        Path playlist = directory.resolve(Rendering.PLAYLIST_FILE);
        Path poster = directory.resolve(Rendering.POSTER_FILE);
        boolean picture = plan.picture().isPresent();
        for (String needed : Rendering.files(plan)) {
            if (Files.notExists(directory.resolve(needed))) {
                return new Verified.Rejected(needed + " is missing.");
            }
        }
        try (WorkDirectory work = WorkDirectory.fresh(directory, "verify")) {
            MediaFacts facts = ffmpeg.probe(media, Container.MP4, work.path(), cancel);
            String difference = difference(facts);
            if (difference != null) {
                return new Verified.Rejected(difference);
            }
            HlsPlaylist expected = HlsPlaylist.of(plan.mediaFile(), FragmentIndex.read(media));
            if (!Files.readString(playlist).equals(expected.text())) {
                return new Verified.Rejected("The playlist does not name the fragments of " + plan.mediaFile() + ".");
            }
            if (!close(Duration.ofNanos(expected.micros() * 1000))) {
                return new Verified.Rejected("The playlist lasts %d ms, the plan %d ms."
                        .formatted(expected.micros() / 1000, plan.duration().toMillis()));
            }
            ffmpeg.decode(media, facts.duration(), expected.segments().size(), work.path(), cancel);
            if (picture) {
                ffmpeg.decodePicture(poster, work.path(), cancel);
            }
            difference = besides(work.path());
            if (difference != null) {
                return new Verified.Rejected(difference);
            }
            List<OutputFile> outputs = new Rendering(ffmpeg, plan, directory, cancel).outputs();
            return new Verified.Sound(
                    plan.recipe(), outputs, facts, expected.segments().size());
        } catch (MediaException failed) {
            if (failed.failure() instanceof MediaFailure.RefusedInput refused) {
                return new Verified.Rejected("An output does not decode: " + refused.reason());
            }
            throw failed;
        } catch (Mp4FormatException | IOException malformed) {
            return new Verified.Rejected("An output is malformed: " + malformed.getMessage());
        }
    }

    /** What is wrong with the outputs beside the MP4 and its playlist. */
    private @Nullable String besides(Path work) throws IOException {
        if (plan.listening()) {
            Path sound = directory.resolve(TranscodePlan.AUDIO_FILE);
            MediaFacts facts = ffmpeg.probe(sound, Container.MP4, work, cancel);
            if (!facts.videos().isEmpty() || facts.audios().size() != 1) {
                return "The sound alone is not one sound track.";
            }
        }
        if (plan.storyboard().isPresent()) {
            Storyboard board = plan.storyboard().get();
            for (String sheet : board.files()) {
                ffmpeg.decodePicture(directory.resolve(sheet), work, cancel);
            }
            if (!Files.readString(directory.resolve(Storyboard.TEXT_FILE)).equals(board.text(plan.duration()))) {
                return "The storyboard's text does not tell where its pictures are.";
            }
        }
        return null;
    }

    private @Nullable String difference(MediaFacts facts) {
        VideoPlan video = plan.video();
        AudioPlan audio = plan.audio();
        if (facts.videos().size() != (video == null ? 0 : 1) || facts.audios().size() != (audio == null ? 0 : 1)) {
            return "The output has %d picture and %d sound tracks."
                    .formatted(facts.videos().size(), facts.audios().size());
        }
        if (video != null) {
            VideoTrack track = facts.videos().getFirst();
            if (!track.codec().equals(video.codec().probed())
                    || track.shownWidth() != video.width()
                    || track.shownHeight() != video.height()) {
                return "The picture is %s %d×%d, planned was %s %d×%d."
                        .formatted(
                                track.codec(),
                                track.shownWidth(),
                                track.shownHeight(),
                                video.codec().probed(),
                                video.width(),
                                video.height());
            }
        }
        if (audio != null) {
            AudioTrack track = facts.audios().getFirst();
            if (!track.codec().equals("aac")
                    || track.channels() != audio.channels()
                    || track.sampleRate() != audio.sampleRate()) {
                return "The sound is %s with %d channels at %d Hz, planned was aac with %d at %d Hz."
                        .formatted(
                                track.codec(),
                                track.channels(),
                                track.sampleRate(),
                                audio.channels(),
                                audio.sampleRate());
            }
        }
        if (!close(facts.duration())) {
            return "The output lasts %d ms, the source %d ms."
                    .formatted(facts.duration().toMillis(), plan.duration().toMillis());
        }
        return null;
    }

    private boolean close(Duration duration) {
        Duration share = plan.duration().dividedBy(TOLERANCE_DIVISOR);
        Duration allowed = share.compareTo(TOLERANCE) > 0 ? share : TOLERANCE;
        return duration.minus(plan.duration()).abs().compareTo(allowed) <= 0;
    }
}
