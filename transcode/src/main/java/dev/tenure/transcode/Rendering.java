package dev.tenure.transcode;

import dev.tenure.transcode.OutputFile.Kind;
import dev.tenure.transcode.ffmpeg.Ffmpeg;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.mp4.FastStart;
import dev.tenure.transcode.mp4.FragmentIndex;
import dev.tenure.transcode.mp4.HlsPlaylist;
import dev.tenure.transcode.mp4.Mp4FormatException;
import dev.tenure.transcode.plan.Storyboard;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the outputs of one plan in one attempt directory, skipping those that are there. */
final class Rendering {

    static final String PLAYLIST_FILE = "index.m3u8";
    static final String POSTER_FILE = "poster.jpg";

    /** A poster is looked for behind the first minutes of joining and greeting, at most this far in. */
    private static final Duration POSTER_LATEST_START = Duration.ofMinutes(5);

    private static final int POSTER_START_DIVISOR = 10;

    private final Ffmpeg ffmpeg;
    private final TranscodePlan plan;
    private final Path directory;
    private final CancelSignal cancel;

    Rendering(Ffmpeg ffmpeg, TranscodePlan plan, Path directory, CancelSignal cancel) {
        this.ffmpeg = ffmpeg;
        this.plan = plan;
        this.directory = directory.toAbsolutePath();
        this.cancel = cancel;
    }

    Rendered render(Path source, MediaLabels labels, Progress progress) {
        try {
            Files.createDirectories(directory);
            Path media = directory.resolve(plan.mediaFile());
            if (Files.notExists(media)) {
                media(media, source, labels, progress);
            }
            Path playlist = directory.resolve(PLAYLIST_FILE);
            if (Files.notExists(playlist)) {
                playlist(playlist, media);
            }
            Path poster = directory.resolve(POSTER_FILE);
            if (plan.picture().isPresent() && Files.notExists(poster)) {
                poster(poster, media);
            }
            Path listening = directory.resolve(TranscodePlan.AUDIO_FILE);
            if (plan.listening() && Files.notExists(listening)) {
                listening(listening, media, labels);
            }
            if (plan.storyboard().isPresent() && Files.notExists(directory.resolve(Storyboard.TEXT_FILE))) {
                storyboard(plan.storyboard().get(), media);
            }
            return new Rendered(plan.recipe(), outputs());
        } catch (IOException failed) {
            throw new MediaException(new MediaFailure.OutOfDisk("work directory: " + failed.getMessage()), failed);
        } catch (Mp4FormatException malformed) {
            throw new MediaException(
                    new MediaFailure.RefusedInput("its tracks could not be arranged: " + malformed.getMessage()),
                    malformed);
        }
    }

    private void media(Path target, Path source, MediaLabels labels, Progress progress) throws IOException {
        try (WorkDirectory work = WorkDirectory.fresh(directory, "media")) {
            bringNoticeSound(plan, directory, work.path());
            Path encoded = ffmpeg.encode(plan, source, labels, work.path(), progress, cancel);
            Path arranged = work.path().resolve("arranged.mp4");
            FastStart.rewrite(encoded, arranged);
            publish(arranged, target);
        }
    }

    private void playlist(Path target, Path media) throws IOException {
        try (WorkDirectory work = WorkDirectory.fresh(directory, "playlist")) {
            HlsPlaylist playlist = HlsPlaylist.of(plan.mediaFile(), FragmentIndex.read(media));
            Path written = work.path().resolve(PLAYLIST_FILE);
            Files.writeString(written, playlist.text(), StandardCharsets.UTF_8);
            publish(written, target);
        }
    }

    private void poster(Path target, Path media) throws IOException {
        try (WorkDirectory work = WorkDirectory.fresh(directory, "poster")) {
            Duration tenth = plan.duration().dividedBy(POSTER_START_DIVISOR);
            Duration from = tenth.compareTo(POSTER_LATEST_START) < 0 ? tenth : POSTER_LATEST_START;
            Optional<Path> found = ffmpeg.poster(media, from, true, work.path(), cancel)
                    .or(() -> ffmpeg.poster(media, Duration.ZERO, true, work.path(), cancel))
                    .or(() -> ffmpeg.poster(media, Duration.ZERO, false, work.path(), cancel));
            publish(
                    found.orElseThrow(
                            () -> new MediaException(new MediaFailure.RefusedInput("no frame of it could be shown"))),
                    target);
        }
    }

    private void listening(Path target, Path media, MediaLabels labels) throws IOException {
        try (WorkDirectory work = WorkDirectory.fresh(directory, "listening")) {
            publish(ffmpeg.soundAlone(media, labels, plan.duration(), work.path(), cancel), target);
        }
    }

    /** The text comes last: where it is, the sheets it names are. */
    private void storyboard(Storyboard board, Path media) throws IOException {
        try (WorkDirectory work = WorkDirectory.fresh(directory, "storyboard")) {
            ffmpeg.storyboard(media, board, plan.duration(), work.path(), cancel);
            for (String sheet : board.files()) {
                publish(work.path().resolve(sheet), directory.resolve(sheet));
            }
            Path text = work.path().resolve(Storyboard.TEXT_FILE);
            Files.writeString(text, board.text(plan.duration()), StandardCharsets.UTF_8);
            publish(text, directory.resolve(Storyboard.TEXT_FILE));
        }
    }

    /** Puts the sound that the plan's notice plays beside what the tool makes. */
    static void bringNoticeSound(TranscodePlan plan, Path directory, Path work) throws IOException {
        if (plan.played().isPresent()) {
            Files.createLink(work.resolve(Ffmpeg.NOTICE_SOUND_FILE), directory.resolve(MediaEngine.NOTICE_SOUND));
        }
    }

    static void publish(Path finished, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The outputs as they stand in the directory. */
    List<OutputFile> outputs() throws IOException {
        List<OutputFile> outputs = new ArrayList<>();
        for (String file : files(plan)) {
            outputs.add(new OutputFile(kind(file), file, type(file), Files.size(directory.resolve(file))));
        }
        return outputs;
    }

    /** The names of everything that a plan makes. */
    static List<String> files(TranscodePlan plan) {
        List<String> files = new ArrayList<>(List.of(plan.mediaFile(), PLAYLIST_FILE));
        if (plan.picture().isPresent()) {
            files.add(POSTER_FILE);
        }
        if (plan.listening()) {
            files.add(TranscodePlan.AUDIO_FILE);
        }
        plan.storyboard().ifPresent(board -> {
            files.addAll(board.files());
            files.add(Storyboard.TEXT_FILE);
        });
        return files;
    }

    private Kind kind(String file) {
        return switch (file) {
            case TranscodePlan.VIDEO_FILE -> Kind.VIDEO;
            case TranscodePlan.AUDIO_FILE -> plan.listening() ? Kind.LISTENING : Kind.AUDIO;
            case PLAYLIST_FILE -> Kind.PLAYLIST;
            case POSTER_FILE -> Kind.POSTER;
            default -> Kind.STORYBOARD;
        };
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "mp4" -> "video/mp4";
            case "m4a" -> "audio/mp4";
            case "m3u8" -> "application/vnd.apple.mpegurl";
            case "jpg" -> "image/jpeg";
            case "vtt" -> "text/vtt";
            default -> throw new IllegalArgumentException("no type for " + file);
        };
    }
}
