package dev.tenure.model;

/**
 * Something that must never be is.
 *
 * @param rule which invariant
 * @param words what was seen
 */
record Violation(String rule, String words) {

    @Override
    public String toString() {
        return rule + ": " + words;
    }
}
