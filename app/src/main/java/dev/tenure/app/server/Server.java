package dev.tenure.app.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A running server with its parts. Ends with {@link #close}, or with the process: the parts go last, in either case. */
public final class Server implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Parts parts;

    private Server(ConfigurableApplicationContext context, Parts parts) {
        this.context = context;
        this.parts = parts;
    }

    /** Starts the parts that the environment does not name, then the server. After a failure nothing of it runs on. */
    public static Server start(ServerOptions options, Map<String, String> environment) {
        DataDirectory.prepare(options.data());
        Parts parts = Parts.start(options.data(), environment);
        boolean up = false;
        try {
            SpringApplication application = new SpringApplication(TenureApplication.class);
            // After the context, so that what still runs there has its database to the end.
            SpringApplication.getShutdownHandlers().add(parts::close);
            List<String> arguments = new ArrayList<>();
            environment.forEach((name, value) -> {
                if (name.startsWith("TENURE_")) {
                    arguments.add("--" + name + "=" + value);
                }
            });
            arguments.addAll(parts.settings());
            arguments.add("--tenure.data=" + options.data());
            arguments.add("--logging.file.name=" + options.data().resolve("logs/tenure.log"));
            if (options.quiet()) {
                arguments.add("--logging.threshold.console=off");
            }
            arguments.addAll(options.settings());
            ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
            Server server = new Server(context, parts);
            // What it uses in fact, whatever named it.
            KnownDatabase.write(
                    options.data(), parts.database(context.getEnvironment().getRequiredProperty(Parts.URL)));
            up = true;
            return server;
        } finally {
            if (!up) {
                parts.close();
            }
        }
    }

    /** Where it answers. */
    public URI address() {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer(), "no web server")
                .getPort();
        String host = context.getEnvironment().getProperty("server.address", "127.0.0.1");
        return URI.create("http://" + host + ":" + port);
    }

    /** The parts that it stands on, in words. */
    public List<String> parts() {
        return parts.names();
    }

    /** Whom this start made as the first administrator, told once; empty at every later start. */
    public Optional<FirstAdministrator> firstAdministrator() {
        return context.getBean(FirstStart.class).administrator();
    }

    /** A bean of the running server, for the commands of this program. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
        parts.close();
    }
}
