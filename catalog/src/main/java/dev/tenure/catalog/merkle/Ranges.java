package dev.tenure.catalog.merkle;

import java.util.ArrayList;
import java.util.List;

/** Runs of leaves, put together from complete subtrees, and the paths of proofs. */
final class Ranges {

    private Ranges() {}

    /** The complete subtrees that are the leaves from {@code begin} on, from the left; {@code begin} is where the tree splits. */
    static List<Subtree> peaks(long begin, long end) {
        List<Subtree> peaks = new ArrayList<>();
        long at = begin;
        while (at < end) {
            int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(end - at);
            peaks.add(new Subtree(level, at >> level));
            at += 1L << level;
        }
        return peaks;
    }

    /** MTH of RFC 6962, section 2.1, of the leaves from begin to end. */
    static TreeHash hash(long begin, long end, Nodes nodes) {
        List<TreeHash> peaks =
                new ArrayList<>(peaks(begin, end).stream().map(nodes::hash).toList());
        TreeHash hash = peaks.removeLast();
        while (!peaks.isEmpty()) {
            hash = TreeHash.ofNode(peaks.removeLast(), hash);
        }
        return hash;
    }

    /** PATH of RFC 6962, section 2.1.1: the siblings on the way from the leaf to the root of the leaves from begin to end. */
    static void path(long leaf, long begin, long end, Nodes nodes, List<TreeHash> path) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (leaf < middle) {
            path(leaf, begin, middle, nodes, path);
            path.add(hash(middle, end, nodes));
        } else {
            path(leaf, middle, end, nodes, path);
            path.add(hash(begin, middle, nodes));
        }
    }

    /** SUBPROOF of RFC 6962, section 2.1.2, for the first {@code size} leaves from begin on. */
    static void subproof(long size, long begin, long end, boolean known, Nodes nodes, List<TreeHash> path) {
        if (size == end - begin) {
            if (!known) {
                path.add(hash(begin, end, nodes));
            }
            return;
        }
        long left = split(end - begin);
        long middle = begin + left;
        if (size <= left) {
            subproof(size, begin, middle, known, nodes, path);
            path.add(hash(middle, end, nodes));
        } else {
            subproof(size - left, middle, end, false, nodes, path);
            path.add(hash(begin, middle, nodes));
        }
    }

    /** The largest power of two below n. */
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
