package dev.tenure.transcode.ffmpeg;

import java.time.Duration;

/**
 * Limits of one process.
 *
 * @param wall longest time on the clock
 * @param idle longest time without progress as the reader of its output sees it
 * @param cpu processor time over all threads
 * @param addressSpaceBytes virtual memory
 * @param fileBytes largest file it may write
 * @param grace time between asking it to end and killing it
 */
record RunLimits(Duration wall, Duration idle, Duration cpu, long addressSpaceBytes, long fileBytes, Duration grace) {}
