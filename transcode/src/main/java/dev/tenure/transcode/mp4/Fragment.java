package dev.tenure.transcode.mp4;

/**
 * One {@code moof} with its {@code mdat}.
 *
 * @param range where it stands
 * @param startMicros decode time of its first sample in microseconds
 * @param independent whether its picture starts with a key frame, or it has none
 */
record Fragment(ByteRange range, long startMicros, boolean independent) {}
