package dev.tenure.benchmarks;

import dev.tenure.benchmarks.catalog.CatalogCommand;
import dev.tenure.benchmarks.ingest.IngestCommand;
import dev.tenure.benchmarks.purge.PurgeCommand;
import dev.tenure.benchmarks.retention.DecideCommand;
import dev.tenure.benchmarks.retention.RetentionCommand;
import dev.tenure.benchmarks.store.StoreCommand;
import dev.tenure.benchmarks.trail.TrailCommand;
import dev.tenure.benchmarks.transcode.TranscodeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tenure bench}: the benchmarks that anyone can run. */
@Command(
        name = "tenure bench",
        description = "Measures Tenure beside the bare work, in one run on one machine.",
        subcommands = {
            CatalogCommand.class,
            DecideCommand.class,
            IngestCommand.class,
            PurgeCommand.class,
            RetentionCommand.class,
            StoreCommand.class,
            TrailCommand.class,
            TranscodeCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Bench implements Runnable {

    private Bench() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("tenure bench: " + failure.getMessage());
                    if (System.getenv("TENURE_DEBUG") != null) {
                        failure.printStackTrace(command.getErr());
                    }
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
