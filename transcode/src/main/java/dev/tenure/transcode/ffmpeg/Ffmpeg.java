package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.lettering.Lettering;
import dev.tenure.transcode.look.Looking;
import dev.tenure.transcode.look.Moments;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.PictureSample;
import dev.tenure.transcode.media.ProcessorShare;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.Storyboard;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few things we let ffmpeg do. Every method throws {@link MediaException} with the reason when it does not come to
 * its end; no process outlives its call.
 */
public final class Ffmpeg {

    /** Where the sound of a plan's notice must lie in the private directory of an encode or a join. */
    public static final String NOTICE_SOUND_FILE = "notice.sound";

    /** Bytes kept of a probe's answer: far above 16 streams with long tags, far below what a tag bomb can print. */
    private static final int PROBE_ANSWER_BYTES = 1 << 20;

    private final FfmpegTools tools;
    private final MediaLimits limits;
    private final ToolRuns runs;
    private final FfmpegArguments arguments;
    private final ChunkArguments chunks;
    private final ProcessorShare share;

    public Ffmpeg(FfmpegTools tools, MediaLimits limits, Confinement confinement, ProcessorShare share) {
        this.share = share;
        this.tools = tools;
        this.limits = limits;
        this.runs = new ToolRuns(tools, limits, confinement, share);
        this.arguments = new FfmpegArguments(limits);
        this.chunks = new ChunkArguments(arguments);
    }

    /** Reads what is in a file. Its length may be zero, see {@link #measure}. */
    public MediaFacts probe(Path file, Container container, Path directory, CancelSignal cancel) {
        CapturedOutput answer = new CapturedOutput(PROBE_ANSWER_BYTES);
        runs.ffprobe(arguments.probe(file, container), file, directory, limits.probeWall(), 0, answer, cancel);
        if (answer.overflown()) {
            throw new MediaException(new MediaFailure.RefusedInput("its description is absurdly long"));
        }
        return ProbeReader.read(answer.bytes(), container);
    }

    /** The length of a file whose header tells none, by reading all its packets. */
    public Duration measure(Path file, Container container, Path directory, CancelSignal cancel) {
        ProgressReader reader = new ProgressReader(Duration.ZERO, Progress.silent());
        runs.ffmpeg(arguments.measure(file, container), file, directory, limits.renderWallBase(), 0, reader, cancel);
        return reader.outTime();
    }

    /** The sizes of a picture track's key frames. */
    public PictureSizes sizes(MediaFacts facts, Path file, int track, Path directory, CancelSignal cancel) {
        SizesReader reader = new SizesReader();
        runs.ffprobe(
                arguments.sizes(file, facts.container(), track),
                file,
                directory,
                limits.renderWallBase(),
                0,
                reader,
                cancel);
        return reader.sizes();
    }

    /**
     * What a picture looks like, from a few moments of it. Empty where no moment could be read: then nobody knows, and
     * what is wrong will be found by the encode. A damaged moment says nothing of the others; whatever else fails would
     * fail there, too, so it ends the look.
     *
     * @throws MediaException if cancelled, and for nothing else
     */
    public Optional<PictureSample> look(
            MediaFacts facts, Path file, VideoTrack track, Path directory, CancelSignal cancel) {
        Looking looking = new Looking();
        for (Duration moment : Moments.of(facts.duration())) {
            looking.nextMoment();
            // A moment may be over before its process is asked.
            if (cancel.cancelled()) {
                throw new MediaException(new MediaFailure.Cancelled());
            }
            try {
                runs.ffmpeg(
                        arguments.look(file, facts.container(), track.index(), moment),
                        file,
                        directory,
                        limits.probeWall(),
                        0,
                        new GreyFrames(looking),
                        cancel);
            } catch (MediaException failed) {
                if (failed.failure() instanceof MediaFailure.Cancelled) {
                    throw failed;
                }
                if (!(failed.failure() instanceof MediaFailure.RefusedInput)) {
                    break;
                }
            }
        }
        return looking.seen();
    }

