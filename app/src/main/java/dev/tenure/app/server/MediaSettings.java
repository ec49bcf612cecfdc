package dev.tenure.app.server;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where ffmpeg is.
 *
 * @param environment all that the tools are given of an environment
 */
@ConfigurationProperties("tenure.media")
record MediaSettings(
        Path ffmpeg, Path ffprobe, @DefaultValue Map<String, String> environment) {}
