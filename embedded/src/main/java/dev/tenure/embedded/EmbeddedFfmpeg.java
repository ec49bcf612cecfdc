package dev.tenure.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ffmpeg and ffprobe programs, unpacked into the cache.
 *
 * <p>They are linked with libraries for sound cards, screens and devices that a server does not have and we never use.
 * Empty stand-ins are put in their place, on every machine alike: so ffmpeg starts on a bare one, behaves the same on
 * all, and maps no more of the host's code next to hostile input than it needs. Capture devices do not work therefore.
 */
public final class EmbeddedFfmpeg {

    static final String NAME = "embedded ffmpeg";
    static final String VARIABLE = "TENURE_FFMPEG";

    /** Part of the cache key: raise it when the stand-ins change. */
    private static final int STUBS_REVISION = 1;

    /** What libavdevice and libavutil ask for, as {@code readelf -dV} lists it. All of it are functions, bound lazily. */
    static final List<StubLibrary> STUBS = List.of(
            new StubLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
            new StubLibrary("libpulse.so.0", List.of("PULSE_0")),
            new StubLibrary("libudev.so.1", List.of("LIBUDEV_183")),
            new StubLibrary("libxcb.so.1", List.of()),
            new StubLibrary("libxcb-shm.so.0", List.of()));

    private static final String RESOURCES = "org/bytedeco/ffmpeg/linux-x86_64-gpl/";

    /** The programs and the libraries they need; not the bindings for Java ({@code libjni…}). */
    private static final Pattern WANTED =
            Pattern.compile(Pattern.quote(RESOURCES) + "(ffmpeg|ffprobe|lib(?!jni)[^/]+)");

    private static final Duration TRIAL_LIMIT = Duration.ofMinutes(1);

    private final Path directory;

    private EmbeddedFfmpeg(Path directory) {
        this.directory = directory;
    }

    /**
     * Unpacks the programs where that has not happened yet and checks that both start.
     *
     * @throws EmbeddedPartFailed if they cannot be unpacked or do not start on this machine
     */
    public static EmbeddedFfmpeg install(EmbeddedDirectories directories) {
        Platform.requireSupported(NAME, VARIABLE);
        try {
            String name = "ffmpeg-" + Cache.version("ffmpeg") + "-gpl-" + STUBS_REVISION;
            EmbeddedFfmpeg installed =
                    new EmbeddedFfmpeg(Cache.directory(directories.cache(), name, EmbeddedFfmpeg::unpack));
            installed.requireStarting(installed.ffmpeg());
            installed.requireStarting(installed.ffprobe());
            return installed;
        } catch (IOException e) {
            throw new EmbeddedPartFailed(NAME, "it could not be unpacked: " + e, "Check disk space and permissions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPartFailed(NAME, "the start was interrupted", "Start again", e);
        }
    }

    public Path ffmpeg() {
        return directory.resolve("ffmpeg");
    }

    public Path ffprobe() {
        return directory.resolve("ffprobe");
    }

    /**
     * The variables both programs need; nothing else has to be in their environment. An inherited {@code LD_BIND_NOW}
     * must not reach them, as it would look for functions that the stand-ins do not have: empty means unset.
     */
    public Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", directory.toString(), "LD_BIND_NOW", "");
    }

    private void requireStarting(Path program) throws IOException, InterruptedException {
        Command.Result result = Command.run(TRIAL_LIMIT, environment(), List.of(program.toString(), "-version"));
        if (!result.succeeded()) {
            throw new EmbeddedPartFailed(
                    NAME,
                    program + " does not start",
                    "It needs glibc 2.35 or newer, libstdc++, and a cache directory that allows execution (TENURE_CACHE);"
                            + " or install your own and set " + VARIABLE,
                    result.lastLines(),
                    null);
        }
    }

    private static void unpack(Path target) throws IOException {
        URL program = EmbeddedFfmpeg.class.getResource("/" + RESOURCES + "ffmpeg");
        if (program == null || !(program.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("no jar on the class path has " + RESOURCES);
        }
        // Through the connection and not a zip file system: our jars may be nested in an executable one.
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                Matcher wanted = WANTED.matcher(entry.getName());
                if (wanted.matches()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        String name = wanted.group(1);
                        Cache.write(in, target.resolve(name), !name.startsWith("lib"));
                    }
                }
            }
        }
        for (StubLibrary stub : STUBS) {
            Cache.write(new ByteArrayInputStream(stub.bytes()), target.resolve(stub.name()), false);
        }
    }
}
