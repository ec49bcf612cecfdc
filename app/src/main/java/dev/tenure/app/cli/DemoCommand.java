package dev.tenure.app.cli;

import dev.tenure.app.demo.Demo;
import dev.tenure.app.demo.DemoFailed;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows one recording's whole life. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows one recording's whole life on a server of its own, and checks every step:",
            "it arrives, is encoded, tagged, stored sealed, played, held, released, destroyed and certified.",
            "Exit code 0 only if every step was seen to be true."
        })
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--file", paramLabel = "FILE", description = "a recording of yours instead of a generated one")
    private @Nullable Path file;

    @Option(
            names = "--keep",
            description = "wait for Enter before the recording is destroyed, so that it can be played")
    private boolean keep;

    @Override
    public Integer call() {
        try {
            new Demo(System.out, file, keep).run();
            return 0;
        } catch (DemoFailed failed) {
            System.out.flush();
            System.err.println("tenure: the demo failed: " + failed.getMessage());
            return 1;
        }
    }
}
