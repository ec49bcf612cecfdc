package dev.tenure.transcode;

import dev.tenure.transcode.ffmpeg.Ffmpeg;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.mp4.FastStart;
import dev.tenure.transcode.mp4.Mp4FormatException;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encodes the picture of a plan chunk by chunk, on as many machines as there are, and joins the chunks to the very file that one encode makes. */
final class ChunkRendering {

    private final Ffmpeg ffmpeg;
    private final TranscodePlan plan;
    private final Division.Cut cut;
    private final CancelSignal cancel;

    ChunkRendering(Ffmpeg ffmpeg, TranscodePlan plan, Division.Cut cut, CancelSignal cancel) {
        this.ffmpeg = ffmpeg;
        this.plan = plan;
        this.cut = cut;
        this.cancel = cancel;
    }

    /** Makes the file of one chunk unless it is there. */
    void encode(Chunk chunk, Path source, Path target, Progress progress) {
        if (Files.exists(target)) {
            return;
        }
        Path directory = parent(target);
        try (WorkDirectory work = WorkDirectory.fresh(directory, "chunk-" + chunk.number())) {
            Path encoded = ffmpeg.encodeChunk(plan, source, cut, chunk, work.path(), progress, cancel);
            checked(chunk, encoded, work.path());
            Rendering.publish(encoded, target);
        } catch (IOException failed) {
            throw new MediaException(new MediaFailure.OutOfDisk("work directory: " + failed.getMessage()), failed);
        }
    }

    /**
     * Joins the chunks to the plan's media file unless that is there.
     *
     * @param chunks their files in order
     */
    void join(List<Path> chunks, Path source, MediaLabels labels, Path attemptDirectory, Progress progress) {
        Path directory = attemptDirectory.toAbsolutePath();
        Path target = directory.resolve(plan.mediaFile());
        if (Files.exists(target)) {
            return;
        }
        if (chunks.size() != cut.chunks().size()) {
            throw new IllegalArgumentException(
                    chunks.size() + " files of " + cut.chunks().size() + " chunks");
        }
        try {
            Files.createDirectories(directory);
            try (WorkDirectory work = WorkDirectory.fresh(directory, "join")) {
                long frames = frames(chunks, work.path());
                Rendering.bringNoticeSound(plan, directory, work.path());
                Path joined = ffmpeg.join(plan, source, cut, chunks, labels, work.path(), progress, cancel);
                FrameTimes made = ffmpeg.frameTimes(joined, Container.MP4, 0, work.path(), cancel);
                if (made.count() != frames || !made.timed()) {
                    throw unfit("%d frames of %d came out".formatted(made.count(), frames));
                }
                Path arranged = work.path().resolve("arranged.mp4");
                FastStart.rewrite(joined, arranged);
                Rendering.publish(arranged, target);
            }
        } catch (IOException failed) {
            throw new MediaException(new MediaFailure.OutOfDisk("work directory: " + failed.getMessage()), failed);
        } catch (Mp4FormatException malformed) {
            throw unfit(String.valueOf(malformed.getMessage()));
        }
    }

    /** The frames of all chunks together; each must be where the cut says and be decoded like the first. */
    private long frames(List<Path> chunks, Path work) {
        List<FrameTimes> all = new ArrayList<>();
        for (Chunk chunk : cut.chunks()) {
            all.add(checked(chunk, chunks.get(chunk.number()), work));
        }
        if (all.stream().map(FrameTimes::decoderSetup).distinct().count() != 1
                || all.stream().map(FrameTimes::tickDenominator).distinct().count() != 1) {
            throw unfit("they need different decoders");
        }
        return all.stream().mapToLong(FrameTimes::count).sum();
    }

    /** A chunk starts with the frame that it was cut at, or the seek had missed it, and ends before the next. */
    private FrameTimes checked(Chunk chunk, Path file, Path work) {
        FrameTimes times = ffmpeg.frameTimes(file, Container.MP4, 0, work, cancel);
        boolean inside = chunk.to() == null || times.micros(times.last()) < cut.micros(chunk);
        if (times.count() == 0 || !times.timed() || times.first() != 0 || !inside) {
            throw unfit("chunk %d has %d frames from %d to %d"
                    .formatted(chunk.number(), times.count(), times.first(), times.last()));
        }
        return times;
    }

    private static MediaException unfit(String how) {
        return new MediaException(new MediaFailure.RefusedInput("its chunks do not fit together: " + how));
    }

    private static Path parent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no file: " + target);
        }
        return parent;
    }
}
