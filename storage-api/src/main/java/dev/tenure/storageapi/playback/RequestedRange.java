package dev.tenure.storageapi.playback;

import dev.tenure.objectstore.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks for (RFC 9110 §14). One range of bytes is served; several, or another unit, are answered with the whole, as
 * the RFC allows, so no header makes an answer dearer than the object.
 */
sealed interface RequestedRange {

    /** Everything, with status 200. */
    record Whole() implements RequestedRange {}

    /** One range, with status 206. */
    record Part(ByteRange range) implements RequestedRange {}

    /** Nothing of it exists: status 416. */
    record Unsatisfiable() implements RequestedRange {}

    Pattern SINGLE = Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    static RequestedRange of(@Nullable String header, long size) {
        if (header == null) {
            return new Whole();
        }
        Matcher single = SINGLE.matcher(header);
        if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
            return new Whole();
        }
        if (single.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(single.group(2)), size);
            return suffix == 0 ? new Unsatisfiable() : new Part(new ByteRange(size - suffix, suffix));
        }
        long first = Long.parseLong(single.group(1));
        long last = single.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(single.group(2)), size - 1);
        if (!single.group(2).isEmpty() && Long.parseLong(single.group(2)) < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(new ByteRange(first, last - first + 1));
    }
}
