package dev.tenure.transcode.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the tools are.
 *
 * @param ffmpeg absolute path of the executable
 * @param ffprobe absolute path of the executable
 * @param environment the whole environment the tools need, usually a library path; nothing else is passed on
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe, Map<String, String> environment) {

    public FfmpegTools {
        if (!ffmpeg.isAbsolute() || !ffprobe.isAbsolute()) {
            throw new IllegalArgumentException("paths of ffmpeg and ffprobe must be absolute");
        }
        environment = Map.copyOf(environment);
    }
}
