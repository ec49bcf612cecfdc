package dev.tenure.catalog.trail;

import dev.tenure.catalog.merkle.TreeHash;
import dev.tenure.catalog.signing.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A leaf in a tree of many, as a trail would have it. */
public final class SampleTrail {

    private static final int LEVELS = 17;

    /** Another one each time would make no document the same twice. */
    private static final TrailLeaf LEAF = grow();

    private SampleTrail() {}

    public static TrailLeaf leaf() {
        return LEAF;
    }

    private static TrailLeaf grow() {
        TreeHash leaf = TreeHash.ofLeaf("an entry".getBytes(StandardCharsets.UTF_8));
        TreeHash root = leaf;
        List<TreeHash> path = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            TreeHash beside = TreeHash.ofLeaf(("beside " + level).getBytes(StandardCharsets.UTF_8));
            path.add(beside);
            root = TreeHash.ofNode(root, beside);
        }
        TrailHead head = new TrailHead(1L << LEVELS, root, 17, Instant.parse("2026-04-28T02:00:05Z"));
        try {
            Path directory = Files.createTempDirectory("trail");
            SigningKey key = SigningKey.openOrCreate(directory.resolve("key.pem"));
            Files.delete(directory.resolve("key.pem"));
            Files.delete(directory);
            return new TrailLeaf(4711, leaf, 0, path, SignedHead.sign(head, key), null);
        } catch (IOException e) {
            throw new AssertionError("no place for a key", e);
        }
    }
}
