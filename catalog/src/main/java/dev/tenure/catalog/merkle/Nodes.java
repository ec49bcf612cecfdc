package dev.tenure.catalog.merkle;

/** Where the hashes of complete subtrees are kept. */
@FunctionalInterface
public interface Nodes {

    /** The hash of a subtree that is complete; whoever keeps them throws where it is missing. */
    TreeHash hash(Subtree place);
}
