package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part that dies under a running server comes back by itself, with everything that it held. */
@ExtendWith(World.Shared.class)
@Isolated("kills parts of this process's servers, whoever runs them")
class RecoveryIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final World world;
    private final Recordings recordings;

    RecoveryIT(World world) {
        this.world = world;
        this.recordings = world.recordings();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/postgres", "/java"})
    void goesOnAfterTheDeathOfAPart(String program) {
        byte[] source = world.clips().playable();
        String before = recordings.handOver(source, recordings.described());
        int half = source.length / 2;
        Http.Answer announced =
                recordings.announce(source.length, recordings.described()).expect(201);
        String upload = announced.header("Location");
        recordings.append(upload, 0, Arrays.copyOf(source, half)).expect(204);

        List<ProcessHandle> parts = parts(program);
        assertThat(parts).isNotEmpty();
        parts.forEach(ProcessHandle::destroyForcibly);
        parts.forEach(part -> part.onExit().join());
        Until.holds(
                "the rest is taken",
                LIMIT,
                () -> recordings
                                        .append(upload, half, Arrays.copyOfRange(source, half, source.length))
                                        .status()
                                != 500
                        && complete(upload, source.length));

        for (String item : List.of(before, announced.header("Tenure-Item"))) {
            recordings.await(item, "READY");
            assertThat(Arrays.equals(recordings.bytes(item, "source"), source)).isTrue();
        }
    }

    private boolean complete(String upload, int length) {
        Http.Answer head = recordings.head(upload);
        return head.status() == 200 && head.header("Upload-Offset").equals(Integer.toString(length));
    }

    /** The processes of the part that no other of its processes has started: of PostgreSQL, the postmaster. */
    private static List<ProcessHandle> parts(String program) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> runs(process, program))
                .filter(process ->
                        process.parent().map(parent -> !runs(parent, program)).orElse(true)
                                || process.parent().equals(java.util.Optional.of(ProcessHandle.current())))
                .toList();
    }

    private static boolean runs(ProcessHandle process, String program) {
        return process.info()
                .command()
                .map(command -> command.endsWith(program))
                .orElse(false);
    }
}
