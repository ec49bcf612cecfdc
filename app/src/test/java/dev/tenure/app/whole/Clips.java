package dev.tenure.app.whole;

import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Makes short recordings and looks at what came out of them, with the programs that the server uses. */
final class Clips {

    private final FfmpegTools tools;
    private final Path directory;

    Clips(FfmpegTools tools, Path directory) {
        this.tools = tools;
        this.directory = directory;
    }

    /** Two seconds that no browser plays, so that they are really encoded. */
    byte[] foreign() {
        return made("foreign.mp4", "-c:v", "mpeg4", "-c:a", "aac");
    }

    /** Two seconds that browsers play as they are. */
    byte[] playable() {
        return made("playable.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac");
    }

    private synchronized byte[] made(String name, String... codecs) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                List<String> command = new ArrayList<>(List.of("-nostdin", "-v", "error", "-f", "lavfi", "-i"));
                command.addAll(List.of("testsrc2=size=320x180:rate=25:duration=2", "-f", "lavfi", "-i"));
                command.add("sine=frequency=330:duration=2");
                command.addAll(List.of(codecs));
                command.add(file.toString());
                ffmpeg(command.toArray(String[]::new));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same film, made this long by a box that every player skips (ISO/IEC 14496-12 §8.1.2). */
    static byte[] padded(byte[] mp4, int length) {
        ByteBuffer longer = ByteBuffer.allocate(length).put(mp4);
        longer.putInt(length - mp4.length).put("free".getBytes(StandardCharsets.US_ASCII));
        // At random, so that no two stretches are alike; the same for the same length.
        byte[] filling = new byte[longer.remaining()];
        new Random(length).nextBytes(filling);
        longer.put(filling);
        return longer.array();
    }

    String ffmpeg(String... arguments) {
        return run(tools.ffmpeg(), arguments);
    }

    String ffprobe(String... arguments) {
        return run(tools.ffprobe(), arguments);
    }

    private String run(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "tool", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(tools.environment());
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end");
            }
            String said = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