    /**
     * Integrated loudness of streams together, in LUFS; null if they are silent.
     *
     * @param from where to begin to listen
     * @param length how long to listen
     */
    public @Nullable Double loudness(
            MediaFacts facts,
            Path file,
            List<Integer> streams,
            Duration from,
            Duration length,
            Path directory,
            CancelSignal cancel) {
        LoudnessReader reader = new LoudnessReader();
        runs.ffmpeg(
                arguments.loudness(file, facts.container(), streams, from, length),
                file,
                directory,
                limits.renderWall(length),
                0,
                reader,
                cancel);
        return reader.lufs();
    }

    /** Makes the sheets of a storyboard of an MP4 of ours in {@code directory}, by their names. */
    public void storyboard(Path video, Storyboard board, Duration length, Path directory, CancelSignal cancel) {
        runs.ffmpeg(
                arguments.storyboard(video, board),
                video,
                directory,
                limits.renderWall(length),
                limits.maxAllocBytes(),
                new ProgressReader(Duration.ZERO, Progress.silent()),
                cancel);
    }

    /** Takes the sound of an MP4 of ours out of it, as it is, and returns the file. */
    public Path soundAlone(Path video, MediaLabels labels, Duration length, Path directory, CancelSignal cancel) {
        runs.ffmpeg(
                arguments.soundAlone(video, labels),
                video,
                directory,
                limits.renderWall(length),
                limits.maxOutputBytes(),
                new ProgressReader(length, Progress.silent()),
                cancel);
        return directory.resolve(FfmpegArguments.SOUND_FILE);
    }

    /** Makes the fragmented MP4 of the plan and returns it; {@code directory} must be private to this call. */
    public Path encode(
            TranscodePlan plan, Path source, MediaLabels labels, Path directory, Progress progress, CancelSignal cancel)
            throws IOException {
        letters(plan, directory);
        ProgressReader reader = new ProgressReader(plan.duration(), progress);
        runs.ffmpeg(
                sharing(arguments.encode(plan, source, labels)),
                source,
                directory,
                limits.renderWall(plan.duration()),
                // The bound given to ffmpeg stops it cleanly; the kernel's is for the case that it does not listen.
                Math.min(plan.outputBound(), limits.maxOutputBytes()) * 2,
                reader,
                cancel);
        return directory.resolve(FfmpegArguments.ENCODED_FILE);
    }

