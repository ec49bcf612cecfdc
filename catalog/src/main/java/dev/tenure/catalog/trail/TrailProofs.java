package dev.tenure.catalog.trail;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.merkle.ConsistencyProof;
import dev.tenure.catalog.merkle.InclusionProof;
import dev.tenure.catalog.merkle.TreeHash;
import java.util.List;
import java.util.Optional;

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
