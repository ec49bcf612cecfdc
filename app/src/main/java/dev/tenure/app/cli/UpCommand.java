package dev.tenure.app.cli;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server until it is stopped. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the server until Ctrl-C. What the environment does not name is embedded:",
            "  TENURE_DB_URL, TENURE_DB_USER, TENURE_DB_PASSWORD   PostgreSQL 18",
            "  TENURE_DB_OWNER_USER, TENURE_DB_OWNER_PASSWORD      the owner of its tables, if another than TENURE_DB_USER",
            "  TENURE_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY, _SECRET_KEY",
            "  TENURE_FFMPEG                                       ffmpeg, with ffprobe beside it"
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:TENURE_DATA:-data}",
            description = "keys, first token and embedded parts (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(names = "--port", paramLabel = "PORT", description = "port to answer on (default: 8480, or TENURE_PORT)")
    private @Nullable Integer port;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "any further setting, for instance --set tenure.schedule.sweep=1m")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        List<String> all = new ArrayList<>();
        settings.forEach(setting -> all.add("--" + setting));
        if (port != null) {
            all.add("--server.port=" + port);
        }
        // Not closed here: it runs until the process is told to end, and its shutdown hook stops everything it started.
        Server server = Server.start(new ServerOptions(data, true, all), System.getenv());
        PrintStream out = System.out;
        out.println("Tenure is up at " + server.address());
        server.parts().forEach(part -> out.println("  on       " + part));
        out.println("  data     " + data.toAbsolutePath().normalize());
        out.println("  token    " + data.resolve("first-token") + "  (may do everything in the first account)");
        out.println("  log      " + data.resolve("logs/tenure.log"));
        out.println("  try      curl -H \"Authorization: Bearer $(cat " + data.resolve("first-token") + ")\" "
                + server.address() + "/api/v1/items");
        server.firstAdministrator().ifPresent(first -> {
            out.println("  sign in  account " + first.account() + ", " + first.email() + ", password "
                    + first.oneTimePassword());
            out.println("           shown this once, good for seven days, and for choosing another password");
        });
        out.println("Ctrl-C stops it.");
        return CommandLineRoot.GOES_ON;
    }
}
