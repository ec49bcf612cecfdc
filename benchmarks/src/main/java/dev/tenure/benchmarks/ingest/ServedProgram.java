package dev.tenure.benchmarks.ingest;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The server that is measured, in a process of its own. Lives as long as its standard input. */
public final class ServedProgram {

    private ServedProgram() {}

    /**
     * Starts it, and tells where it is and a token for it in one line.
     *
     * @param arguments the data directory, then settings
     */
    public static void main(String... arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        ServerOptions options =
                new ServerOptions(data, true, Arrays.asList(arguments).subList(1, arguments.length));
        try (Server server = Server.start(options, System.getenv())) {
            System.out.println(server.address() + " "
                    + Files.readString(data.resolve("first-token")).strip());
            while (System.in.read() >= 0) {
                // Until whoever measures is done.
            }
        }
        System.exit(0);
    }
}
