package dev.tenure.transcode.job;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;

/** Encodes one chunk and puts it into the bucket. It may be cut off at any line and begins again, on this machine or another. */
final class ChunkStep extends AbstractStep {

    static final String NAME = "chunk";

    private final MediaEngine engine;
    private final SourceFile sources;
    private final ChunkFiles files;
    private final Items items;
    private final InstantSource clock;
    private final ObjectStore store;
    private final Scratch scratch;
    private final Runs runs;
    private final Duration lifetime;
    private final BooleanSupplier stopAsked;

    ChunkStep(
            JobRepository repository,
            MediaEngine engine,
            SourceFile sources,
            ChunkFiles files,
            Items items,
            InstantSource clock,
            ObjectStore store,
            Scratch scratch,
            Runs runs,
            Duration lifetime,
            BooleanSupplier stopAsked) {
        super(repository);
        setName(NAME);
        this.engine = engine;
        this.sources = sources;
        this.files = files;
        this.items = items;
        this.clock = clock;
        this.store = store;
        this.scratch = scratch;
        this.runs = runs;
        this.lifetime = lifetime;
        this.stopAsked = stopAsked;
    }

    @Override
    protected void doExecute(StepExecution partition) throws Exception {
        ChunkOrder order = ChunkOrder.of(partition);
        Optional<Run> here = runs.find(order.item());
        BooleanSupplier stop =
                () -> stopAsked.getAsBoolean() || here.map(Run::cancelled).orElse(false);
        Claim claim = new Claim(partition, order.item(), getJobRepository(), items, clock, stop, lifetime);
        try {
            claim.prove();
            if (files.made(order.item(), order.attempt(), order.chunk()).isEmpty()) {
                encode(partition.getId(), order, here, claim);
            }
        } catch (MediaException failed) {
            // An interrupt has done its work by now; left standing it would break the statements that say where we are.
            if (Thread.interrupted()) {
                here.ifPresent(Run::interrupted);
                throw new JobInterruptedException("interrupted");
            }
            if (failed.failure() instanceof MediaFailure.Cancelled) {
                throw new JobInterruptedException("stopped, or no longer this process's to do");
            }
            throw failed;
        }
    }

    private void encode(long partition, ChunkOrder order, Optional<Run> here, Claim claim) throws IOException {
        Item item = items.find(order.item()).orElseThrow();
        try {
            Path directory = scratch.ofChunk(partition);
            StoredObject stored = sources.stored(item.id());
            // Whoever joins has the source; everybody else fetches it for this chunk and keeps nothing.
            Path source = here.isPresent()
                    ? sources.local(here.get())
                    : sources.local(stored, directory, Progress.silent(), claim::checkpoint);
            Path made = directory.resolve("made.mp4");
            engine.encodeChunk(order.plan(), order.cut(), order.stretch(), source, made, Progress.silent(), claim);
            claim.prove();
            files.write(order, partition, made, store.tags(stored.key()), claim::checkpoint);
        } finally {
            scratch.removeChunk(partition);
        }
    }
}
