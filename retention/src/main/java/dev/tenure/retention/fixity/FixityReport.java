package dev.tenure.retention.fixity;

/**
 * What a run came to.
 *
 * @param sound objects whose every byte was as it was written
 * @param unsound objects that are damaged or missing
 * @param unread objects of which the store, or the vault, did not say anything
 * @param brokenOff whether the run ended because store or vault are in trouble
 */
public record FixityReport(int sound, int unsound, int unread, boolean brokenOff) {}
