package dev.tenure.catalog.merkle;

/**
 * The place of a complete subtree: {@code 2^level} leaves, beginning with leaf {@code index * 2^level}. Once complete its hash never changes.
 *
 * @param level 0 for a leaf
 * @param index from the left, beginning with 0
 */
public record Subtree(int level, long index) {

    /** Trees up to 2^53 leaves: sizes stay exact in every JSON reader. */
    private static final int MAX_LEVEL = 53;

    public Subtree {
        if (level < 0 || level > MAX_LEVEL || index < 0) {
            throw new IllegalArgumentException("no subtree " + level + "/" + index);
        }
    }

    /** The size of the smallest tree in which it is complete. */
    public long completeAt() {
        return (index + 1) << level;
    }

    Subtree parent() {
        return new Subtree(level + 1, index >> 1);
    }

    @Override
    public String toString() {
        return level + "/" + index;
    }
}
