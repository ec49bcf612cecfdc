package dev.tenure.transcode;

import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;

/** The outcome of looking into a source. */
public sealed interface Probed {

    record Found(MediaFacts facts) implements Probed {}

    /**
     * The source is not what it claims to be, or is too much for the limits.
     *
     * @param lastLines what the tool said of it last, free of paths and addresses; may be empty
     */
    record Refused(MediaFailure.RefusedInput failure, String lastLines) implements Probed {}
}