    /** The command that {@link #encode} runs, without what confines it. */
    public List<String> encodeCommand(TranscodePlan plan, Path source, MediaLabels labels) {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString()));
        command.addAll(sharing(arguments.encode(plan, source, labels)));
        return command;
    }

    /** When the frames of one picture track are shown, by reading all its packets and decoding none. */
    public FrameTimes frameTimes(Path file, Container container, int stream, Path directory, CancelSignal cancel) {
        return packets(file, container, stream, directory, cancel).times();
    }

    /** The longest time between two frames of one picture track, without decoding any; empty where they do not all say when they are shown. */
    public Optional<Duration> widestGap(
            Path file, Container container, int stream, Path directory, CancelSignal cancel) {
        return packets(file, container, stream, directory, cancel).widestGap();
    }

    private FrameTimesReader packets(Path file, Container container, int stream, Path directory, CancelSignal cancel) {
        FrameTimesReader reader = new FrameTimesReader();
        runs.ffprobe(
                chunks.frameTimes(file, container, FfmpegArguments.DECODERS, stream),
                file,
                directory,
                limits.renderWallBase(),
                0,
                reader,
                cancel);
        return reader;
    }

    /** Encodes the picture of one chunk and returns its MP4, which begins at time zero; {@code directory} must be private to this call. */
    public Path encodeChunk(
            TranscodePlan plan,
            Path source,
            Division.Cut cut,
            Chunk chunk,
            Path directory,
            Progress progress,
            CancelSignal cancel)
            throws IOException {
        letters(plan, directory);
        Duration length = Duration.ofNanos(cut.micros(chunk) * 1000);
        long bound = Math.min(plan.outputBound(), limits.maxOutputBytes());
        runs.ffmpeg(
                sharing(chunks.encode(plan, source, cut.times(), chunk, bound)),
                source,
                directory,
                limits.renderWall(length),
                bound * 2,
                new ProgressReader(length, progress),
                cancel);
        return directory.resolve(ChunkArguments.CHUNK_FILE);
    }

    /** Makes the fragmented MP4 of the plan out of its chunks and the source's sound, and returns it; {@code directory} must be private to this call. */
    public Path join(
            TranscodePlan plan,
            Path source,
            Division.Cut cut,
            List<Path> parts,
            MediaLabels labels,
            Path directory,
            Progress progress,
            CancelSignal cancel)
            throws IOException {
        Path list = directory.resolve(ChunkArguments.LIST_FILE);
        List<String> names = new ArrayList<>();
        for (Path part : parts) {
            String name = "chunk-%05d.mp4".formatted(names.size());
            Files.createLink(directory.resolve(name), part);
            names.add(name);
        }
        Files.writeString(list, ChunkArguments.list(cut, names), StandardCharsets.US_ASCII);
        runs.ffmpeg(
                chunks.join(plan, list, source, cut.times(), labels),
                source,
                directory,
                limits.renderWall(plan.duration()),
                Math.min(plan.outputBound(), limits.maxOutputBytes()) * 2,
                new ProgressReader(plan.duration(), progress),
                cancel);
        return directory.resolve(FfmpegArguments.ENCODED_FILE);
    }

    /** Makes a poster of an MP4 of ours and returns it; empty if no frame could be had. */
    public Optional<Path> poster(Path video, Duration from, boolean brightOnly, Path directory, CancelSignal cancel) {
        runs.ffmpeg(
                arguments.poster(video, from, brightOnly),
                video,
                directory,
                limits.renderWallBase(),
                limits.maxAllocBytes(),
                new ProgressReader(Duration.ZERO, Progress.silent()),
                cancel);
        Path poster = directory.resolve(FfmpegArguments.POSTER_FILE);
        return Files.exists(poster) ? Optional.of(poster) : Optional.empty();
    }

    /**
     * Decodes an MP4 of ours to nowhere; returns if no error was met.
     *
     * @param fragments how many it has: a picture gives no fewer key frames
     */
    public void decode(Path output, Duration length, int fragments, Path directory, CancelSignal cancel) {
        boolean keyFramesOnly = length.compareTo(limits.fullDecode()) > 0;
        DecodedReader reader = new DecodedReader(keyFramesOnly, fragments);
        List<String> count = arguments.count(output, keyFramesOnly);
        if (runs.silent(count, output, limits.idle().plus(length), directory, reader, cancel) && reader.whole()) {
            return;
        }
        // Decoders also grumble about what they can show; this judge stops where they could not.
        runs.ffmpeg(
                arguments.decode(output, keyFramesOnly),
                output,
                directory,
                limits.renderWall(length),
                0,
                new ProgressReader(length, Progress.silent()),
                cancel);
    }

    /** Decodes a JPEG of ours to nowhere; returns if no error was met. */
    public void decodePicture(Path picture, Path directory, CancelSignal cancel) {
        runs.ffmpeg(
                arguments.decodePicture(picture),
                picture,
                directory,
                limits.probeWall(),
                0,
                new ProgressReader(Duration.ZERO, Progress.silent()),
                cancel);
    }

    /** Puts what a notice is drawn with into the directory that the tool runs in. */
    private static void letters(TranscodePlan plan, Path directory) throws IOException {
        if (plan.drawn().isPresent()) {
            Lettering.bundled().write(directory.resolve(NoticeArguments.FONT_FILE));
            Files.writeString(
                    directory.resolve(NoticeArguments.TEXT_FILE),
                    plan.drawn().get().text());
        }
    }

    /** With as many threads as its share has: before the input they are the decoder's, before the output the encoder's. */
    private List<String> sharing(List<String> encode) {
        List<String> threads = List.of("-threads", Integer.toString(share.threads()));
        List<String> shared = new ArrayList<>(threads);
        shared.addAll(encode);
        shared.addAll(shared.size() - 1, threads);
        return shared;
    }
}
