package dev.tenure.catalog.trail;

import dev.tenure.catalog.TrailDetail;
import dev.tenure.catalog.merkle.GrowingTree;
import dev.tenure.catalog.merkle.InclusionProof;
import dev.tenure.catalog.merkle.Node;
import dev.tenure.catalog.merkle.Subtree;
import dev.tenure.catalog.merkle.TreeHash;
import dev.tenure.catalog.timestamp.TimestampFailed;
import dev.tenure.catalog.timestamp.TimestampToken;
import dev.tenure.catalog.trail.JdbcCheckedRows.AnchorRow;
import dev.tenure.catalog.trail.JdbcCheckedRows.HeadRow;
import dev.tenure.catalog.trail.JdbcCheckedRows.LeafRow;
import dev.tenure.catalog.trail.JdbcCheckedRows.PendingRow;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run over the trail: the tree grows again from the entries, and everything that is kept of it is compared on the way. */
final class Recomputation {

    /** Leaves in memory at once. */
    private static final int PAGE = 1000;

    private final JdbcCheckedRows rows;
    private final JdbcTree tree;
    private final Set<String> keyIds;
    private final NavigableMap<Long, SignedHead> known = new TreeMap<>();
    private final GrowingTree growing = GrowingTree.empty();

    private long erased;
    private long heads;
    private long lastHead;
    private long pending;

    Recomputation(JdbcCheckedRows rows, JdbcTree tree, Set<String> keyIds, Collection<SignedHead> known) {
        this.rows = rows;
        this.tree = tree;
        this.keyIds = keyIds;
        known.forEach(head -> this.known.put(head.head().size(), head));
    }

    /** Ends a run at its first finding. */
    private static final class Found extends Exception {

        private final transient TrailFinding finding;

        Found(String table, Object key, String problem) {
            this.finding = TrailFinding.of(table, key, problem);
        }
    }

    TrailReport report() {
        try {
            leaves();
            ends();
            strays();
            anchors();
            return report(Optional.empty());
        } catch (Found found) {
            return report(Optional.of(found.finding));
        }
    }

    private TrailReport report(Optional<TrailFinding> finding) {
        return new TrailReport(growing.size(), erased, heads, pending, finding);
    }

    private void leaves() throws Found {
        List<LeafRow> page;
        do {
            long begin = growing.size();
            page = rows.leaves(begin, PAGE);
            Map<Subtree, TreeHash> nodes = rows.nodes(begin, begin + page.size());
            Map<Long, HeadRow> signed = rows.heads(begin, begin + page.size());
            for (LeafRow leaf : page) {
                for (Node node : growing.append(checked(leaf))) {
                    compare(node, nodes);
                }
                HeadRow head = signed.get(growing.size());
                if (head != null) {
                    compare(head);
                }
                compare(known.get(growing.size()));
            }
            Optional<Subtree> inserted = nodes.keySet().stream().findFirst();
            if (inserted.isPresent()) {
                throw new Found("trail_node", inserted.get(), "was inserted: no tree has this node");
            }
        } while (page.size() == PAGE);
    }

    /** The leaf's hash, recomputed from its entry. */
    private TreeHash checked(LeafRow leaf) throws Found {
        if (leaf.index() != growing.size()) {
            throw new Found("trail_leaf", growing.size(), "was removed");
        }
        LoggedEntry entry = leaf.entry();
        if (entry == null) {
            throw new Found("trail_entry", leaf.sequence(), "was removed; it is leaf " + leaf.index());
        }
        TreeHash computed = entry.leaf();
        if (!computed.equals(leaf.hash())) {
            throw changed(leaf, computed);
        }
        TrailDetail detail = leaf.detail();
        if (detail == null) {
            erased++;
        }
        compare(entry, detail);
        return computed;
    }

    /** Entry or leaf: the one that does not lead to the head was changed. */
    private Found changed(LeafRow leaf, TreeHash computed) {
        HeadRow head = rows.headFrom(leaf.index() + 1).orElse(null);
        if (head != null) {
            try {
                InclusionProof proof = InclusionProof.of(leaf.index(), head.size(), tree);
                if (proof.proves(leaf.hash(), head.root())) {
                    return new Found("trail_entry", leaf.sequence(), "was changed; it is leaf " + leaf.index());
                }
                if (proof.proves(computed, head.root())) {
                    return new Found("trail_leaf", leaf.index(), "was changed");
                }
            } catch (BrokenTree e) {
                return new Found(
                        "trail_entry",
                        leaf.sequence(),
                        "or its leaf " + leaf.index() + " was changed; " + e.getMessage());
            }
        }
        return new Found(
                "trail_entry", leaf.sequence(), "or its leaf " + leaf.index() + " was changed, moved or inserted");
    }

    private static void compare(LoggedEntry entry, @Nullable TrailDetail detail) throws Found {
        if (detail != null && !detail.commitment().equals(entry.commitment())) {
            throw new Found("trail_detail", entry.sequence(), "was changed: it is not what its entry was committed to");
        }
    }

