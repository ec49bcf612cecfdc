package dev.tenure.catalog.merkle;

/** A complete subtree and its hash. */
public record Node(Subtree place, TreeHash hash) {}
