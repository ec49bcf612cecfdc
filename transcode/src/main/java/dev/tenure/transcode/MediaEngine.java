package dev.tenure.transcode;

import dev.tenure.transcode.ffmpeg.Confinement;
import dev.tenure.transcode.ffmpeg.Ffmpeg;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.ProcessorShare;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.NoticeWish;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.Recipe;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes local files playable: probe, plan, render, verify. Each step can be repeated at any time: planning is pure, a
 * render makes only what its attempt directory lacks, and every output appears by an atomic rename when it is whole.
 *
 * <p>Where the plan's notice is heard, its sound file must lie in the attempt directory as {@link #NOTICE_SOUND} before it is rendered.
 *
 * <p>An attempt directory belongs to one plan and one process at a time. Besides the outputs it holds, while a step
 * runs, a directory {@code .work-*} with that step's unfinished files, removed at the end or by the next run.
 *
 * <p>All steps but {@link #plan} may throw {@link MediaException} for failures that are not the source's: time limits,
 * cancellation, a missing tool, a full disk. An interrupt ends the running process and counts as cancellation.
 */
public final class MediaEngine {

    /** The name of a notice's sound file in an attempt directory. */
    public static final String NOTICE_SOUND = Ffmpeg.NOTICE_SOUND_FILE;

    private final Confinement confinement;
    private final MediaLimits limits;
    private final Ffmpeg ffmpeg;
    private final Recipe recipe;

    /** An engine that may take the whole machine and encodes pictures to H.264. */
    public MediaEngine(FfmpegTools tools, MediaLimits limits) {
        this(tools, limits, ProcessorShare.whole(), PictureCodec.H264);
    }

    /**
     * Tries once what this machine offers to confine processes, which starts the tool a few times.
     *
     * @param share what each encode takes of the machine
     * @param codec what pictures are encoded to
     */
    public MediaEngine(FfmpegTools tools, MediaLimits limits, ProcessorShare share, PictureCodec codec) {
        this.confinement = Confinement.of(tools);
        this.limits = limits;
        this.ffmpeg = new Ffmpeg(tools, limits, confinement, share);
        this.recipe = new Recipe(limits, codec);
    }

    /** How processes are confined here, for a health report. */
    public Confinement confinement() {
        return confinement;
    }

    /**
     * Looks into a source with the demuxer of the container that its magic bytes showed, and no other. A length that is
     * missing from the header, or not to be believed, is found by reading all packets; how loud its sound is, by
     * listening to it; and a picture that has to be encoded is looked at.
     *
     * @param workDirectory an existing directory for the process to live in
     */
    public Probed probe(Path source, Container container, Path workDirectory, CancelSignal cancel) {
        try (WorkDirectory work = WorkDirectory.fresh(workDirectory, "probe")) {
            return new Probed.Found(probing(source, work, cancel).facts(container));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (MediaException failed) {
            if (failed.failure() instanceof MediaFailure.RefusedInput refused) {
                return new Probed.Refused(refused, failed.lastLines());
            }
            throw failed;
        }
    }

    /**
     * The facts with what the picture looks like, unless that is known: for a source whose copy was rejected, so that it
     * has to be encoded after all.
     *
     * @param workDirectory an existing directory for the process to live in
     */
    public MediaFacts look(Path source, MediaFacts facts, Path workDirectory, CancelSignal cancel) {
        if (facts.looks().isPresent()) {
            return facts;
        }
        try (WorkDirectory work = WorkDirectory.fresh(workDirectory, "look")) {
            return probing(source, work, cancel).looked(facts, recipe.picture(facts));
        }
    }

    /**
     * The facts with what has to be known of tracks that play as they are, and are encoded all the same because of a notice.
     *
     * @param workDirectory an existing directory for the process to live in
     */
    public MediaFacts look(Path source, MediaFacts facts, NoticeWish wish, Path workDirectory, CancelSignal cancel) {
        try (WorkDirectory work = WorkDirectory.fresh(workDirectory, "look")) {
            return probing(source, work, cancel).noticed(facts, wish.what());
        }
    }

    private Probing probing(Path source, WorkDirectory work, CancelSignal cancel) {
        return new Probing(ffmpeg, limits, recipe, source, work.path(), cancel);
    }

    /** Decides what becomes of a source whose outputs carry no notice. */
    public Planned plan(MediaFacts facts) {
        return plan(facts, null);
    }

    /**
     * Decides what becomes of a source.
     *
     * @param wish the notice that the outputs should carry; null for none
     */
    public Planned plan(MediaFacts facts, @Nullable NoticeWish wish) {
        return recipe.plan(facts, wish);
    }

    /** Decides again without copying any track, for a source whose copy was rejected. */
    public Planned planEncoding(MediaFacts facts) {
        return planEncoding(facts, null);
    }

    /** The same, for outputs that should carry a notice; null for none. */
    public Planned planEncoding(MediaFacts facts, @Nullable NoticeWish wish) {
        return recipe.planEncoding(facts, wish);
    }

    /**
     * Makes the outputs that the attempt directory does not hold yet. On a failure the outputs finished before it stay.
     *
     * @throws MediaException also with {@link MediaFailure.RefusedInput} if the source breaks on the way
     */
    public Rendered render(
            TranscodePlan plan,
            Path source,
            MediaLabels labels,
            Path attemptDirectory,
            Progress progress,
            CancelSignal cancel) {
        return new Rendering(ffmpeg, plan, attemptDirectory, cancel).render(source, labels, progress);
    }

    /** When the frames of the plan's picture are shown; what a cut is decided on. Reads the source once, decodes nothing. */
    public FrameTimes frameTimes(TranscodePlan plan, Path source, Path workDirectory, CancelSignal cancel) {
        int stream = plan.picture().orElseThrow().index();
        try (WorkDirectory work = WorkDirectory.fresh(workDirectory, "times")) {
            return ffmpeg.frameTimes(source, plan.container(), stream, work.path(), cancel);
        }
    }

    /**
     * Encodes one chunk of the picture into {@code target}, unless that is there; it appears when it is whole. Any machine that has the source may.
     *
     * @throws MediaException with {@link MediaFailure.RefusedInput} also if what came out is not the frames of the chunk
     */
    public void encodeChunk(
            TranscodePlan plan,
            Division.Cut cut,
            Chunk chunk,
            Path source,
            Path target,
            Progress progress,
            CancelSignal cancel) {
        new ChunkRendering(ffmpeg, plan, cut, cancel).encode(chunk, source, target, progress);
    }

    /**
     * Makes the media file of the plan out of its chunks, unless it is there; {@link #render} then makes what else is lacking.
     *
     * @param chunks the files of all chunks, in order
     * @throws MediaException with {@link MediaFailure.RefusedInput} if they do not fit together; {@link #render} makes the whole then
     */
    public void join(
            TranscodePlan plan,
            Division.Cut cut,
            List<Path> chunks,
            Path source,
            MediaLabels labels,
            Path attemptDirectory,
            Progress progress,
            CancelSignal cancel) {
        new ChunkRendering(ffmpeg, plan, cut, cancel).join(chunks, source, labels, attemptDirectory, progress);
    }

    /** Probes and decodes every output of a finished render and compares it with its plan. */
    public Verified verify(TranscodePlan plan, Path attemptDirectory, CancelSignal cancel) {
        return new Verification(ffmpeg, plan, attemptDirectory, cancel).verify();
    }
}
