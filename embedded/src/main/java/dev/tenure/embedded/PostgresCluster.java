package dev.tenure.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL cluster: {@code cluster/} and the superuser's {@code password} beside it.
 *
 * <p>The password is written before the cluster that is made with it, and the cluster is made under another name and
 * renamed, so a crash at any moment leaves either nothing or a whole cluster with its password.
 *
 * @param home the directory that holds both
 * @param binaries the unpacked programs
 * @param identity as whom they run
 */
record PostgresCluster(Path home, Path binaries, PostgresIdentity identity) {

    static final String USER = "tenure";

    /** The role that the application connects as; it owns nothing. */
    static final String APPLICATION = "tenure_app";

    private static final String UNFINISHED = "cluster.unfinished-";
    private static final int PASSWORD_BYTES = 24;
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(5);
    private static final Duration LEFTOVER_LIMIT = Duration.ofMinutes(1);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);

    Path directory() {
        return directory(home);
    }

    /** There once the cluster was made whole. */
    static Path directory(Path home) {
        return home.resolve("cluster");
    }

    /** Makes what is missing, and returns the superuser's password. */
    String createIfAbsent() throws IOException, InterruptedException {
        Path passwordFile = home.resolve("password");
        if (Files.exists(directory()) && !Files.exists(passwordFile)) {
            throw new EmbeddedPartFailed(
                    EmbeddedPostgres.NAME,
                    directory() + " is there but the password beside it is not",
                    "Put " + passwordFile + " back from a backup",
                    null);
        }
        identity.entrust(home);
        if (!Files.exists(passwordFile)) {
            writePassword(passwordFile);
        }
        if (!Files.exists(directory())) {
            initialise(passwordFile);
        }
        return Files.readString(passwordFile).strip();
    }

    /** The password of the application's role, made at first use. The file may be deleted: the next start gives the role another. */
    String applicationPassword() throws IOException {
        Path file = home.resolve("application-password");
        if (!Files.exists(file)) {
            writePassword(file);
        }
        return Files.readString(file).strip();
    }

    private void writePassword(Path file) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Path unfinished = home.resolve(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        Cache.force(unfinished);
        identity.entrust(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        Cache.force(home);
    }

    private void initialise(Path passwordFile) throws IOException, InterruptedException {
        deleteUnfinished();
        Path unfinished = home.resolve(UNFINISHED + ProcessHandle.current().pid());
        // The built-in locale gives Unicode rules that no update of the operating system can change under an index.
        Command.Result result = Command.run(
                INITDB_LIMIT,
                Map.of("TZ", "UTC"),
                identity.command(List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + unfinished,
                        "--username=" + USER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--no-instructions")));
        if (!result.succeeded()) {
            throw new EmbeddedPartFailed(
                    EmbeddedPostgres.NAME,
                    "initdb failed for " + directory() + " (run as " + identity.prefix() + ")",
                    "The directory and " + binaries + " must be reachable for the user it runs as; or use your own: "
                            + EmbeddedPostgres.VARIABLE,
                    result.lastLines(),
                    null);
        }
        Files.move(unfinished, directory(), StandardCopyOption.ATOMIC_MOVE);
        Cache.force(home);
    }

    /** An initdb whose JVM was killed may still be writing: what cannot be deleted now goes next time. */
    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(home, UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                try {
                    Cache.delete(leftover);
                } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                    log.debug("still in use: {}", leftover, e);
                }
            }
        }
    }

    /** The server's process id, as its lock file has it. */
    OptionalLong serverPid() throws IOException {
        try (Stream<String> lines = Files.lines(lockFile(), StandardCharsets.UTF_8)) {
            String first = lines.findFirst().orElse("").strip();
            return first.matches("[0-9]{1,10}") ? OptionalLong.of(Long.parseLong(first)) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Makes sure that no server works on the cluster, and that none seems to. A live one was left by a JVM that was
     * killed: it is already ending, or is told to. A lock file whose process is a zombie, or by now quite another
     * program (process ids recur quickly in containers), would keep PostgreSQL from starting and is removed, but only
     * when no process of that cluster lives any more.
     */
    void clearLeftovers() throws IOException, InterruptedException {
        OptionalLong pid = serverPid();
        if (pid.isEmpty()) {
            return;
        }
        boolean asked = false;
        long began = System.nanoTime();
        for (List<ProcessHandle> living = living(); !living.isEmpty(); living = living()) {
            if (!asked && living.stream().anyMatch(handle -> handle.pid() == pid.getAsLong())) {
                asked = true;
                log.info(
                        "stopping the PostgreSQL server {} that an earlier run left on {}",
                        pid.getAsLong(),
                        directory());
                Command.run(LEFTOVER_LIMIT, Map.of(), List.of("/bin/sh", "-c", "kill -INT " + pid.getAsLong()));
            }
            long waited = System.nanoTime() - began;
            if (waited > 2 * LEFTOVER_LIMIT.toNanos()) {
                throw new EmbeddedPartFailed(
                        EmbeddedPostgres.NAME,
                        "the processes "
                                + living.stream().map(ProcessHandle::pid).toList() + " work on " + directory()
                                + " and do not end",
                        "Stop them",
                        null);
            }
            if (waited > LEFTOVER_LIMIT.toNanos()) {
                living.forEach(ProcessHandle::destroyForcibly);
            }
            ProcessHandle first = living.getFirst();
            first.onExit()
                    .completeOnTimeout(first, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
        if (ProcessHandle.of(pid.getAsLong()).isPresent() || Files.exists(Path.of("/proc/" + pid.getAsLong()))) {
            Files.deleteIfExists(lockFile());
        }
    }

    private Path lockFile() {
        return directory().resolve("postmaster.pid");
    }

    /** Every process of a PostgreSQL server works in its cluster's directory. */
    private List<ProcessHandle> living() throws IOException {
        Path cluster = directory().toRealPath();
        return ProcessHandle.allProcesses()
                .filter(handle -> worksIn(handle, cluster))
                .toList();
    }

    private static boolean worksIn(ProcessHandle handle, Path cluster) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + handle.pid() + "/cwd"))
                    .equals(cluster);
        } catch (IOException e) {
            // Gone, a zombie, or somebody else's: none of ours.
            return false;
        }
    }
}
