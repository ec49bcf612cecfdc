package dev.tenure.transcode.job;

import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.OutputFile;
import dev.tenure.transcode.Probed;
import dev.tenure.transcode.Rendered;
import dev.tenure.transcode.Verified;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.NoticeWish;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The stages on local files: fetch and probe, plan, encode, verify. Each does only what its predecessors or a run before left undone. */
final class Workshop {

    private final MediaEngine engine;
    private final SourceFile sources;
    private final Published published;
    private final Labels labels;
    private final ObjectStore store;
    private final Scratch scratch;
    private final ChunkWork chunks;
    private final NoticeWishes notices;

    Workshop(
            MediaEngine engine,
            SourceFile sources,
            Published published,
            Labels labels,
            ObjectStore store,
            Scratch scratch,
            ChunkWork chunks,
            NoticeWishes notices) {
        this.engine = engine;
        this.sources = sources;
        this.published = published;
        this.labels = labels;
        this.store = store;
        this.scratch = scratch;
        this.chunks = chunks;
        this.notices = notices;
    }

    void probe(Run run, Notes notes) throws IOException {
        if (notes.probed()) {
            return;
        }
        Path source = sources.local(run);
        run.enter("probe");
        byte[] head;
        try (InputStream in = Files.newInputStream(source)) {
            head = in.readNBytes(Container.SNIFF_BYTES);
        }
        Container container = Container.sniff(head)
                .orElseThrow(() ->
                        new Unplayable("The file is no recording in a format that is known, whatever its name says"));
        switch (engine.probe(source, container, scratch.of(run.item().id()), run)) {
            case Probed.Found found -> notes.facts(found.facts());
            case Probed.Refused refused -> throw new MediaException(refused.failure(), refused.lastLines());
        }
    }

    void plan(Run run, Notes notes) throws IOException {
        if (notes.planned()) {
            return;
        }
        run.enter("plan");
        Path directory = scratch.of(run.item().id());
        Optional<NoticeWish> wish =
                notices.of(run, store.tags(sources.stored(run).key()), directory);
        if (wish.isPresent()) {
            notes.wish(wish.get());
            notes.facts(engine.look(sources.local(run), notes.facts(), wish.get(), directory, run));
        }
        notes.plan(accepted(engine.plan(notes.facts(), notes.wish())));
    }

    void encode(Run run, Notes notes) throws IOException {
        try {
            render(run, notes);
        } catch (MediaException failed) {
            if (!(failed.failure() instanceof MediaFailure.RefusedInput) || !copies(notes.plan())) {
                throw failed;
            }
            insteadEncode(run, notes);
        }
    }

    /** Proves the outputs; where a copy does not stand it, they are made once more without copying. */
    void verify(Run run, Notes notes) throws IOException {
        encode(run, notes);
        if (Published.inPart(run, notes) && verified(run, notes) instanceof Verified.Rejected) {
            // What is there was made by an earlier recipe perhaps: then all of it is made anew.
            Scratch.delete(directory(run, notes));
            notes.makeWhole();
            encode(run, notes);
        }
        if (verified(run, notes) instanceof Verified.Rejected rejected) {
            if (!copies(notes.plan())) {
                throw new Unplayable("What was made of it did not stand the check: " + rejected.reason());
            }
            insteadEncode(run, notes);
            if (verified(run, notes) instanceof Verified.Rejected again) {
                throw new Unplayable("What was made of it did not stand the check: " + again.reason());
            }
        }
    }

    /** The outputs of a verified run. */
    Rendition rendition(Run run, Notes notes) throws IOException {
        Path directory = directory(run, notes);
        ObjectTags tags = store.tags(sources.stored(run).key());
        MediaLabels words = labels.of(run.item(), tags);
        // Everything is there: this only lists it.
        Rendered whole = engine.render(notes.plan(), sources.local(run), words, directory, Progress.silent(), run);
        List<OutputFile> outputs =
                Published.inPart(run, notes) ? published.fresh(run, whole.outputs()) : whole.outputs();
        return new Rendition(directory, outputs, tags);
    }

    private void insteadEncode(Run run, Notes notes) throws IOException {
        MediaFacts facts = engine.look(
                sources.local(run), notes.facts(), scratch.of(run.item().id()), run);
        notes.facts(facts);
        notes.insteadEncoding(accepted(engine.planEncoding(facts, notes.wish())));
        render(run, notes);
    }

    private void render(Run run, Notes notes) throws IOException {
        Path source = sources.local(run);
        MediaLabels words = labels(run);
        run.lasting(notes.plan().duration());
        Path directory = directory(run, notes);
        if (Published.inPart(run, notes)) {
            published.bring(run, directory);
        }
        notices.bringSound(run.item().account(), notes.plan(), directory);
        chunks.join(run, notes, source, words, directory);
        Progress progress = run.enter("encode");
        engine.render(notes.plan(), source, words, directory, progress, run);
    }

    private Verified verified(Run run, Notes notes) throws IOException {
        run.enter("verify");
        return engine.verify(notes.plan(), directory(run, notes), run);
    }

    private MediaLabels labels(Run run) {
        return labels.of(run.item(), store.tags(sources.stored(run).key()));
    }

    /** One directory per plan, as the engine wants it. */
    private Path directory(Run run, Notes notes) throws IOException {
        return scratch.of(run.item().id()).resolve(notes.encoding() ? "encoded" : "planned");
    }

    private static TranscodePlan accepted(Planned planned) {
        return switch (planned) {
            case Planned.Accepted accepted -> accepted.plan();
            case Planned.Refused refused -> throw new Unplayable(refused.reason());
        };
    }

    private static boolean copies(TranscodePlan plan) {
        return plan.picture()
                        .filter(video -> video.treatment() == Treatment.COPY)
                        .isPresent()
                || plan.sound()
                        .filter(audio -> audio.treatment() == Treatment.COPY)
                        .isPresent();
    }
}
