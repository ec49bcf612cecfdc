package dev.tenure.catalog.trail;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.merkle.ConsistencyProof;
import dev.tenure.catalog.merkle.InclusionProof;
import dev.tenure.catalog.merkle.Nodes;
import dev.tenure.catalog.merkle.Subtree;
import dev.tenure.catalog.merkle.TreeHash;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Proofs that anybody can check offline, as one line of canonical JSON each. They show hashes of all accounts and the content of one. */
public final class TrailProofs {

    private final JdbcTree tree;

    TrailProofs(JdbcTree tree) {
        this.tree = tree;
    }

    /** What asking for an entry's proof came to. */
    public sealed interface Inclusion {

        /** The proof. */
        record Proven(String json) implements Inclusion {}

        /** The entry has no leaf yet; the sequencer will give it one within seconds. */
        record Pending() implements Inclusion {}

        /** The account has no such entry. */
        record Unknown() implements Inclusion {}
    }

    /** The latest signed head; empty before the first. */
    public Optional<SignedHead> head() {
        return tree.latestHead();
    }

    /** That the entry is in the tree of the latest head, with its detail unless that was erased. */
    public Inclusion inclusion(AccountId account, long sequence) {
        JdbcTree.Whole whole = tree.find(account, sequence).orElse(null);
        if (whole == null) {
            return new Inclusion.Unknown();
        }
        Long index = whole.index();
        if (index == null) {
            return new Inclusion.Pending();
        }
        // Read after the leaf, so it covers it: both came with one transaction.
        SignedHead head = tree.latestHead().orElseThrow(() -> new BrokenTree("the trail has leaves and no head"));
        List<TreeHash> path = InclusionProof.of(index, head.head().size(), tree).path();
        return new Inclusion.Proven(new InclusionDocument(whole.entry(), whole.detail(), index, path, head)
                .json()
                .canonical());
    }

    /**
     * That the last entry with this action of each item is in the tree, by its leaf alone. In the tree of the newest head that a timestamp authority
     * confirmed, where that reaches so far, else of the latest.
     *
     * @return one that has no leaf yet, or no such entry, is not among them
     */
    public Map<ItemId, TrailLeaf> leaves(Collection<ItemId> items, String action) {
        Map<ItemId, JdbcTree.Placed> placed = tree.placed(items, action);
        if (placed.isEmpty()) {
            return Map.of();
        }
        // Read after the leaves, so it covers them.
        SignedHead latest = tree.latestHead().orElseThrow(() -> new BrokenTree("the trail has leaves and no head"));
        Optional<JdbcTree.Stamped> newest = tree.latestStamped();
        Set<Subtree> needed = new HashSet<>();
        Map<ItemId, TrailLeaf> without = new HashMap<>();
        placed.forEach((item, place) -> {
            JdbcTree.Stamped stamped = newest.filter(
                            found -> place.index() < found.head().head().size())
                    .orElse(null);
            SignedHead head = stamped == null ? latest : stamped.head();
            InclusionProof.of(place.index(), head.head().size(), subtree -> {
                needed.add(subtree);
                return place.leaf();
            });
            without.put(
                    item,
                    new TrailLeaf(
                            place.sequence(),
                            place.leaf(),
                            place.index(),
                            List.of(),
                            head,
                            stamped == null ? null : stamped.token()));
        });
        Map<Subtree, TreeHash> hashes = tree.hashes(needed);
        Nodes known = subtree -> Optional.ofNullable(hashes.get(subtree))
                .orElseThrow(() -> new BrokenTree("the hash of the subtree " + subtree + " is missing"));
        Map<ItemId, TrailLeaf> leaves = new HashMap<>();
        without.forEach((item, leaf) -> leaves.put(
                item,
                new TrailLeaf(
                        leaf.sequence(),
                        leaf.leaf(),
                        leaf.index(),
                        InclusionProof.of(leaf.index(), leaf.head().head().size(), known)
                                .path(),
                        leaf.head(),
                        leaf.token())));
        return leaves;
    }

    /** That the tree of one signed head begins with all of the other's; empty where either size has no head. */
    public Optional<String> consistency(long from, long to) {
        if (from > to) {
            return Optional.empty();
        }
        return tree.head(from)
                .flatMap(first -> tree.head(to).map(second -> {
                    List<TreeHash> path = ConsistencyProof.of(from, to, tree).path();
                    return new ConsistencyDocument(first, second, path).json().canonical();
                }));
    }
}
