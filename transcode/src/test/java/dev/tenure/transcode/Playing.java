package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.CancelSignal;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.Planned;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes a source the whole way that a recording goes, and has everything that is made of it checked. */
final class Playing {

    private static final MediaEngine ENGINE = new MediaEngine(RealMedia.tools(), MediaLimits.defaults());

    private Playing() {}

    /** What came of it: its plan, and where its outputs lie. */
    record Made(TranscodePlan plan, Path directory, Verified.Sound verified) {

        Path media() {
            return directory.resolve(plan.mediaFile());
        }
    }

    static Container container(Path source) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            return Container.sniff(in.readNBytes(Container.SNIFF_BYTES)).orElseThrow();
        }
    }

    static Planned planned(Path source) throws IOException {
        return switch (probed(source)) {
            case Probed.Found found -> ENGINE.plan(found.facts());
            case Probed.Refused refused -> new Planned.Refused(refused.failure().reason());
        };
    }

    /** As the job does: a copy that fails, or does not stand its check, is made once more without copying. */
    static Made made(Path source) throws IOException {
        Planned planned = planned(source);
        assertThat(planned).as(planned.toString()).isInstanceOf(Planned.Accepted.class);
        TranscodePlan plan = ((Planned.Accepted) planned).plan();
        Path directory = source.resolveSibling(source.getFileName() + ".out");
        if (attempt(plan, source, directory) instanceof Verified.Sound sound) {
            return new Made(plan, directory, sound);
        }
        MediaFacts facts = ((Probed.Found) probed(source)).facts();
        TranscodePlan encoding = ((Planned.Accepted) ENGINE.planEncoding(facts)).plan();
        Path again = source.resolveSibling(source.getFileName() + ".again");
        Verified verified = attempt(encoding, source, again);
        assertThat(verified).as(encoding.reasons().toString()).isInstanceOf(Verified.Sound.class);
        return new Made(encoding, again, (Verified.Sound) verified);
    }

    private static Verified attempt(TranscodePlan plan, Path source, Path directory) {
        try {
            ENGINE.render(plan, source, RealMedia.labels(), directory, Progress.silent(), CancelSignal.never());
            return ENGINE.verify(plan, directory, CancelSignal.never());
        } catch (MediaException failed) {
            return new Verified.Rejected(failed.failure().reason());
        }
    }

    private static Probed probed(Path source) throws IOException {
        return ENGINE.probe(
                source, container(source), source.toAbsolutePath().resolveSibling(""), CancelSignal.never());
    }
}
