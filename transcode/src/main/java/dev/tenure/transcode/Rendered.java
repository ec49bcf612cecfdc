package dev.tenure.transcode;

import java.util.List;

/**
 * What a render left in the attempt directory, whole but not yet verified.
 *
 * @param recipe version of the rules that made the files
 */
public record Rendered(String recipe, List<OutputFile> outputs) {

    public Rendered {
        outputs = List.copyOf(outputs);
    }
}
