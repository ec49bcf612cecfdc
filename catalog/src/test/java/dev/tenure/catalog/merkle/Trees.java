package dev.tenure.catalog.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trees of tests: the definition of RFC 6962 written down once more, and the tree under test with its nodes in memory. */
final class Trees {

    private Trees() {}

    static List<TreeHash> leaves(int count) {
        List<TreeHash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(TreeHash.ofLeaf(ByteBuffer.allocate(4).putInt(i).array()));
        }
        return leaves;
    }

    /** MTH as section 2.1 defines it, without anything kept. */
    static TreeHash root(List<TreeHash> leaves) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY;
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.ofNode(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    /** All nodes of a tree of these leaves. */
    static Map<Subtree, TreeHash> nodes(List<TreeHash> leaves) {
        Map<Subtree, TreeHash> nodes = new HashMap<>();
        GrowingTree tree = GrowingTree.empty();
        leaves.forEach(leaf -> tree.append(leaf).forEach(node -> nodes.put(node.place(), node.hash())));
        return nodes;
    }

    static Nodes kept(Map<Subtree, TreeHash> nodes) {
        return place -> {
            TreeHash hash = nodes.get(place);
            if (hash == null) {
                throw new AssertionError("asked for a subtree that is not complete: " + place);
            }
            return hash;
        };
    }
}
