package dev.tenure.transcode.job;

import dev.tenure.objectstore.ObjectTags;
import dev.tenure.transcode.OutputFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Verified outputs.
 *
 * @param directory where they lie
 * @param tags what their objects carry: the source's
 */
record Rendition(Path directory, List<OutputFile> outputs, ObjectTags tags) {

    Rendition {
        outputs = List.copyOf(outputs);
    }
}
