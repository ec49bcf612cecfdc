package dev.tenure.catalog;

import dev.tenure.objectstore.ObjectTags;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts that every object of an item carries in the bucket, for people and tools that see only the bucket. The catalog is the truth; tags
 * follow it.
 */
public final class ItemTags {

    private ItemTags() {}

    /**
     * The tags of an item's objects.
     *
     * @param goAt when the item goes, as text; {@code never} when nothing makes it go
     */
    public static ObjectTags of(Item item, String goAt) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("tenure-item", item.id().toString());
        tags.put("tenure-account", item.account().toString());
        tags.put("tenure-kind", item.kind().name());
        tags.put("tenure-retention", item.retentionClass() == null ? "none" : item.retentionClass());
        tags.put("tenure-go-at", goAt);
        tags.put("tenure-notice", item.notice() == null ? "none" : item.notice().toString());
        tags.put("tenure-hold", Boolean.toString(item.holdCount() > 0));
        return ObjectTags.of(tags);
    }
}
