package dev.tenure.app.cli;

import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.SourceSettings;
import dev.tenure.ingest.handover.adapters.Adapters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a payload means to us, with nothing but the file: no server, no network. */
@Command(
        name = "adapter-check",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what we understand of a media server's call: which recording, of which meeting, where it lies.",
            "The payload's bytes are taken as they are, so a signature in --header is checked as it would be on arrival.",
            "A file that lies beside recordings, such as Jibri's metadata.json or BigBlueButton's metadata.xml, is known by its name.",
            "Exit code 0 if it tells of something to fetch or is rightly ignored, 1 if it would be refused or is unusable."
        })
final class AdapterCheckCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ADAPTER", description = "the kind of media server, for instance livekit")
    private String name = "";

    @Parameters(index = "1", paramLabel = "PAYLOAD", description = "a file with the body of its call")
    private Path payload = Path.of("");

    @Option(names = "--header", paramLabel = "K:V", description = "a header of the call; repeat it for each")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--query",
            paramLabel = "QUERY",
            description = "what follows the question mark of the address called")
    private String query = "";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "the source's settings and secrets, a line each: name=value")
    private @Nullable Path secretFile;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "when the call arrived, such as 2026-03-04T10:00:00Z; signatures age (default: now)")
    private @Nullable Instant at;

    @Override
    public Integer call() throws IOException {
        Adapter adapter = Adapters.find(name).orElse(null);
        if (adapter == null) {
            return failed("there is no adapter '" + name + "'; there are "
                    + Adapters.all().stream().map(Adapter::name).collect(Collectors.joining(", ")));
        }
        if (!Files.isReadable(payload)) {
            return failed("cannot read " + payload);
        }
        byte[] body = Files.readAllBytes(payload);
        String fileName = payload.toAbsolutePath().getFileName().toString();
        Instant now = at == null ? InstantSource.system().instant() : at;
        try {
            Optional<Hearing> beside = adapter.sample(fileName, body, settings(adapter, secretFile != null));
            return told(
                    System.out,
                    beside.isPresent()
                            ? beside.get()
                            : adapter.hear(new Delivery("POST", headers(), query, body), settings(adapter, true), now));
        } catch (IllegalArgumentException unfit) {
            return failed(String.valueOf(unfit.getMessage()));
        }
    }

    /** Complete ones; or none, where nothing was said and a file that lies beside recordings may mean the same without. */
    private SourceSettings settings(Adapter adapter, boolean complete) throws IOException {
        Properties lines = new Properties();
        if (secretFile != null) {
            if (!Files.isReadable(secretFile)) {
                throw new IllegalArgumentException("cannot read " + secretFile);
            }
            try (var reader = Files.newBufferedReader(secretFile)) {
                lines.load(reader);
            }
        }
        Set<String> secretNames = adapter.settings().stream()
                .filter(Setting::secret)
                .map(Setting::name)
                .collect(Collectors.toSet());
        Map<String, String> plain = new TreeMap<>();
        Map<String, String> secrets = new TreeMap<>();
        for (String key : lines.stringPropertyNames()) {
            (secretNames.contains(key) ? secrets : plain).put(key, lines.getProperty(key));
        }
        if (complete) {
            SourceSettings.check(adapter.settings(), plain, secrets);
        }
        return new SourceSettings(plain, secrets);
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a header is written Name:Value, not " + header);
            }
            all.computeIfAbsent(header.substring(0, colon).strip(), absent -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        return all;
    }

    private static int told(PrintStream out, Hearing hearing) {
        return switch (hearing) {
            case Hearing.Refused(String why) -> failed("REFUSED (401): " + why);
            case Hearing.Malformed(String what) -> failed("MALFORMED (400): " + what);
            case Hearing.Ignored(String why) -> {
                out.println("IGNORED (204): " + why);
                yield 0;
            }
            case Hearing.Answer(String json) -> {
                out.println("ANSWERED (200): " + json);
                yield 0;
            }
            case Hearing.Look(String what) -> {
                out.println("LOOK (202): " + clean(what) + "; what there is, is looked for at once");
                yield 0;
            }
            case Hearing.Heard heard -> {
                out.println("HEARD (202)");
                heard.handOvers().forEach(file -> show(out, file));
                heard.unusable()
                        .forEach(file -> out.printf(
                                "%n  UNUSABLE %s%n    key       %s%n    why       %s%n",
                                clean(file.fileName()), clean(file.key()), clean(file.why())));
                yield heard.unusable().isEmpty() ? 0 : 1;
            }
        };
    }

    private static void show(PrintStream out, HandOver file) {
        out.printf("%n  %s %s%n", file.kind(), clean(file.fileName()));
        out.println("    key       " + clean(file.key()));
        out.println("    meeting   " + clean(file.meeting().externalId()) + " "
                + or(file.meeting().title(), "without a title"));
        out.println("    from, to  " + or(file.meeting().startsAt(), "not said") + ", "
                + or(file.meeting().endsAt(), "not said"));
        out.println("    host      " + or(file.meeting().host(), "not said: the source's") + ", "
                + file.meeting().participants().size() + " participants");
        out.println("    ended     " + or(file.recordedUntil(), "not known: the item will wait for a person"));
        out.println("    size      " + (file.size() == null ? "not said" : file.size() + " bytes"));
        out.println("    lies      " + clean(lies(file.location())));
    }

    private static String lies(Location location) {
        return switch (location) {
            case Location.InBucket(String store, String key) -> "in " + store + ": " + key;
            case Location.AtAddress address -> "at " + address;
            case Location.OnDisk(String path) -> "in the directory: " + path;
            case Location.InArchive archived -> "in the archive: " + archived.path();
        };
    }

    private static String or(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : clean(value.toString());
    }

    /** A payload can hold what commands a terminal. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static int failed(String why) {
        System.err.println("tenure: " + clean(why));
        return 1;
    }
}
