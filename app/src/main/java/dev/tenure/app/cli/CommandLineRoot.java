package dev.tenure.app.cli;

import dev.tenure.app.doctor.StoreUnsafe;
import dev.tenure.app.server.CatalogUnusable;
import dev.tenure.catalog.recovery.DatabaseBehind;
import dev.tenure.embedded.EmbeddedPartFailed;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tenure}: the commands, and how their failures are told. */
@Command(
        name = "tenure",
        description = "Keeps recordings exactly as long as decided, and proves it.",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            VerifyCommand.class,
            KeysCommand.class,
            AccountCommand.class,
            AdapterCheckCommand.class,
            RecoveryKeyCommand.class,
            RebuildCatalogCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineRoot.Version.class,
        footer = {
            "",
            "  tenure demo                    one recording's whole life, shown and checked",
            "  tenure up                      a server for real use, data kept below ./data",
            "  tenure doctor                  examines the object store: what it really does",
            "  tenure verify certificate.json checks a certificate, without any server",
            "  tenure keys list               the wrapping keys; rotate, rewrap and retire change them",
            "  tenure account add clinic --admin ada@example.org  opens another customer's account",
            "  tenure adapter-check livekit call.json  what a media server's call would mean to us",
            "  tenure recovery-key create FILE  keeps the catalog in the bucket, for whoever has that file",
            "  tenure rebuild-catalog --recovery-key FILE  puts a lost or older database back",
            "",
            "Exit codes: 0 done and true, 1 failed or not true, 2 the command line is wrong."
        })
public final class CommandLineRoot implements Runnable {

    /** The command has started something that goes on; the process must not end yet. */
    public static final int GOES_ON = -1;

    private CommandLineRoot() {}

    /** Runs the command line; a failure is told in one line on standard error. */
    public static int execute(String... arguments) {
        return new CommandLine(new CommandLineRoot())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    tell(command.getErr(), failure);
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The reason that a person can act on lies somewhere below the framework's wrapping. */
    private static void tell(PrintWriter out, Exception failure) {
        Throwable reason = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reason = cause;
            if (actionable(cause)) {
                break;
            }
        }
        out.println("tenure: " + reason.getMessage());
        if (System.getenv("TENURE_DEBUG") != null) {
            failure.printStackTrace(out);
        }
        out.flush();
    }

    private static boolean actionable(@Nullable Throwable cause) {
        return cause instanceof CatalogUnusable
                || cause instanceof DatabaseBehind
                || cause instanceof EmbeddedPartFailed
                || cause instanceof KeyUnavailable
                || cause instanceof ObjectStoreException
                || cause instanceof StoreUnsafe
                || cause instanceof org.springframework.boot.web.server.PortInUseException;
    }

    /** The version out of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CommandLineRoot.class.getPackage().getImplementationVersion();
            return new String[] {"tenure " + (version == null ? "development build" : version)};
        }
    }
}
