package dev.tenure.ingest.inspect.text;

import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the child is started: a bounded JVM on our own class path, held in by what the machine offers. */
final class ChildCommand {

    private static final List<Path> BIN = List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"));
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    /** A file that a parser puts aside is not larger than what it may unpack at all. */
    private static final long FILE_BYTES = 512L << 20;

    private final List<String> networkOff;

    private ChildCommand(List<String> networkOff) {
        this.networkOff = List.copyOf(networkOff);
    }

    /** Without taking the network away by the machine's means; the child's own settings do it still. */
    static ChildCommand plain() {
        return new ChildCommand(List.of());
    }

    /** Ways of taking the network away, to be tried in this order. */
    static List<ChildCommand> candidates() {
        List<ChildCommand> all = new ArrayList<>();
        find("unshare").ifPresent(unshare -> {
            all.add(new ChildCommand(List.of(unshare, "--net", "--")));
            all.add(new ChildCommand(List.of(unshare, "--map-root-user", "--net", "--")));
        });
        all.add(plain());
        return all;
    }

    List<String> of(TextSettings settings, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>();
        find("prlimit")
                .ifPresent(limiter -> command.addAll(List.of(
                        limiter,
                        "--cpu=" + Math.max(1, settings.wall().toSeconds() * 2),
                        "--fsize=" + FILE_BYTES,
                        "--core=0",
                        "--")));
        command.addAll(networkOff);
        // Innermost: entering a user namespace would clear the death signal again.
        find("setpriv")
                .ifPresent(bound -> command.addAll(List.of(bound, "--pdeathsig", "KILL", "--no-new-privs", "--")));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + settings.heap().toMegabytes() + "m",
                "-Xss1m",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + directory,
                "-Duser.home=" + directory,
                "-Dfile.encoding=UTF-8",
                // Nothing is fetched: neither by a parser of XML, nor by whatever else opens a connection.
                "-Djavax.xml.accessExternalDTD=",
                "-Djavax.xml.accessExternalSchema=",
                "-Djavax.xml.accessExternalStylesheet=",
                "-Djdk.xml.entityExpansionLimit=1000",
                "-DsocksProxyHost=127.0.0.1",
                "-DsocksProxyPort=9",
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=9",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9",
                "-Dhttp.nonProxyHosts="));
        String main = TextChild.class.getName();
        if (isPacked()) {
            command.add("-Dloader.main=" + main);
            main = LAUNCHER;
        }
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(arguments);
        return command;
    }

    /** Whether we run out of a jar of jars, which only Spring Boot's loader reads. */
    private static boolean isPacked() {
        URL place = TextChild.class.getResource("TextChild.class");
        return place != null && place.toString().contains("BOOT-INF");
    }

    /** Absolute, because the child runs elsewhere. */
    private static String classPath() {
        List<String> absolute = new ArrayList<>();
        for (String one : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!one.isEmpty()) {
                absolute.add(Path.of(one).toAbsolutePath().toString());
            }
        }
        return String.join(File.pathSeparator, absolute);
    }

    private static Optional<String> find(String name) {
        return BIN.stream()
                .map(bin -> bin.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
