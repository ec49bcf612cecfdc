package dev.tenure.catalog.trail;

import dev.tenure.catalog.timestamp.TimestampAuthority;
import dev.tenure.catalog.timestamp.TimestampFailed;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts heads into the bucket, {@code trail/heads/<date>/<size>.json} and the token of a timestamp authority beside them, where whoever owns the
 * database cannot change them unnoticed; and holds the trail against those that are there. No account has an id that is called {@code trail}, so
 * no item's bytes ever lie there.
 */
public final class TrailAnchors {

    static final KeyPrefix PREFIX = new KeyPrefix("trail/heads/");

    /** How many anchors the trail is held against; the newest vouches for all before it, the others for the newest. */
    private static final int HELD_AGAINST = 3;

    private static final int DATE_LENGTH = "2026-11-26".length();
    private static final Logger LOG = LoggerFactory.getLogger(TrailAnchors.class);

    private final ObjectStore store;
    private final JdbcTree tree;
    private final TrailSequencer sequencer;
    private final TrailCheck check;
    private final @Nullable TimestampAuthority authority;

    TrailAnchors(
            ObjectStore store,
            JdbcTree tree,
            TrailSequencer sequencer,
            TrailCheck check,
            @Nullable TimestampAuthority authority) {
        this.store = store;
        this.tree = tree;
        this.sequencer = sequencer;
        this.check = check;
        this.authority = authority;
    }

    /**
     * Recomputes the trail, and anchors its latest head if it is whole. What was tampered with is logged as an error.
     *
     * @throws ObjectStoreException when the bucket is away; the next run does it
     */
    public TrailReport run() {
        TrailReport report = check();
        if (report.whole()) {
            sequencer.run();
            anchor();
        }
        return report;
    }

    /** Recomputes the trail and holds it against the anchors, or against itself alone while the bucket is away. */
    public TrailReport check() {
        TrailReport report = check.run(keptOrNone());
        report.finding().ifPresent(finding -> LOG.error("THE TRAIL WAS TAMPERED WITH: {}", finding));
        return report;
    }

    private List<SignedHead> keptOrNone() {
        try {
            return kept();
        } catch (ObjectStoreException away) {
            LOG.warn("trail: checked without its anchors: {}", away.getMessage());
            return List.of();
        }
    }

    private void anchor() {
        SignedHead signed = tree.latestHead().orElse(null);
        if (signed == null
                || tree.latestAnchor()
                        .filter(anchor -> anchor.size() == signed.head().size())
                        .isPresent()) {
            return;
        }
        byte[] text = signed.text().getBytes(StandardCharsets.UTF_8);
        String name = name(signed.head());
        ObjectKey key = key(signed.head());
        byte[] token = token(text);
        if (store.putIfAbsent(key, text, "application/json", ObjectTags.none()).isEmpty()
                && !Optional.of(signed.text()).equals(oldest(key).map(this::read))) {
            LOG.error("THE TRAIL WAS TAMPERED WITH: the bucket's object {} is not the head of that size", key);
            return;
        }
        if (token != null) {
            store.putIfAbsent(PREFIX.key(name + ".tst"), token, "application/timestamp-token", ObjectTags.none());
        }
        if (tree.anchored(new JdbcTree.Anchor(signed.head().size(), key.value()), token)) {
            LOG.info("trail: {} entries anchored as {}", signed.head().size(), key);
        }
    }

    /** Where a head lies in the bucket. */
    static ObjectKey key(TrailHead head) {
        return PREFIX.key(name(head) + ".json");
    }

    private static String name(TrailHead head) {
        return String.format("%s/%016d", Microseconds.text(head.at()).substring(0, DATE_LENGTH), head.size());
    }

    private byte @Nullable [] token(byte[] text) {
        if (authority == null) {
            return null;
        }
        try {
            return authority.stamp(text);
        } catch (TimestampFailed e) {
            LOG.warn("trail: anchored without a timestamp: {}", e.getMessage());
            return null;
        }
    }

    /** The newest anchors; keys begin with the date, so they are listed in order. What is no head of ours is told, and left alone. */
    List<SignedHead> kept() {
        Map<ObjectKey, ObjectVersion> oldest = new LinkedHashMap<>();
        for (ObjectVersion version : store.listVersions(PREFIX)) {
            if (!version.deleteMarker() && version.key().value().endsWith(".json")) {
                // Versions of a key are listed newest first: the one that was there first counts.
                oldest.put(version.key(), version);
            }
        }
        List<ObjectVersion> newest = new ArrayList<>(oldest.values())
                .reversed().stream().limit(HELD_AGAINST).toList();
        List<SignedHead> kept = new ArrayList<>();
        for (ObjectVersion version : newest) {
            try {
                kept.add(SignedHead.open(read(version)));
            } catch (IllegalArgumentException e) {
                LOG.error("the bucket's object {} is no head of the trail: {}", version.key(), e.getMessage());
            }
        }
        return kept;
    }

    private Optional<ObjectVersion> oldest(ObjectKey key) {
        return store.listVersions(PREFIX).stream()
                .filter(version -> version.key().equals(key) && !version.deleteMarker())
                .reduce((newer, older) -> older);
    }

    private String read(ObjectVersion version) {
        long size = Math.clamp(version.size(), 1, SignedHead.MAX_BYTES);
        try (InputStream in = store.open(version, new ByteRange(0, size))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ObjectStoreException(
                    ObjectStoreException.Fault.STORE, "the object " + version.key() + " broke off", e);
        }
    }
}
