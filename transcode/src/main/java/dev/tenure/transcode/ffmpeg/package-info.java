/**
 * Runs ffmpeg and ffprobe as hostile territory: confined, bounded in time, memory and output, and killed on demand.
 *
 * <p>Configuration: {@link dev.tenure.transcode.ffmpeg.FfmpegTools} says where the tools are,
 * {@link dev.tenure.transcode.media.MediaLimits} how much they may take.
 *
 * <p>Confinement: every process starts with an environment of ours, in a directory of ours, with its input closed.
 * Where util-linux allows it, {@code prlimit} bounds it, {@code unshare} takes its network away and {@code setpriv}
 * makes it die with the thread that started it, so that a killed JVM leaves no encoder behind. What a machine does not
 * offer is left out and reported by {@link dev.tenure.transcode.ffmpeg.Confinement}; the whitelists of protocols,
 * demuxers and decoders stand in every case.
 *
 * <p>Considerations: the wrapper library's builder puts its own options between the binary and {@code -i} and offers
 * no place for a fixed prefix in front of each input, and its process handling has neither time limit nor cancel.
 * Argument lists are therefore built here; only its parser of ffprobe's answer is used, fed with the output of a
 * process that has already ended.
 */
@NullMarked
package dev.tenure.transcode.ffmpeg;

import org.jspecify.annotations.NullMarked;
