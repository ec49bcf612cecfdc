package dev.tenure.catalog.merkle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree that is appended to, as its peaks: the complete subtrees that together are all of it, at most one of a level. So an append costs
 * O(log n) hashes however large the tree is. For one thread.
 */
public final class GrowingTree {

    /** The smallest, rightmost peak first. */
    private final Deque<Node> peaks;

    private long size;

    private GrowingTree(long size, Deque<Node> peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    public static GrowingTree empty() {
        return new GrowingTree(0, new ArrayDeque<>());
    }

    /** Goes on with a tree whose nodes are kept; reads at most 54 of them. */
    public static GrowingTree resume(long size, Nodes nodes) {
        Deque<Node> peaks = new ArrayDeque<>();
        Ranges.peaks(0, size).forEach(place -> peaks.push(new Node(place, nodes.hash(place))));
        return new GrowingTree(size, peaks);
    }

    /** Appends a leaf, and returns the subtrees that are complete with it: the leaf itself, then what lies above it, upwards. */
    public List<Node> append(TreeHash leaf) {
        List<Node> complete = new ArrayList<>();
        Node node = new Node(new Subtree(0, size), leaf);
        complete.add(node);
        for (Node left = peaks.peek(); left != null && sameLevel(left, node); left = peaks.peek()) {
            peaks.pop();
            node = new Node(node.place().parent(), TreeHash.ofNode(left.hash(), node.hash()));
            complete.add(node);
        }
        peaks.push(node);
        size++;
        return complete;
    }

    public long size() {
        return size;
    }

    public TreeHash root() {
        @Nullable TreeHash right = null;
        for (Node peak : peaks) {
            right = right == null ? peak.hash() : TreeHash.ofNode(peak.hash(), right);
        }
        return right == null ? TreeHash.EMPTY : right;
    }

    private static boolean sameLevel(Node one, Node other) {
        return one.place().level() == other.place().level();
    }
}
