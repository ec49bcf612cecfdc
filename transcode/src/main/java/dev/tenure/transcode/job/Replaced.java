package dev.tenure.transcode.job;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Removals;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectVersion;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the bytes of what was given up or replaced, some time after nobody is sent to them any more. Of what a hold keeps nothing is deleted, also where the
 * hold comes at the same moment, and the trail says what goes before it goes ({@link Removals}); whatever cannot be deleted is tried again, and goes with its item at the latest.
 */
public final class Replaced {

    private static final Logger LOG = LoggerFactory.getLogger(Replaced.class);

    private static final Actor ACTOR = Actor.system("transcode");

    private final StoredObjects objects;
    private final Removals removals;
    private final ObjectStore store;
    private final Duration keep;

    Replaced(StoredObjects objects, Removals removals, ObjectStore store, Duration keep) {
        this.objects = objects;
        this.removals = removals;
        this.store = store;
        this.keep = keep;
    }

    /** Deletes what is due; returns how many objects are proven gone. */
    public int delete(int limit) {
        int gone = 0;
        for (StoredObject object : objects.dropped(Publication.OURS, keep, limit)) {
            try {
                if (removals.permit(object.item(), List.of(object.id()), ACTOR) && delete(object)) {
                    objects.gone(object.id());
                    gone++;
                }
            } catch (ObjectStoreException failed) {
                LOG.warn("a replaced object of recording {} stays for now: {}", object.item(), failed.getMessage());
                return gone;
            }
        }
        return gone;
    }

    private boolean delete(StoredObject object) {
        for (MultipartUpload open : store.listUploads(object.key())) {
            store.abortUpload(open);
        }
        List<ObjectVersion> there = versions(object);
        if (!there.isEmpty()) {
            store.deleteVersions(there);
        }
        return versions(object).isEmpty();
    }

    private List<ObjectVersion> versions(StoredObject object) {
        String key = object.key().value();
        return store.listVersions(new KeyPrefix(key.substring(0, key.lastIndexOf('/') + 1))).stream()
                .filter(version -> version.key().equals(object.key()))
                .toList();
    }
}
