package dev.tenure.storageapi.problem;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with somebody's JSON in their words: the parser's own name our classes. */
public final class JsonFault {

    private JsonFault() {}

    /** A sentence's end about the fault, such as {@code 'state' is not known here}. */
    public static String of(@Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException ours) {
                return String.valueOf(ours.getMessage());
            }
        }
        return switch (fault) {
            case UnrecognizedPropertyException unknown -> "'" + unknown.getPropertyName() + "' is not known here";
            case StreamReadException broken ->
                "it is no JSON from line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr() + " on";
            case JacksonException misfit -> {
                String path = path(misfit);
                yield path.isEmpty() ? "its form is another" : "'" + path + "' is missing or of another kind";
            }
            case null, default -> "there is none";
        };
    }

    private static String path(JacksonException misfit) {
        return misfit.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
