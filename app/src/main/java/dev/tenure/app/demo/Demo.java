package dev.tenure.app.demo;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts a server of its own in a temporary place, lets one recording live its whole life on it, and cleans up. */
public final class Demo {

    /** The same server as always, only with shorter waits: nobody watches a demo for a minute between two listings. */
    private static final List<String> HASTE = List.of(
            "--server.port=0",
            "--management.server.port=-1",
            "--tenure.retention.verify-delay=1s",
            "--tenure.retention.skew-bound=0s",
            "--tenure.schedule.sweep=2s",
            "--tenure.schedule.carry-on=1s",
            "--tenure.schedule.reconcile=1s");

    private final Screen screen;
    private final @Nullable Path file;
    private final boolean keep;

    /**
     * Prepares a demo.
     *
     * @param file a recording to show it with; absent makes one
     * @param keep waits for Enter before the recording is destroyed
     */
    public Demo(PrintStream out, @Nullable Path file, boolean keep) {
        this.screen = new Screen(out);
        this.file = file;
        this.keep = keep;
    }

    /**
     * Runs it.
     *
     * @throws DemoFailed at the first thing that is not true
     */
    public void run() {
        if (file != null && !Files.isReadable(file)) {
            throw new DemoFailed("cannot read " + file);
        }
        Path place = temporaryPlace();
        try {
            live(place);
        } finally {
            delete(place);
        }
    }

    private void live(Path place) {
        screen.step("A server of its own starts");
        try (Server server = Server.start(new ServerOptions(place.resolve("data"), true, HASTE), System.getenv())) {
            screen.fact("address", server.address());
            server.parts().forEach(part -> screen.fact("on", part));
            Path media = file == null ? sample(server, place) : file;
            new RecordingLife(screen, server, token(place), media, place, keep).show();
        }
        screen.line("");
        screen.line("Every step above was checked. " + screen.seconds() + " s in all.");
    }

    private Path sample(Server server, Path place) {
        screen.step("A meeting is recorded");
        Path sample = SampleMedia.make(server.bean(FfmpegTools.class), place);
        screen.fact(
                "file",
                SampleMedia.SECONDS + " s of 1280×720 MPEG-4 video and Opus sound, " + Screen.size(size(sample)));
        return sample;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(Path place) {
        try {
            return Files.readString(place.resolve("data/first-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryPlace() {
        try {
            return Files.createTempDirectory("tenure-demo-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
