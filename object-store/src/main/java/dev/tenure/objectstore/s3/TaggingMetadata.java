package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectTags;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tags as user metadata, for servers that keep no tags: {@code x-amz-meta-tag-<name>}. Header names know no case and no spaces, so only tags whose
 * names fit are carried; ours do.
 */
final class TaggingMetadata {

    private static final String PREFIX = "tag-";

    private TaggingMetadata() {}

    static Map<String, String> with(ObjectTags tags, Map<String, String> others) {
        Map<String, String> metadata = new HashMap<>(others);
        tags.values().forEach((name, value) -> {
            if (name.matches("[a-z0-9.-]+")) {
                metadata.put(PREFIX + name, value);
            }
        });
        return metadata;
    }

    static ObjectTags in(Map<String, String> metadata) {
        TreeMap<String, String> tags = new TreeMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                tags.put(name.substring(PREFIX.length()), value);
            }
        });
        return new ObjectTags(tags);
    }
}
