package dev.tenure.catalog.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * That a leaf is the one with this index in a tree of this size.
 *
 * @param path hashes beside the way from the leaf up to the root (RFC 6962, section 2.1.1)
 */
public record InclusionProof(long index, long size, List<TreeHash> path) {

    public InclusionProof {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaf " + index);
        }
        path = List.copyOf(path);
    }

    /** Makes the proof out of kept nodes. */
    public static InclusionProof of(long index, long size, Nodes nodes) {
        InclusionProof place = new InclusionProof(index, size, List.of());
        List<TreeHash> path = new ArrayList<>();
        Ranges.path(place.index, 0, place.size, nodes, path);
        return new InclusionProof(index, size, path);
    }

    /** Checks it as RFC 9162, section 2.1.3.2 says. */
    public boolean proves(TreeHash leaf, TreeHash root) {
        long fn = index;
        long sn = size - 1;
        TreeHash hash = leaf;
        for (TreeHash beside : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = TreeHash.ofNode(beside, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = TreeHash.ofNode(hash, beside);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && hash.equals(root);
    }
}
