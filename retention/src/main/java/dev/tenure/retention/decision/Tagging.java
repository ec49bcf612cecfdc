package dev.tenure.retention.decision;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tags in the bucket up to the facts in the catalog, some time after those changed. */
public final class Tagging {

    private static final Logger LOG = LoggerFactory.getLogger(Tagging.class);

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

    /** Tags anew what is behind; returns how many items. A failure leaves the item to be tagged next time, and does not keep the others. */
    public int catchUp(int limit) {
        int caughtUp = 0;
        for (Items.StaleTags behind : items.staleTags(limit)) {
            try {
                items.find(behind.item()).ifPresent(this::tag);
                items.tagged(behind);
                caughtUp++;
            } catch (ObjectStoreException failure) {
                LOG.warn("the tags of item {} are behind still: {}", behind.item(), failure.getMessage());
            }
        }
        return caughtUp;
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
