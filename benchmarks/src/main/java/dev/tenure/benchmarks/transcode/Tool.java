package dev.tenure.benchmarks.transcode;

import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare ffmpeg, run as anybody would at a prompt. */
final class Tool {

    private final Path program;
    private final Map<String, String> environment;

    Tool(Path program, Map<String, String> environment) {
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    static Tool of(FfmpegTools tools) {
        return new Tool(tools.ffmpeg(), tools.environment());
    }

    /** What is written to the tool's standard input. */
    @FunctionalInterface
    interface Feed {
        void into(OutputStream input) throws IOException;
    }

    /** Runs to the end in {@code directory} and returns what was said. */
    String run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        return run(directory, arguments, input -> {});
    }

    String run(Path directory, List<String> arguments, Feed feed) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path said = directory.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            feed.into(input);
        } catch (IOException broken) {
            // The tool went away: what it said tells why.
            process.waitFor();
        }
        int code = process.waitFor();
        String words = java.nio.file.Files.readString(said);
        if (code != 0) {
            throw new IOException("ffmpeg ended with " + code + ": " + words.strip());
        }
        return words;
    }
}