    private static void compare(Node node, Map<Subtree, TreeHash> nodes) throws Found {
        Subtree place = node.place();
        if (place.level() == 0) {
            return;
        }
        TreeHash kept = nodes.remove(place);
        if (kept == null) {
            throw new Found("trail_node", place, "was removed");
        }
        if (!kept.equals(node.hash())) {
            long first = place.index() << place.level();
            throw new Found(
                    "trail_node",
                    place,
                    "was changed, or the entries of leaves " + first + " to " + (place.completeAt() - 1)
                            + " were, together with what was computed from them");
        }
    }

    private void compare(HeadRow row) throws Found {
        SignedHead signed;
        try {
            signed = SignedHead.open(row.document());
        } catch (IllegalArgumentException e) {
            throw new Found("trail_head", row.size(), "was changed: " + e.getMessage());
        }
        if (!keyIds.isEmpty() && !keyIds.contains(signed.keyId())) {
            throw new Found("trail_head", row.size(), "is signed by a key that is not ours: " + signed.keyId());
        }
        TrailHead head = signed.head();
        if (head.size() != row.size() || !head.root().equals(row.root())) {
            throw new Found("trail_head", row.size(), "was changed: it does not say what was signed");
        }
        if (!head.root().equals(growing.root())) {
            throw new Found(
                    "trail_head",
                    row.size(),
                    "signs another tree: entries of leaves " + lastHead + " to " + (row.size() - 1)
                            + " were changed, together with what was computed from them");
        }
        if (head.previous() != lastHead) {
            throw new Found(
                    "trail_head", head.previous(), "was removed, or one was inserted before the head " + row.size());
        }
        lastHead = row.size();
        heads++;
    }

    private void compare(@Nullable SignedHead kept) throws Found {
        if (kept == null) {
            return;
        }
        if (!keyIds.isEmpty() && !keyIds.contains(kept.keyId())) {
            throw new Found(
                    "the head of size",
                    kept.head().size(),
                    "kept elsewhere is signed by a key that is not ours: " + kept.keyId());
        }
        if (!kept.head().root().equals(growing.root())) {
            throw new Found(
                    "trail_entry",
                    "of a leaf below " + kept.head().size(),
                    "was changed and the trail signed anew: the head of this size that is kept elsewhere has another root");
        }
    }

    /** The tree must end where its last head says. */
    private void ends() throws Found {
        long size = growing.size();
        HeadRow beyond = rows.headFrom(size + 1).orElse(null);
        if (beyond != null) {
            throw new Found(
                    "trail_leaf",
                    size,
                    "was removed with all after it: a head of " + beyond.size() + " leaves was signed");
        }
        Long keptBeyond = known.higherKey(size);
        if (keptBeyond != null) {
            throw new Found(
                    "trail_leaf",
                    size,
                    "was removed with all after it: a head of " + keptBeyond + " leaves is kept elsewhere");
        }
        if (lastHead != size) {
            throw new Found("trail_leaf", lastHead, "was inserted, or the head that signed it was removed");
        }
        Optional<Subtree> node = rows.nodeAbove(size);
        if (node.isPresent()) {
            throw new Found("trail_node", node.get(), "was inserted: no tree of " + size + " leaves has this node");
        }
    }

    private void strays() throws Found {
        List<PendingRow> page;
        long last = 0;
        do {
            page = rows.pending(last, PAGE);
            for (PendingRow row : page) {
                compare(row.entry(), row.detail());
                last = row.entry().sequence();
            }
            pending += page.size();
        } while (page.size() == PAGE);
        stray("trail_entry", rows.strayEntry(), "was inserted, or its leaf removed: it has none and waits for none");
        stray("trail_pending", rows.strayPending(), "was inserted: its entry is missing or has its leaf already");
        stray("trail_detail", rows.strayDetail(), "is left of an entry that was removed");
    }

    /** A row that is missing says nothing: the object counts, and a machine may have died between the two. */
    private void anchors() throws Found {
        List<AnchorRow> page;
        long last = 0;
        do {
            page = rows.anchors(last, PAGE);
            for (AnchorRow row : page) {
                compare(row);
                last = row.size();
            }
        } while (page.size() == PAGE);
    }

    private static void compare(AnchorRow row) throws Found {
        if (row.document() == null) {
            throw new Found("trail_anchor", row.size(), "was inserted or changed: no head has this size");
        }
        TrailHead head = SignedHead.open(row.document()).head();
        if (!row.key().equals(TrailAnchors.key(head).value())) {
            throw new Found("trail_anchor", row.size(), "was changed: it names an object that is not its head's");
        }
        if (row.token() != null) {
            try {
                TimestampToken.check(
                        HexFormat.of().parseHex(row.token()), row.document().getBytes(StandardCharsets.UTF_8), null);
            } catch (TimestampFailed e) {
                throw new Found(
                        "trail_anchor", row.size(), "was changed: its timestamp is not its head's: " + e.getMessage());
            }
        }
    }

    private static void stray(String table, Optional<Long> sequence, String problem) throws Found {
        if (sequence.isPresent()) {
            throw new Found(table, sequence.get(), problem);
        }
    }
}
