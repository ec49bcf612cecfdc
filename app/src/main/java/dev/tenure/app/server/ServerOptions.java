package dev.tenure.app.server;

import java.nio.file.Path;
import java.util.List;

/**
 * How to start a server.
 *
 * @param data where keys, the first token, scratch files and embedded parts live
 * @param quiet log to {@code <data>/logs/tenure.log} only
 * @param settings further settings as {@code --name=value}; they win over file and environment
 */
public record ServerOptions(Path data, boolean quiet, List<String> settings) {

    public ServerOptions {
        data = data.toAbsolutePath().normalize();
        settings = List.copyOf(settings);
    }
}
