package dev.tenure.app.whole;

import dev.tenure.app.server.Server;
import dev.tenure.app.server.ServerOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A server as a process of its own, for tests that end it. Prints its parts, then its address. */
final class CrashingServer {

    static final String ADDRESS = "address ";

    private CrashingServer() {}

    /** Data directory, then settings. */
    public static void main(String... arguments) {
        List<String> settings = Arrays.asList(arguments).subList(1, arguments.length);
        Server server = Server.start(new ServerOptions(Path.of(arguments[0]), true, settings), System.getenv());
        server.parts().forEach(System.out::println);
        System.out.println(ADDRESS + server.address());
    }
}
