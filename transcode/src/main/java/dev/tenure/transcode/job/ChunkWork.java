package dev.tenure.transcode.job;

import dev.tenure.catalog.StoredObject;
import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Chunking;
import dev.tenure.transcode.plan.Division;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the one who has the recording does about chunks: decides whether to cut, joins, and clears up. */
final class ChunkWork {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkWork.class);

    private final MediaEngine engine;
    private final SourceFile sources;
    private final Scratch scratch;
    private final ChunkFiles files;
    private final Chunking chunking;
    private final Fleet fleet;
    private final int threads;

    ChunkWork(
            MediaEngine engine,
            SourceFile sources,
            Scratch scratch,
            ChunkFiles files,
            Chunking chunking,
            Fleet fleet,
            int threads) {
        this.engine = engine;
        this.sources = sources;
        this.scratch = scratch;
        this.files = files;
        this.chunking = chunking;
        this.fleet = fleet;
        this.threads = threads;
    }

    /** Decides once per attempt; who goes on after a death finds the chunks of the one before. */
    void divide(Run run, Notes notes) throws IOException {
        // A part alone is made of what was encoded before.
        if (notes.closed() || notes.divided() || Published.inPart(run, notes)) {
            return;
        }
        int free = fleet.free() + threads;
        Optional<String> obstacle = chunking.obstacle(notes.facts(), notes.plan(), free);
        Division division = obstacle.isPresent() ? new Division.Whole(obstacle.get()) : cut(run, notes, free);
        LOG.info("Recording {}: {}", notes.item(), division.reason());
        notes.division(division);
    }

    private Division cut(Run run, Notes notes, int free) throws IOException {
        Path source = sources.local(run);
        Path directory = scratch.of(notes.item());
        try {
            return chunking.divide(
                    notes.facts(), notes.plan(), free, engine.frameTimes(notes.plan(), source, directory, run));
        } catch (MediaException failed) {
            if (failed.failure() instanceof MediaFailure.RefusedInput refused) {
                return new Division.Whole("Not cut: " + refused.reason());
            }
            throw failed;
        }
    }

    /** Joins the chunks into the attempt directory if all are there and fit; otherwise leaves it to be made whole. */
    void join(Run run, Notes notes, Path source, MediaLabels labels, Path directory) throws IOException {
        if (notes.encoding()
                || !(notes.division() instanceof Division.Cut cut)
                || Files.exists(directory.resolve(notes.plan().mediaFile()))) {
            return;
        }
        List<StoredObject> made = new ArrayList<>();
        for (Chunk chunk : cut.chunks()) {
            files.made(notes.item(), notes.attempt(), chunk.number()).ifPresent(made::add);
        }
        if (made.size() < cut.chunks().size()) {
            LOG.warn(
                    "Recording {}: {} of {} chunks, so it is encoded whole",
                    notes.item(),
                    made.size(),
                    cut.chunks().size());
            return;
        }
        Path fetched = scratch.of(notes.item()).resolve("chunks");
        Scratch.delete(fetched);
        Files.createDirectory(fetched);
        try {
            List<Path> local = new ArrayList<>();
            for (StoredObject chunk : made) {
                Path file = fetched.resolve(chunk.name());
                files.fetch(chunk, file, run::checkpoint);
                local.add(file);
            }
            engine.join(notes.plan(), cut, local, source, labels, directory, run.enter("join"), run);
        } catch (MediaException failed) {
            if (!(failed.failure() instanceof MediaFailure.RefusedInput refused)) {
                throw failed;
            }
            LOG.warn("Recording {} is encoded whole: {}", notes.item(), refused.reason());
        } finally {
            Scratch.delete(fetched);
        }
    }

    /** Deletes the chunks of a recording that is ready. Whatever keeps them is no reason to fail: they are looked for again. */
    void clear(Run run) {
        try {
            files.remove(run.item().id());
        } catch (RuntimeException later) {
            LOG.warn("Chunks of recording {} wait to be deleted: {}", run.item().id(), later.toString());
        }
    }
}
