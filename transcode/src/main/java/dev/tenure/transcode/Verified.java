package dev.tenure.transcode;

import dev.tenure.transcode.media.MediaFacts;
import java.util.List;

/** The outcome of checking the outputs of an attempt; only {@link Sound} outputs may be published. */
public sealed interface Verified {

    /**
     * Every output is there, as planned, and decodes.
     *
     * @param media what a probe of the MP4 found
     * @param segments number of HLS segments
     */
    record Sound(String recipe, List<OutputFile> outputs, MediaFacts media, int segments) implements Verified {

        public Sound {
            outputs = List.copyOf(outputs);
        }
    }

    /** An output is missing, differs from its plan, or does not decode. */
    record Rejected(String reason) implements Verified {}
}
