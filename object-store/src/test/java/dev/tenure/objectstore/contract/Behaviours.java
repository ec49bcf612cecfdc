package dev.tenure.objectstore.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What the behaviours of every subject begin with. Each test has a folder of its own, so all may share a bucket. */
public abstract class Behaviours {

    protected static final String TYPE = "application/octet-stream";
    /** S3's smallest part but the last. */
    protected static final int PART = 5 << 20;

    protected static final ObjectTags TAGS =
            ObjectTags.of(Map.of("tenure-item", "42", "tenure-go-at", "2026-11-24T10:00:00Z"));
    protected static final ObjectTags OTHER_TAGS = ObjectTags.of(Map.of("tenure-hold", "true"));

    protected final ObjectStoreContract server;
    protected final ObjectStore store;
    protected final KeyPrefix folder = new KeyPrefix("contract/" + UUID.randomUUID() + "/");

    private final Random random = new Random(20261124);

    protected Behaviours(ObjectStoreContract server) {
        this.server = server;
        this.store = server.store();
    }

    protected final ObjectVersion put(ObjectKey key, byte[] bytes) {
        return store.put(key, bytes, TYPE, TAGS);
    }

    protected final byte[] read(ObjectKey key, ByteRange range) throws IOException {
        try (InputStream body = store.open(key, range)) {
            return body.readAllBytes();
        }
    }

    protected final byte[] read(ObjectVersion version, ByteRange range) throws IOException {
        try (InputStream body = store.open(version, range)) {
            return body.readAllBytes();
        }
    }

    protected final byte[] random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    protected final void needsVersions() {
        assumeTrue(store.features().versions(), "keeps no versions");
    }

    protected final void needsTags() {
        assumeTrue(store.features().tags(), "keeps no tags");
    }
}
