package dev.tenure.retention.decision;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import java.util.List;

/** Brings the tags in the bucket up to the facts in the catalog, some time after those changed. */
public final class Tagging {

    private final Items items;
    private final StoredObjects objects;
    private final ItemDecisions decisions;
    private final ObjectStore store;

    Tagging(Items items, StoredObjects objects, ItemDecisions decisions, ObjectStore store) {
        this.items = items;
        this.objects = objects;
        this.decisions = decisions;
        this.store = store;
    }

    /** Tags anew what is behind; returns how many items. A failure leaves the item to be tagged next time. */
    public int catchUp(int limit) {
        List<Items.StaleTags> stale = items.staleTags(limit);
        for (Items.StaleTags behind : stale) {
            items.find(behind.item()).ifPresent(this::tag);
            items.tagged(behind);
        }
        return stale.size();
    }

    private void tag(Item item) {
        String goAt = decisions
                .decide(item)
                .map(decision -> decision.destroyAt().toString())
                .orElse("never");
        ObjectTags tags = ItemTags.of(item, goAt);
        for (StoredObject object : objects.visible(item.id())) {
            try {
                store.retag(object.key(), tags);
            } catch (ObjectNotFound destroyedMeanwhile) {
                // Its bytes went between our look at the catalog and now; there is nothing left to tag.
            }
        }
    }
}
