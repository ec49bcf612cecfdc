package dev.tenure.catalog.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * That the tree of size {@code to} begins with all of the tree of size {@code from}, in the same order: nothing was changed or taken away.
 *
 * @param path the nodes that both roots are made of (RFC 6962, section 2.1.2)
 */
public record ConsistencyProof(long from, long to, List<TreeHash> path) {

    public ConsistencyProof {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("a tree of " + from + " is not the beginning of one of " + to);
        }
        path = List.copyOf(path);
    }

    /** Makes the proof out of kept nodes. */
    public static ConsistencyProof of(long from, long to, Nodes nodes) {
        ConsistencyProof sizes = new ConsistencyProof(from, to, List.of());
        List<TreeHash> path = new ArrayList<>();
        Ranges.subproof(sizes.from, 0, sizes.to, true, nodes, path);
        return new ConsistencyProof(from, to, path);
    }

    /** Checks it as RFC 9162, section 2.1.4.2 says. */
    public boolean proves(TreeHash fromRoot, TreeHash toRoot) {
        if (from == to) {
            return path.isEmpty() && fromRoot.equals(toRoot);
        }
        List<TreeHash> hashes = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            hashes.addFirst(fromRoot);
        }
        if (hashes.isEmpty()) {
            return false;
        }
        long fn = from - 1;
        long sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        TreeHash first = hashes.removeFirst();
        TreeHash second = first;
        for (TreeHash beside : hashes) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                first = TreeHash.ofNode(beside, first);
                second = TreeHash.ofNode(beside, second);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                second = TreeHash.ofNode(second, beside);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && first.equals(fromRoot) && second.equals(toRoot);
    }
}
