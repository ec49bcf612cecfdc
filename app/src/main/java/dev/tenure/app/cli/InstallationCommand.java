package dev.tenure.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: its subcommands work on one installation, without a server. */
abstract class InstallationCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:TENURE_DATA:-data}",
            description = "the server's data directory (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Spec
    private @Nullable CommandSpec spec;

    /** Where the server's files are. */
    final Path data() {
        return data;
    }

    /** Tells which parts of the installation are worked on, apart from what the command answers. */
    static void tell(String where) {
        System.err.println("tenure: " + where);
    }

    /** Tells why nothing was done, and returns the exit code for it. */
    static int refused(String why) {
        tell(why);
        return 1;
    }

    @Override
    public final Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli fills this in");
        }
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
