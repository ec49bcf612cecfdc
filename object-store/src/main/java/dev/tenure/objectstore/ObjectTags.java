package dev.tenure.objectstore;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Tags of an object as S3 bounds them: at most 10, keys of 1 to 128 and values of at most 256 characters out of ASCII letters, digits, spaces
 * and {@code + - = . _ : / @}. Anything else is refused here rather than by some servers only.
 */
public record ObjectTags(SortedMap<String, String> values) {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9 +\\-=._:/@]*");

    public ObjectTags {
        values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
        if (values.size() > 10) {
            throw new IllegalArgumentException("more than 10 tags: " + values.keySet());
        }
        values.forEach((key, value) -> {
            boolean keyFits = !key.isEmpty()
                    && key.length() <= 128
                    && ALLOWED.matcher(key).matches();
            if (!keyFits || value.length() > 256 || !ALLOWED.matcher(value).matches()) {
                throw new IllegalArgumentException("not a legal tag: " + key + "=" + value);
            }
        });
    }

    public static ObjectTags of(Map<String, String> values) {
        return new ObjectTags(new TreeMap<>(values));
    }

    public static ObjectTags none() {
        return of(Map.of());
    }
}
